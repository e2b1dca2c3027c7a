import { describe, expect, it } from 'vitest';
import { foreignColumn } from '../formats/foreign-table';
import { matchRows } from './match-rows';

const table = (columns: Record<string, string[]>) =>
  Object.entries(columns).map(([name, texts]) => foreignColumn(name, texts));
const files = ['cats/a.png', 'cats/b.png', 'dogs/a.png'];
const found = (columns: Record<string, string[]>, target = { n: 3, files: [] as string[] }) => {
  const match = matchRows(table(columns), target);
  return match === null ? null : { ...match, rows: [...match.rows] };
};

describe('rows of a table', () => {
  it.each([
    ['as they come', { age: ['1', '2', '3'] }, { by: 'row', rows: [0, 1, 2], matched: 3, unused: 0 }],
    ['by index', { index: ['2', '0'], age: ['1', '2'] }, { by: 'index', rows: [1, -1, 0], matched: 2 }],
    ['an index of others is none', { index: ['7', '8', '9'] }, { by: 'row', rows: [0, 1, 2] }],
    ['an index with halves is none', { index: ['0.5', '1', '2'] }, { by: 'row' }],
  ])('are matched %s', (_, columns, match) => {
    expect(found(columns)).toMatchObject(match);
  });

  it.each([
    ['whole', ['dogs/a.png', 'cats/b.png', 'x.png'], [-1, 1, 0], 1],
    ['with backslashes', ['.\\dogs\\a.png', 'cats\\b.png'], [-1, 1, 0], 0],
  ])('are matched by file, %s', (_, names, rows, unused) => {
    expect(
      found({ note: names.map((name) => `about ${name}`), image: names }, { n: 3, files }),
    ).toMatchObject({
      by: 'file',
      key: 'image',
      rows,
      unused,
    });
  });

  it('are matched by what files are called where that is enough to tell them', () => {
    const own = { n: 3, files: ['x/1.png', 'x/2.png', 'y/3.png'] };
    expect(found({ name: ['/data/3.png', '/data/1.png'] }, own)).toMatchObject({
      by: 'file',
      rows: [1, -1, 0],
    });
    expect(found({ name: ['b3', '3', '2'] }, own)).toMatchObject({ by: 'file', rows: [-1, 2, 1], unused: 1 });
    // Two files are called a.png: by that they are not told apart.
    expect(found({ name: ['a.png', 'b.png', 'c.png'] }, { n: 3, files })).toMatchObject({ by: 'row' });
  });

  it('that cannot be matched are not, and two for one point are refused', () => {
    expect(found({ age: ['1', '2'] })).toBeNull();
    expect(() => found({ index: ['1', '1'] })).toThrow(
      /Its rows 0 and 1 both have "1" in the column "index"/,
    );
  });
});
