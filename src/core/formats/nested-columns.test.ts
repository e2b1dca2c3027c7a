import { describe, expect, it } from 'vitest';
import { nestedColumns } from './nested-columns';

const names = (...cells: unknown[]) => nestedColumns([{ name: 'a', cells }]).map(({ name }) => name);

describe('nestedColumns', () => {
  it('finds what lies in objects, and in short lists of them', () => {
    const answer = { body: { data: [{ embedding: [1, 2] }], n: 3 } };
    expect(nestedColumns([{ name: 'r', cells: [answer, null] }])).toEqual([
      { name: 'r.body.data.0.embedding', cells: [[1, 2], undefined] },
      { name: 'r.body.n', cells: [3, undefined] },
    ]);
    expect(names([{ model: 'm' }, { values: [1] }])).toEqual(['a.0.model', 'a.1.values']);
  });

  it('leaves lists of numbers, images, texts beside objects and dictionaries in their cells', () => {
    expect(names([1, 2], [3, 4])).toEqual(['a']);
    expect(names({ bytes: 'AA==', path: null })).toEqual(['a']);
    expect(names({ b: 1 }, 'text')).toEqual(['a']);
    expect(names(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`w${i}`, i])))).toEqual(['a']);
    expect(names(Array.from({ length: 9 }, (_, i) => ({ i })))).toEqual(['a']);
  });
});
