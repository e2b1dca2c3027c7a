import { describe, expect, it } from 'vitest';
import { columnsOf } from '../formats/table-header';
import { readCsvTable } from '../formats/table-text';
import { rolesSentence } from './roles-sentence';
import { choiceOf, rolesOf } from './table-roles';
import { columnsFrom, N, named, rolesIn, wave, type Cells } from './testing/made-columns';

const numbered = (n: number, name: (i: number) => string): string[] =>
  Array.from({ length: n }, (_, i) => name(i));
const cross = (a: readonly string[], b: readonly string[], join: string): string[] =>
  a.flatMap((one) => b.map((other) => one + join + other));
const digits = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
const list = (length: number) => (row: number) => JSON.stringify(Array.from({ length }, (_, i) => row + i));

describe('which columns are the vectors', () => {
  const pixels = cross(digits(0, 7), digits(0, 7), '_').map((name) => `pixel_${name}`);
  const squares = cross(digits(1, 28), digits(1, 28), 'x');
  const landmarks = numbered(5, String).flatMap((i) => [`x${i}`, `y${i}`, `z${i}`]);
  const cytometry = ['FSC-A', 'SSC-A', 'CD3', 'CD4', 'CD8', 'CD19', 'CD45RA', 'HLA-DR'];
  it.each<[string, Cells, string[]]>([
    ['digits by row and column', { ...named(...pixels), target: (row) => row % 10 }, pixels],
    ['MNIST by row and column', { label: (row) => row % 10, ...named(...squares) }, squares],
    [
      'spectra named by wavelength',
      { sample: (row) => `s${row}`, ...named('400.5', '398', '402.25') },
      ['398', '400.5', '402.25'],
    ],
    ['offsets with a sign', named('1.5', '-2', '-0.5', '0'), ['-2', '-0.5', '0', '1.5']],
    ['cytometry', named(...cytometry), cytometry],
    ['landmarks', named(...[...landmarks].reverse(), 'label'), landmarks],
    [
      'landmarks with their visibility',
      named('class', 'x1', 'y1', 'z1', 'v1', 'x2', 'y2', 'z2', 'v2'),
      ['x1', 'y1', 'z1', 'v1', 'x2', 'y2', 'z2', 'v2'],
    ],
    [
      'lists longer than the vectors that are tokens',
      { input_ids: list(9), attention_mask: list(9), embedding: list(4) },
      ['embedding'],
    ],
    [
      'genes beside what was counted of their cells',
      named('Gapdh', 'MT-ND1', 'n_counts', 'total_counts', 'pct_counts_mt', 'nFeature_RNA'),
      ['Gapdh', 'MT-ND1'],
    ],
    [
      'what a model said beside measurements',
      named('height', 'weight', 'true_label', 'pred_label', 'confidence', 'y_pred'),
      ['height', 'weight'],
    ],
    [
      'landmarks with the axis after the number',
      named('lm_1_x', 'lm_1_y', 'lm_0_x', 'lm_0_y'),
      ['lm_0_x', 'lm_0_y', 'lm_1_x', 'lm_1_y'],
    ],
    [
      'mu beside much else',
      { ...named('mu_1', 'mu_0', 'v_0', 'v_1', 'v_2'), embedding: list(9) },
      ['mu_0', 'mu_1'],
    ],
    ['lists beside scores', { embedding: list(8), score_1: wave, score_2: wave }, ['embedding']],
    [
      'pixels in a cell without brackets',
      { emotion: (row) => row % 7, pixels: (row) => digits(row, row + 15).join(' ') },
      ['pixels'],
    ],
    ['telephone numbers beside numbers', { phone: () => '+49 30 123 456', ...named('a', 'b') }, ['a', 'b']],
    ['boxes before lists', { bbox: list(4), embedding: list(8) }, ['embedding']],
    ['boxes longer than the lists', { bbox: list(4), emb: list(2) }, ['emb']],
    [
      'boxes beside a family',
      { bbox: list(4), ...named(...numbered(6, (i) => `f${i}`)) },
      numbered(6, (i) => `f${i}`),
    ],
    ['the longest lists', { short: list(3), long: list(5) }, ['long']],
    [
      'features beside a small family',
      named('Area', 'Perimeter', 'Solidity', 'Texture_3', 'Texture_5'),
      ['Area', 'Perimeter', 'Solidity', 'Texture_3', 'Texture_5'],
    ],
    [
      'a family beside a redshift',
      { ...named(...numbered(8, (i) => `f${i}`)), z: wave, label: (row) => 'gs'[row % 2]! },
      numbered(8, (i) => `f${i}`),
    ],
    [
      'an usual family beside features',
      named('age', 'dose', 'mass', ...numbered(4, (i) => `emb_${i}`)),
      numbered(4, (i) => `emb_${i}`),
    ],
    [
      'features beside two components',
      named('age', 'dose', 'mass', 'ph', 'pc1', 'pc2'),
      ['age', 'dose', 'mass', 'ph', 'pc1', 'pc2'],
    ],
    [
      'identifiers',
      {
        ...named('a', 'b'),
        patient_id: (row) => 1234567890 + row,
        plate: (row) => `000${row % 10}`,
        stamp: (row) => 1700000000123 + row,
        ObjectNumber: (row) => row % 7,
      },
      ['a', 'b'],
    ],
    [
      'rows that are counted, shuffled too',
      { ...named('a', 'b'), patients: (row) => 5000 + ((row * 5) % N) },
      ['a', 'b'],
    ],
    ['map coordinates of another program', { ...named('a', 'b', 'umap_1', 'umap_2') }, ['a', 'b']],
    ['genes called as own columns', named('KL', 'SET', 'TP53'), ['KL', 'SET', 'TP53']],
    [
      'measurements beside what other programs say of cells',
      named(
        ...['a', 'b', 'Metadata_Dose', 'metadata_site', 'RNA_snn_res.0.5', 'seurat_clusters'],
        ...['leiden_0.5', 'FlowSOM_metacluster', 'Event #'],
      ),
      ['a', 'b'],
    ],
    [
      'masses with and without fractions',
      named('age', 'mz_100.1', 'mz_100', 'mz_99.5', 'mz_101'),
      ['mz_99.5', 'mz_100', 'mz_100.1', 'mz_101'],
    ],
    ['places alone', named('x', 'y'), ['x', 'y']],
  ])('are those of %s', (_, cells, vectors) => {
    expect(rolesIn(cells).vectors.columns).toEqual(vectors);
  });

  it.each<[string, Cells, RegExp]>([
    [
      'an empty list',
      { emb: (row) => (row === 0 ? '[]' : '[1, 2, 3]'), count: wave },
      /row 0 of the column "emb" has 0 numbers where the others have 3/,
    ],
    [
      'a cell that is no list',
      { emb: (row) => (row === 3 ? 'none' : '[1, 2]') },
      /Row 3 of the column "emb" has no list/,
    ],
    [
      'a text in mu',
      { mu_0: wave, mu_1: (row) => (row === 2 ? 'many' : 1) },
      /Row 2 of the column "mu_1" holds "many"/,
    ],
    [
      'a text in a family',
      { f0: wave, f1: wave, f2: (row) => (row === 2 ? 'x' : 1) },
      /Row 2 of the column "f2" holds "x"/,
    ],
  ])('are an error with its row for %s', async (_, cells, sentence) => {
    const { takeVectors } = await import('./take-vectors');
    const table = { columns: columnsFrom(cells), metadata: [], arrays: [], notes: [] };
    expect(() => takeVectors(table, rolesOf(table))).toThrow(sentence);
  });

  it('are plain where nothing speaks for others, and say what does', () => {
    expect(rolesIn({ ...named(...pixels), target: (row) => row % 10 }).doubts).toEqual([]);
    expect(rolesIn(named('age', 'dose', 'emb_0', 'emb_1', 'emb_2')).doubts).toEqual([
      '"age", "dose" hold numbers too, and could belong to the vectors.',
    ]);
    expect(rolesIn({ a: list(4), b: list(3) }).doubts).toEqual(['There are other lists: b (3 numbers).']);
    expect(rolesIn({ width: wave, height: wave, depth: (row) => (row === 5 ? 'n/k' : 2) }).doubts).toEqual([
      'The column "depth" is left out: row 5 holds "n/k", which is no number.',
    ]);
  });
});

