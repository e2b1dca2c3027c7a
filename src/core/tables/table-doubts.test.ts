import { describe, expect, it } from 'vitest';
import type { ForeignColumn } from '../formats/foreign-table';
import { columnsOf } from '../formats/table-header';
import { readCsvTable } from '../formats/table-text';
import { rolesOf } from './table-roles';
import { takeVectors } from './take-vectors';
import { columnsFrom, N, named, rolesIn, wave, type Cells } from './testing/made-columns';

describe('what may be the label', () => {
  const measured = named('acidity', 'sugar', 'alcohol');
  const grade = (row: number): number => 3 + (row % 4);
  it('is said where no name tells it: few whole numbers at an end, beside many', () => {
    expect(rolesIn({ ...measured, quality: grade }).doubts).toEqual([
      '"quality" has 4 different whole numbers, and may be the label.',
    ]);
    expect(rolesIn({ ...measured, quality: grade, class: grade }).doubts).toEqual([]);
    expect(
      rolesIn({ bits: (row) => row % 2, more: (row) => row % 3, yes: (row) => (row + 1) % 2 }).doubts,
    ).toEqual([]);
  });

  it.each([
    ['feat_0', 'feat_1', 'feat_2', 'feat_3'],
    ['V1', 'V2', 'V3', 'V4'],
    ['0', '1', '2', '3'],
  ])('is said inside a numbered family too: %s', (a, b, c, d) => {
    const doubtsOf = (cells: Cells) => rolesIn(cells).doubts.filter((doubt) => doubt.includes('label'));
    const said = (name: string): string[] => [
      `"${name}" has 4 different whole numbers, and may be the label.`,
    ];
    expect(doubtsOf({ [a]: wave, [b]: wave, [c]: wave, [d]: grade })).toEqual(said(d));
    expect(doubtsOf({ [a]: grade, [b]: wave, [c]: wave, [d]: wave })).toEqual(said(a));
    expect(doubtsOf({ [a]: wave, [b]: grade, [c]: grade, [d]: grade })).toEqual([]);
    // The border of an image is nearly empty.
    expect(doubtsOf({ [a]: wave, [b]: wave, [c]: wave, [d]: () => 0 })).toEqual([]);
  });

  it('is said of a table without a header, in which a lone column of texts is the label', () => {
    const rows = Array.from({ length: 12 }, (_, i) => [i % 3, 10 * i, 7 * i + 1, 5 * i + 2]);
    const headless = (texts: (i: number) => string) =>
      columnsOf(readCsvTable(rows.map((row, i) => [...row, texts(i)].join()).join('\n')));
    const roles = (columns: ForeignColumn[]) => rolesOf({ columns, metadata: [], arrays: [], notes: [] });
    const flowers = roles(headless((i) => ['setosa', 'virginica'][i % 2]!));
    expect(flowers.label?.column).toBe('text_4');
    expect(flowers.doubts).toEqual(['"column_0" has 3 different whole numbers, and may be the label.']);
    expect(roles(headless((i) => `word${i}`)).label).toBeNull();
  });

  it('is the y of an array’s own part', () => {
    const array = { name: 'X_train', n: N, d: 2, data: new Float32Array(2 * N) };
    const metadata = columnsFrom({ y_train: grade, weights: wave });
    const roles = rolesOf({ columns: [], metadata, arrays: [array], notes: [] });
    expect(roles.label?.column).toBe('y_train');
  });
});

describe('a table whose numbers all have marks', () => {
  it('is refused by the names of these columns, and not by that of the rows', () => {
    const share = (row: number): string => `${row}.4%`;
    expect(() => rolesIn({ id: (row) => `s${row}`, a: share, b: share })).toThrow(
      /: "a", "b" hold numbers such as "0.4%", which are read only without marks and units\.$/,
    );
  });
});

describe('last rows that sum up the others', () => {
  const doubtsOf = (...names: string[]) =>
    rolesIn({
      sample: (row) => names[row - N + names.length] ?? `s${row}`,
      height: wave,
      width: wave,
    }).doubts;
  it.each([
    'SD',
    'Std',
    'Std. Dev.',
    'Max',
    'Minimum',
    'Median',
    'n',
    'CV%',
    '% CV',
    'CV (%)',
    'SEM',
    'Mean ± SD',
  ])('are said: %s', (name) => {
    expect(doubtsOf(name)).toEqual([
      `The last row is called "${name}": take it out of the file if it sums up the others.`,
    ]);
  });

  it('are all named where there are several, and none where rows above are called so too', () => {
    expect(doubtsOf('Mean', 'SD', 'n')).toEqual([
      'The last 3 rows are called "Mean", "SD", "n": take them out of the file if they sum up the others.',
    ]);
    for (const names of [['Mean', 's', 'Mean'], ['n', 'n'], ['minor'], ['cvs'], ['standard']])
      expect(doubtsOf(...names)).toEqual([]);
  });
});

describe('a column of missing values alone', () => {
  it('is none of the vectors, and nothing fails over it', () => {
    const { vectors, doubts, colours } = rolesIn({ ...named('height', 'weight'), age: () => 'NA' });
    expect([vectors.columns, doubts, colours]).toEqual([['height', 'weight'], [], ['age']]);
  });
});

