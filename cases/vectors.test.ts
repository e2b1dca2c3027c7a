import { copyFile, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCsv } from '../src/core/formats/csv';
import { readNpy } from '../src/core/formats/npy';
import { readVectors } from '../src/engine/datasets/vectors/read-vectors';
import { createEngine, type Engine } from '../src/engine/engine';
import { filesIn, makeSamples } from './samples';
import { outcomeOf, type Outcome } from './outcome';

let folder = '';
let engine: Engine;
/** The numbers of most samples, `[40, 8]`. */
let numbers: number[] = [];
const N = 40;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  engine = createEngine({ emit: () => undefined });
  folder = await makeSamples('vectors/make_vectors.py', [
    ...['numpy', 'pandas', 'pyarrow', 'PIL', 'sklearn', 'safetensors'],
  ]);
  numbers = [...readNpy(await readFile(at('14_f8_fortran.npy'))).data].map(Number);
});
afterAll(async () => {
  await engine.shutdown();
  await rm(folder, { recursive: true, force: true });
});

/** What a person expects of a file: its size, the first and the last column of its vectors, and the columns that are more. */
interface Expected extends Partial<Omit<Outcome, 'notes'>> {
  /** A sentence among the notes. */
  says?: RegExp;
  /** The vectors are `numbers`, each made into this. */
  as?: (value: number) => number;
}

const refused = (reason: RegExp): { refused: RegExp } => ({ refused: reason });
const plain: Expected = { size: '40 x 8', as: (value) => value };
const array: Expected = { ...plain, vectors: [] };
const f: Expected = { ...plain, vectors: ['f0', 'f7'] };
const unnamed: Expected = { ...plain, vectors: ['column_0', 'column_7'] };
const emb: Expected = { ...plain, vectors: ['emb'] };

