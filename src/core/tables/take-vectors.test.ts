import { describe, expect, it } from 'vitest';
import { foreignColumn } from '../formats/foreign-table';
import { vectorsAmong } from './testing/vectors-among';

const table = (columns: Record<string, string[]>) =>
  vectorsAmong(Object.entries(columns).map(([name, texts]) => foreignColumn(name, texts)));

describe('the vectors among columns', () => {
  it('takes mu where there is one, in the order of its numbers', () => {
    const found = table({ label: ['1'], mu_10: ['10'], mu_2: ['2'], logvar_0: ['5'], x: ['1'] });
    expect([...found.vectors]).toEqual([2, 10]);
    expect(found.columns.map(({ name }) => name)).toEqual(['label', 'logvar_0', 'x']);
  });

  it('takes the longest family of numbered columns, else the columns of numbers', () => {
    const family = table({ id: ['a', 'b'], 'dim 0': ['1', '2'], 'dim 1': ['3', '4'], y: ['9', '9'] });
    expect([...family.vectors]).toEqual([1, 3, 2, 4]);
    const plain = table({ width: ['1', '2'], height: ['3', ''], name: ['a', 'b'], label: ['0', '1'] });
    expect(plain.roles.vectors.columns).toEqual(['width', 'height']);
    expect([...plain.vectors]).toEqual([1, 3, 2, NaN]);
  });

  it('takes the places in a map where there is nothing else, and keeps them as places', () => {
    const found = table({ label: ['a'], x: ['1'], y: ['2'] });
    expect([[...found.vectors], found.columns.map(({ name }) => name)]).toEqual([
      [1, 2],
      ['label', 'x', 'y'],
    ]);
  });

  it('says when there are none', () => {
    expect(() => table({ name: ['a'], label: ['1'] })).toThrow('no columns of vectors');
    expect(() => table({})).toThrow('no columns of vectors');
  });
});