describe('one column that is left', () => {
  it('is said, and so are bytes that may be the vectors', () => {
    const points = rolesIn({ x: wave, y: wave, z: wave, intensity: wave });
    expect(points.doubts).toEqual(['"intensity" alone is left for the vectors.']);
    const [packed] = columnsFrom({ embedding: () => '\uFFFD' });
    const table = (more: Cells) => ({
      columns: [{ ...packed!, bytes: 64 }, ...columnsFrom(more)],
      metadata: [],
      arrays: [],
      notes: [],
    });
    expect(() => rolesOf(table({}))).toThrow(/^The column "embedding" holds bytes \(64 in a cell\)/);
    expect(rolesOf(table(named('price', 'rating', 'stars'))).doubts).toEqual([
      expect.stringContaining('"embedding" holds bytes') as string,
    ]);
  });
});

describe('large whole numbers', () => {
  const count = (row: number): number => 33554433 + 2 * Math.floor(4e7 * Math.abs(Math.sin(row * row + 1)));
  it('of many sizes in no order are measured, and said to be rounded', () => {
    const lfq = ['LFQ intensity A1', 'LFQ intensity A2', 'LFQ intensity B1', 'LFQ intensity B2'];
    const cells = Object.fromEntries(lfq.map((name, i) => [name, (row: number) => count(row + i)]));
    expect(rolesIn({ id: (row) => row, ...cells }).vectors.columns).toEqual(lfq);
    const counted = rolesIn({ reads_A: count, ...named('gc', 'dup_rate') });
    expect(counted.vectors.columns).toEqual(['reads_A', 'gc', 'dup_rate']);
    expect(counted.doubts.join(' ')).toMatch(/^"reads_A" holds whole numbers that float32 rounds/);
    expect(rolesIn({ a: wave, b: wave, c: (row) => 1700000000123 + 7 * row }).vectors.columns).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('a numbered family that is half of the columns', () => {
  it('may be the vectors alone', () => {
    const scvi = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`scVI_${i}`, wave]));
    expect(rolesIn({ ...scvi, ...named('S_score', 'doublet_score', 'dpt_pseudotime') }).doubts).toEqual([
      'scVI_0 to scVI_4 are numbered, and may be the vectors without the other columns.',
    ]);
  });
});

describe('families', () => {
  it('with a member that is no numbers are said to lack it', () => {
    const { vectors, doubts } = rolesIn({ ...named('f0', 'f2', 'f3', 'f4'), f1: (row) => `<${row}` });
    expect(vectors.columns).toEqual(['f0', 'f2', 'f3', 'f4']);
    expect(doubts).toEqual(['The column "f1" is left out: row 0 holds "<0", which is no number.']);
  });

  it('of variances are no part of the vectors, and several others are taken together with a word', () => {
    const numbers = [0, 1, 2, 3];
    const family = (name: string): Cells => named(...numbers.map((i) => `${name}_${i}`));
    expect(rolesIn({ ...family('z_mean'), ...family('z_logvar') }).vectors.columns).toHaveLength(4);
    const { vectors, doubts } = rolesIn({ ...family('left'), ...family('right') });
    expect([vectors.columns.length, doubts]).toEqual([
      8,
      ['There are 2 families of columns, all of which are taken: left_0 to left_3; right_0 to right_3.'],
    ]);
  });

  it('that are none are a sentence with the first cell that is no number', () => {
    expect(() => rolesIn({ a: (row) => `1,${row}`, b: () => 'x' })).toThrow(
      /no columns of vectors, .*: row 0 of the column "a", for one, holds "1,0", which is no number\.$/,
    );
  });
});

describe('true and false', () => {
  const truth = (row: number): string => (row % 3 === 0 ? 'True' : 'False');
  const bits = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`fp_${i}`, truth]));
  const taken = (cells: Cells) => {
    const table = { columns: columnsFrom(cells), metadata: [], arrays: [], notes: [] };
    return takeVectors(table, rolesOf(table));
  };

  it('are 1 and 0 where a family holds them, whatever stands beside it', () => {
    const { d, vectors, columns } = taken({ smiles: (row) => `C${row}`, ...bits, weight: wave });
    expect([d, ...vectors.slice(0, 7)]).toEqual([6, 1, 1, 1, 1, 1, 1, 0]);
    expect(columns.map(({ name }) => name)).toEqual(['smiles', 'weight']);
  });

  it('are so where nothing else is a number, and stay what they are beside numbers', () => {
    expect(taken({ has_tail: truth, has_wings: truth, name: (row) => `n${row}` }).d).toBe(2);
    const { d, columns } = taken({ ...named('height', 'weight'), alive: truth });
    expect([d, columns[0]!.texts[0]]).toEqual([2, 'True']);
    expect(() => rolesIn({ name: (row) => `n${row}`, alive: truth })).toThrow(/no columns of vectors/);
  });
});

describe('columns that only describe', () => {
  it('are taken where no others are numbers, and that asks', () => {
    const { vectors, doubts } = rolesIn({
      class_0_prob: wave,
      class_1_prob: wave,
      file: (row) => `${row}.txt`,
    });
    expect(vectors.columns).toEqual(['class_0_prob', 'class_1_prob']);
    expect(doubts[0]).toMatch(/"class_0_prob", "class_1_prob" are called as columns that describe/);
  });
});