const expectations: Record<string, Expected | { refused: RegExp }> = {
  '01_digits_frame.csv': { size: '200 x 64', vectors: ['pixel_0_0', 'pixel_7_7'], label: 'target' },
  '02_mnist_rowxcol.csv': { size: '40 x 784', vectors: ['1x1', '28x28'], label: 'label' },
  '03_list_beside_family.csv': { ...plain, vectors: ['embedding'], label: 'label' },
  '04_bbox_before_list.csv': { ...plain, vectors: ['embedding'], label: 'label' },
  '05_cellprofiler.csv': { size: '40 x 8', vectors: ['AreaShape_Area', 'Texture_Contrast_5'] },
  '06_identifiers.csv': f,
  '06_identifiers.parquet': f,
  '07_y_target.csv': { ...f, label: 'y' },
  '08_z_redshift.csv': { ...f, label: 'label' },
  '09_split_val.csv': { ...f, label: 'label', split: 'split' },
  '09b_split_capital.csv': { ...f, label: 'label', split: 'split' },
  '10/vectors.tsv': { ...unnamed, label: 'label' },
  '10b/vectors.tsv': { ...unnamed, label: 'label' },
  '10c/vectors.tsv': { ...unnamed, label: 'label' },
  '10d/vectors.tsv': { ...unnamed, label: 'word' },
  '10e/vectors.tsv': { ...unnamed, says: /metadata\.tsv has 35 rows for 40 vectors/ },
  '10f/vectors.tsv': { ...unnamed, label: 'label' },
  '10g/vectors.tsv': { ...unnamed, label: 'label' },
  '10h/vectors.tsv': { ...unnamed, says: /metadata\.tsv is not UTF-8 text: save it as UTF-8/ },
  '11/absolute.csv': { ...f, images: 'filename' },
  '11/windows.csv': { ...f, images: 'filename' },
  '11/dotslash.csv': { ...f, images: 'filename' },
  '11/image_caption.csv': { ...f, images: 'filepath' },
  '11/image_id_noext.csv': f,
  '12_latin1.csv': refused(/is not UTF-8 text: save it as UTF-8/),
  '12_trailing_comma.csv': f,
  '12_trailing_comma_rows.csv': f,
  '12_cr_only.csv': f,
  '12_hash_header.csv': unnamed,
  '12_savetxt_header.csv': f,
  '12_spaces.csv': { ...f, label: 'label' },
  '12_r_write_table.csv': f,
  '12_na.csv': { ...f, label: 'label' },
  '12_na_in_vector.csv': refused(/Vector 3 .*"NA" in the column "f2"/),
  '12_space_separated.csv': unnamed,
  '12_semicolon_thousands.csv': { ...f, as: (value) => value * 1000 },
  '12_pipe.csv': f,
  '12_percent_bool.csv': f,
  '12_pandas_index100.csv': f,
  '12_pandas_shuffled.csv': { size: '40 x 8', vectors: ['f0', 'f7'] },
  '12_pandas_id.csv': f,
  '12_pandas_cell_id.csv': f,
  '12_pandas_intcols.csv': { ...plain, vectors: ['0', '7'] },
  '12_pandas_3cols.csv': { size: '40 x 3', vectors: ['0', '2'] },
  '12_with_umap_cols.csv': f,
  // Two columns with a usual name are no family that beats eight others: all ten are taken, with a doubt.
  '12_features_with_pc.csv': { size: '40 x 10', vectors: ['length', 'PC2'] },
  '12_numeric_meta_as_dims.csv': { ...plain, vectors: ['length', 'temp'], label: 'diagnosis' },
  '12_iris.csv': { size: '150 x 4', vectors: ['sepal length (cm)', 'petal width (cm)'], label: 'target' },
  '12_breast.csv': { size: '569 x 30', vectors: ['mean radius', 'worst fractal dimension'], label: 'target' },
  '13_fixed_list_dict.parquet': { ...emb, label: 'label' },
  '13_pages.parquet': { size: '600 x 1536', vectors: ['emb'] },
  '13_hf_image_struct.parquet': { size: '40 x 8', vectors: ['emb'], images: 'image', label: 'label' },
  '13_pandas_types.parquet': f,
  '13_pandas_text_index.parquet': f,
  '13_bbox_longer_than_2d.parquet': { size: '40 x 2', vectors: ['emb2'], label: 'label' },
  '13_nested_2d.parquet': { ...emb, label: 'label' },
  '13_null_list.parquet': refused(/Row 5 of the column "emb" has no list/),
  '14_f8_fortran.npy': array,
  '14_be_f4.npy': array,
  '14_i8.npy': { ...array, as: (value) => Math.trunc(value * 100) + 0 },
  '14_bool.npy': { size: '40 x 8', vectors: [] },
  '14_tiny.npy': { ...array, as: (value) => value * 1e-30, says: /very small: they were multiplied/ },
  '14_offset.npy': { size: '40 x 8', vectors: [] },
  '14_one_row.npy': { size: '1 x 8', vectors: [] },
  '14_two.npy': { size: '2 x 8', vectors: [] },
  '14_three.npy': { size: '3 x 8', vectors: [] },
  '14_one_col.npy': { size: '40 x 1', vectors: [] },
  '14_dn.npy': { size: '8 x 40', vectors: [] },
  '14_zeros_cos.npy': { size: '43 x 8', vectors: [] },
  '14_dup.npy': { size: '60 x 8', vectors: [], says: /of 60 there are 2 different ones/ },
  '14_const.npy': { size: '40 x 8', vectors: [], says: /All 40 vectors are equal/ },
  '14_n_1_d.npy': { ...array, says: /shape \[40, 1, 8\] was read as \[40, 8\]/ },
  '14_n_d_1_1.npy': { ...array, says: /shape \[40, 8, 1, 1\] was read as \[40, 8\]/ },
  '14_1d.npy': refused(/shape \[40\], but vectors are \[n, dimensions\]/),
  '14_3d_images.npy': refused(/shape \[40, 28, 28\], but vectors are/),
  '14_complex.npy': refused(/values of type "<c16"/),
  '14_longdouble.npy': refused(/values of type "<f16"/),
  '14_struct.npy': refused(/does not describe one plain array/),
  '14_str.npy': refused(/values of type "<U1"/),
  '14_nan.npy': refused(/Vector 1 .* not a finite number in dimension 1/),
  '14_big.npy': refused(/not a finite number in float32 in dimension \d: .*larger than 3e38/),
  '14_f8_huge.npy': refused(/not a finite number in float32 in dimension \d: .*larger than 3e38/),
  '15_pair.npz': { ...array, label: 'labels' },
  '15_pair_c.npz': array,
  '16_w2v.vec': { ...array, label: 'word' },
  '16_jsonl.jsonl': { ...plain, vectors: ['embedding'] },
  '16_w2v_as.tsv': { ...plain, vectors: ['column_1', 'column_8'] },
  '17_labels_big.safetensors': { ...array, label: 'labels' },
  '17_3d.safetensors': { ...array, says: /shape \[40, 1, 8\] was read as \[40, 8\]/ },
  '17_two.safetensors': array,
};

it('no sample is forgotten', async () => {
  const beside = /^1\d\w?\/metadata\.tsv$|^11\/images\/|_truth\.npy$/;
  const vectors = (await filesIn(folder)).filter((file) => !beside.test(file));
  expect(Object.keys(expectations).sort()).toEqual(vectors);
});

it.each(Object.entries(expectations))('%s', async (file, expected) => {
  const outcome = await outcomeOf(at(file), at('map.csv'));
  if ('refused' in expected) {
    expect(outcome).toMatch(expected.refused);
    return;
  }
  if (typeof outcome === 'string') throw new Error(`It was refused: ${outcome}`);
  const { says = /^/, as, ...wanted } = expected;
  const { notes, ...taken } = outcome;
  expect(taken).toEqual({ label: null, split: null, images: null, ...wanted });
  expect(notes).toMatch(says);
  if (as === undefined) return;
  const { vectors } = await readVectors(at(file));
  expect(vectors).toEqual(Float32Array.from(numbers, as));
});

