import { describe, expect, it } from 'vitest';
import { foreignColumn } from '../formats/foreign-table';
import { matchedToVectors } from './match-companion';

const table = (columns: Record<string, string[]>) =>
  Object.entries(columns).map(([name, texts]) => foreignColumn(name, texts));
const matched = (beside: Record<string, string[]>, own: Record<string, string[]> = {}) => {
  const { columns, notes } = matchedToVectors({ columns: table(beside), notes: [] }, table(own), 'y.csv');
  return {
    columns: Object.fromEntries(columns.map(({ name, texts }) => [name, texts])),
    notes: notes.join(' '),
  };
};

describe('the rows of a file of labels', () => {
  it.each([
    ['texts', ['u', 'v', 'w'], ['w', 'u', 'v']],
    ['numbers', ['10', '20', '30'], ['30', '10', '20']],
    ['numbers written otherwise', ['10', '20', '30'], ['30.0', '10.0', '20.0']],
  ])('are matched by ids in another order: %s', (_, own, ids) => {
    const { columns, notes } = matched({ id: ids, kind: ['c', 'a', 'b'] }, { id: own, e0: ['1', '2', '3'] });
    expect(columns).toEqual({ kind: ['a', 'b', 'c'] });
    expect(notes).toMatch(/^The rows of y\.csv are in another order .* matched by its column "id"/);
  });

  it('are matched by names under another name, and in part where the name is the same', () => {
    const own = { gene: ['u', 'v', 'w'] };
    expect(matched({ symbol: ['w', 'u', 'v'], kind: ['c', 'a', 'b'] }, own).columns).toMatchObject({
      kind: ['a', 'b', 'c'],
    });
    const part = matched({ Gene: ['w', 'x', 'v'], kind: ['c', 'd', 'b'] }, own);
    expect(part.columns).toMatchObject({ kind: ['', 'b', 'c'] });
    expect(part.notes).toMatch(/1 of the vectors has no row there/);
    // Names of other things say nothing.
    const other = { symbol: ['w', 'x', 'v'], kind: ['c', 'd', 'b'] };
    expect(matched(other, own)).toEqual({ columns: other, notes: '' });
  });

  it.each([
    ['id', ['2', '0', '1'], '0 to 2'],
    ['sample_id', ['3', '1', '2'], '1 to 3'],
    ['imageId', ['3', '1', '2'], '1 to 3'],
  ])('are said to be taken one after the other where %s numbers them otherwise', (name, numbers, range) => {
    const given = { [name]: numbers, kind: ['c', 'a', 'b'] };
    const { columns, notes } = matched(given, { e0: ['1.5', '2', '3'] });
    expect(columns).toEqual(given);
    expect(notes).toBe(
      `The rows of y.csv were taken one after the other, but its column "${name}" holds the numbers ${range} in another order: call that column "index" in the file to match its rows to the vectors by number.`,
    );
    expect(matched({ [name]: ['1', '2', '3'], kind: ['c', 'a', 'b'] }).notes).toBe('');
    expect(matched({ [name]: ['1', '7', '3'], kind: ['c', 'a', 'b'] }).notes).toBe('');
  });

  it.each([
    ['index', ['2', '0', '1']],
    ['Unnamed: 0', ['3', '1', '2']],
  ])('are matched by their numbers in another order: %s', (name, numbers) => {
    const { columns, notes } = matched({ [name]: numbers, kind: ['c', 'a', 'b'] });
    expect(columns).toMatchObject({ kind: ['a', 'b', 'c'] });
    expect(notes).toContain(`"${name}"`);
  });

  it.each<[string, Record<string, string[]>, Record<string, string[]>]>([
    ['in order', { index: ['0', '1', '2'], kind: ['c', 'a', 'b'] }, {}],
    ['of other numbers', { index: ['2', '0', '7'], kind: ['c', 'a', 'b'] }, {}],
    ['with a number twice', { index: ['2', '2', '0'], kind: ['c', 'a', 'b'] }, {}],
    ['that rank', { rank: ['2', '0', '1'], kind: ['c', 'a', 'b'] }, { e0: ['0', '1', '2'] }],
    ['whose ids come again', { id: ['b', 'a', 'a'], kind: ['c', 'a', 'b'] }, { id: ['a', 'a', 'b'] }],
  ])('stay one after the other: %s', (_, beside, own) => {
    expect(matched(beside, own)).toEqual({ columns: beside, notes: '' });
  });

  it('stay one after the other where both files have the same shuffled numbers', () => {
    const shuffled = ['2', '0', '1'];
    expect(matched({ index: shuffled, kind: ['c', 'a', 'b'] }, { index: shuffled })).toEqual({
      columns: { kind: ['c', 'a', 'b'] },
      notes: '',
    });
  });
});