describe('what the other columns are', () => {
  const f = named('f0', 'f1', 'f2', 'f3');
  it('takes a lone y of few values for the label, and a column else', () => {
    const few = (row: number): number => row % 3;
    expect(rolesIn({ ...f, y: few }).label?.column).toBe('y');
    expect(rolesIn({ ...f, y: few, label: few })).toMatchObject({
      label: { column: 'label' },
      colours: ['y'],
    });
    expect(rolesIn({ ...f, z: wave })).toMatchObject({ label: null, places: null, colours: ['z'] });
    expect(rolesIn({ ...f, x: few, y: few })).toMatchObject({ label: null, places: { columns: ['x', 'y'] } });
    // Of a regression nobody wants a class for each value; it is coloured by.
    const many = { ...f, target: (row: number) => row + 0.5 };
    expect(rolesIn(many)).toMatchObject({ label: null, colours: ['target'], colour: 'target' });
  });

  it('takes a column for the images by what is in it', () => {
    const cells: Cells = { ...f, image: (row) => `picture number ${row}`, filepath: (row) => `i/${row}.png` };
    expect(rolesIn(cells).path?.column).toBe('filepath');
    expect(rolesIn({ ...f, image: (row) => `scan ${row}` }).path).toBeNull();
    expect(rolesIn({ ...f, image: (row) => `scan${row}` }, {}, ['image']).path?.column).toBe('image');
    expect(rolesIn({ ...f, site: (row) => `https://a.example/${row}.png` }).path).toBeNull();
  });

  it('takes a split in any case', () => {
    expect(rolesIn({ ...f, Split: (row) => (row % 2 === 0 ? 'Train' : 'val') }).split?.column).toBe('Split');
  });
});