/** The rows that the window exports of a table that was opened, by column. */
async function exported(name: string): Promise<Record<string, string>[]> {
  await engine.call('space.import', { path: at(name) });
  await engine.call('export.csv', { path: at('out.csv') });
  const [header = [], ...rows] = parseCsv(await readFile(at('out.csv'), 'utf8'), ',');
  return rows.map((row) => Object.fromEntries(header.map((column, i) => [column, row[i]!])));
}

const column = (rows: readonly Record<string, string>[], name: string): string[] =>
  rows.map((row) => row[name]!);
const each = <T>(of: (row: number) => T): T[] => Array.from({ length: N }, (_, row) => of(row));

describe('what the file had comes back', () => {
  it.each(['06_identifiers.csv', '06_identifiers.parquet'])('identifiers of %s', async (name) => {
    const rows = await exported(name);
    expect(column(rows, 'patient_id')).toEqual(each((i) => String(1_234_567_890 + i)));
    expect(column(rows, 'plate')).toEqual(each((i) => String(i).padStart(4, '0')));
    expect(column(rows, 'stamp')).toEqual(each((i) => String(1_700_000_000_123 + i)));
    expect(column(rows, 'snowflake')).toEqual(each((i) => String(1_234_567_890_123_456_789n + BigInt(i))));
  });

  it('identifiers in Parquet too, and days and truth values as they read', async () => {
    await engine.call('space.import', { path: at('06_identifiers.csv') });
    await engine.call('export.embedding', { path: at('out.parquet'), format: 'parquet' });
    const { buffer, byteOffset, length } = await readFile(at('out.parquet'));
    const rows = await parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + length) });
    expect(rows[7]).toMatchObject({
      patient_id: 1_234_567_897n,
      plate: '0007',
      stamp: 1_700_000_000_130n,
      snowflake: 1_234_567_890_123_456_796n,
    });
    const typed = await exported('13_pandas_types.parquet');
    expect(column(typed, 'id64')).toEqual(each((i) => String(2n ** 60n + BigInt(i))));
    expect(column(typed, 'maybe')).toEqual(each((i) => (i % 2 === 0 ? '1' : '')));
    expect([typed[1]!['ok']!.toLowerCase(), typed[1]!['cat']]).toEqual(['false', 'y']);
    expect(typed[1]!['when']).toMatch(/^2020-01-02/);
  });

  it('splits as they were written, of which only training is trained on', async () => {
    const parts = (names: readonly string[]) => each((i) => names[i < 20 ? 0 : i < 30 ? 1 : 2]!);
    expect(column(await exported('09_split_val.csv'), 'split')).toEqual(parts(['train', 'val', 'test']));
    const { embedding } = await engine.call('space.import', { path: at('09b_split_capital.csv') });
    expect([...embedding.isTest]).toEqual(each((i) => (i < 20 ? 0 : 1)));
    expect(column(await exported('09b_split_capital.csv'), 'split')).toEqual(
      parts(['Train', 'Validation', 'Test']),
    );
  });

  it('labels, those that are empty, quotation marks and missing values among them', async () => {
    const words = ['"', 'the', ',', 'of', "''"];
    const names = async (name: string): Promise<string[]> => column(await exported(name), 'label_name');
    expect(await names('10/vectors.tsv')).toEqual(each((i) => words[i % 5]!));
    expect(await names('10b/vectors.tsv')).toEqual(each((i) => (i === 3 ? '' : words[i % 5]!)));
    expect(await names('10f/vectors.tsv')).toEqual(each((i) => `w${i}`));
    expect(await names('12_na.csv')).toEqual(each((i) => (i % 2 === 1 ? 'NA' : 'a')));
    expect(await names('07_y_target.csv')).toEqual(each((i) => String(i % 3)));
    expect(await names('17_labels_big.safetensors')).toEqual(each((i) => String(2 ** 40 + i)));
  });

  it('a redshift called z, an index of a shuffled frame with its own vectors, and every page of Parquet', async () => {
    const { embedding } = await engine.call('space.import', { path: at('08_z_redshift.csv') });
    expect(embedding.columns!.map(({ name }) => name)).toEqual(['z']);
    const { vectors, columns } = await readVectors(at('12_pandas_shuffled.csv'));
    const index = columns.find(({ name }) => name === 'index')!.texts.map(Number);
    expect([...index].sort((a, b) => a - b)).toEqual(each((i) => i));
    expect([...vectors]).toEqual(
      index.flatMap((row) => numbers.slice(8 * row, 8 * row + 8).map((value) => Math.fround(value))),
    );
    const pages = await readVectors(at('13_pages.parquet'));
    const truth = readNpy(await readFile(at('13_pages_truth.npy')));
    expect(pages.vectors).toEqual(Float32Array.from([...truth.data].map(Number)));
  });

  it('what is kept of vectors opens again as it was', async () => {
    const first = await engine.call('space.import', { path: at('06_identifiers.csv') });
    await engine.call('export.csv', { path: at('out.csv') });
    await copyFile(at('out.csv'), at('again.csv'));
    const again = await engine.call('space.import', { path: at('again.csv') });
    expect(again.embedding.mu).toEqual(first.embedding.mu);
    expect(again.embedding.columns).toEqual(first.embedding.columns);
  });
});