describe('a choice', () => {
  const cells: Cells = {
    ...named('a', 'b', 'c_0', 'c_1'),
    kind: (row) => 'xy'[row % 2]!,
    when: (row) => row,
  };
  it('says what the columns are, by names and patterns', () => {
    const roles = rolesIn(cells, {
      vectors: ['b', 'c_*'],
      label: 'kind',
      places: ['a', 'when'],
      colour: 'when',
    });
    expect(roles).toMatchObject({
      vectors: { columns: ['b', 'c_0', 'c_1'], d: 3 },
      label: { column: 'kind' },
      places: { columns: ['a', 'when'] },
      colours: [],
      colour: 'when',
    });
    expect(rolesIn(cells, choiceOf(roles))).toMatchObject({
      ...choiceOf(roles),
      vectors: { d: 3 },
      label: { column: 'kind' },
      places: { columns: ['a', 'when'] },
    });
    // A chosen label is no dimension.
    expect(rolesIn(cells, { label: 'a' }).vectors.columns).toEqual(['b', 'c_0', 'c_1']);
    expect(rolesIn({ ...cells, label: (row) => row }, { label: null }).label).toBeNull();
  });

  it('that cannot be is refused in a sentence', () => {
    expect(() => rolesIn(cells, { vectors: ['d*'] })).toThrow(
      'There is no column "d*": it has a, b, c_0, c_1, kind, when.',
    );
    expect(() => rolesIn(cells, { label: 'none' })).toThrow('There is no column "none"');
    expect(() => rolesIn(cells, { vectors: ['a'], label: 'a' })).toThrow(
      '"a" cannot be a part of the vectors and',
    );
    expect(() => rolesIn(cells, { places: ['a', 'kind'] })).toThrow(
      'The column "kind" is no place: row 0 holds "x".',
    );
    expect(() => rolesIn({ l: list(3), a: wave }, { vectors: ['l', 'a'] })).toThrow(
      'holds lists, which are vectors alone',
    );
  });
});

describe('rolesSentence', () => {
  it('says what was taken', () => {
    const columns = columnsOf(
      readCsvTable('v_0,v_1,v_2,v_3,v_4,label,age\n1,2,3,4,5,a,30\n2,3,4,5,6,b,31\n'),
    );
    const sentence = rolesSentence(rolesOf({ columns, metadata: [], arrays: [], notes: [] }));
    expect(sentence).toBe('Vectors: 5 columns, v_0 to v_4; label: label; colours: age.');
  });
});
