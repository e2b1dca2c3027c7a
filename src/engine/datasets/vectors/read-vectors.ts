import path from 'node:path';
import { UserError } from '../../../contract/errors';
import {
  lazyColumn,
  type ForeignArray,
  type ForeignColumn,
  type ForeignTable,
} from '../../../core/formats/foreign-table';
import { FormatError } from '../../../core/formats/format-error';
import { readNpyTensor } from '../../../core/formats/npy';
import { readSafetensors } from '../../../core/formats/safetensors';
import { columnsOf, withNamesOfTheirOwn } from '../../../core/formats/table-header';
import { readCsvTable, readTsvTable } from '../../../core/formats/table-text';
import { checkKindOfText, checkTitles } from '../../../core/formats/other-programs-text';
import { textTableKind } from '../../../core/formats/text-table-kind';
import type { Tensor } from '../../../core/formats/tensor';
import { decodeText } from '../../../core/formats/utf8';
import type { RoleChoice } from '../../../core/tables/table-roles';
import type { ForeignVectors } from '../../../core/tables/take-vectors';
import { readParsed } from '../../runs/read-bytes';
import { readJsonLines } from '../../../core/formats/json-lines';
import { readWordVectors } from '../../../core/formats/word-vectors';
import { arraysIn } from './arrays-in';
import { withImages } from './image-cell';
import { withLabels, withMetadata } from './metadata-beside';
import { columnOfCells, readParquet } from './read-parquet';
import { vectorsIn } from './vectors-in';

/** Endings of files that may hold vectors. */
export const VECTOR_ENDINGS = [
  ...['.npy', '.npz', '.csv', '.tsv', '.parquet', '.safetensors'],
  ...['.jsonl', '.ndjson', '.vec', '.txt'],
] as const;

/**
 * Reads vectors from elsewhere, and says what each column was taken for: as `choice` has it, else by the rules of
 * docs/formats.md. `labels` are files with a row for each of them. Throws UserError as `readTable` does, and when the table holds no such vectors.
 */
export async function readVectors(
  file: string,
  choice: RoleChoice = {},
  labels: readonly string[] = [],
): Promise<ForeignVectors> {
  return vectorsIn(file, await readTable(file, labels), choice);
}

/**
 * Reads a table or arrays from elsewhere, with the columns of the files of `labels`. Without such, what an array or a TSV
 * without a header cannot say is looked for beside it (`withMetadata`). Throws UserError when a file is not there or is of no
 * such format, or labels are not of as many vectors.
 */
export async function readTable(file: string, labels: readonly string[] = []): Promise<ForeignTable> {
  const table = await readAlone(file);
  return labels.length === 0 ? withMetadata(file, table) : withLabels(table, labels);
}

async function readAlone(file: string): Promise<ForeignTable> {
  switch (path.extname(file).toLowerCase()) {
    case '.npy':
      return readParsed(file, (bytes) => fromArray(readNpyTensor(bytes)));
    case '.safetensors':
      return readParsed(file, (bytes) => fromTensors(readSafetensors(bytes).tensors));
    case '.npz':
      return readParsed(file, (bytes) => {
        const { tensors, texts, notes } = arraysIn(bytes);
        const table = fromTensors(tensors);
        const metadata = withNamesOfTheirOwn([...table.metadata, ...texts]);
        return { ...table, metadata, notes: [...table.notes, ...notes] };
      });
    case '.csv':
      return readParsed(file, fromCsv);
    case '.tsv':
      return readParsed(file, fromTsv);
    case '.jsonl':
    case '.ndjson':
      return readParsed(file, (bytes) =>
        fromColumns(withNamesOfTheirOwn(readJsonLines(bytes).map(columnOfCells))),
      );
    case '.vec':
      return readParsed(file, readWordVectors);
    case '.txt':
    case '.arff':
    case '.libsvm':
    case '.svm':
    case '.svmlight':
      return readParsed(file, fromText);
    case '.parquet':
      return fromColumns(await readParquet(file));
    default:
      throw new UserError(`${file} must end in ${VECTOR_ENDINGS.join(', ')} to be read as vectors.`);
  }
}

function fromCsv(bytes: Uint8Array): ForeignTable {
  const notes: string[] = [];
  const text = decodeText(bytes, 'This CSV');
  checkKindOfText(text);
  const rows = belowTitles(text, () => readCsvTable(text, { notes }));
  return fromColumns(columnsOf(rows, notes), notes);
}

/** What `read` makes of a table; titles above its header are what is wrong where it cannot be read. */
function belowTitles<T>(text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) checkTitles(text);
    throw error;
  }
}

function fromTsv(bytes: Uint8Array): ForeignTable {
  const notes: string[] = [];
  const text = decodeText(bytes, 'This TSV');
  checkKindOfText(text);
  const rows = belowTitles(text, () => readTsvTable(text, notes));
  return fromColumns(columnsOf(rows, notes), notes);
}

function fromText(bytes: Uint8Array): ForeignTable {
  const kind = textTableKind(bytes);
  if (kind === null) return fromWords(bytes);
  return kind === 'tabs' ? fromTsv(bytes) : fromCsv(bytes);
}

function fromWords(bytes: Uint8Array): ForeignTable {
  try {
    return readWordVectors(bytes);
  } catch (error) {
    if (error instanceof FormatError) checkKindOfText(decodeText(bytes, 'This file'));
    throw error;
  }
}

function fromColumns(columns: ForeignColumn[], notes: readonly string[] = []): ForeignTable {
  return { columns: columns.map(withImages), metadata: [], arrays: [], notes };
}

function fromArray(tensor: Tensor): ForeignTable {
  const array = matrixOf('array', tensor);
  return { columns: [], metadata: [], arrays: [array], notes: noteOf(tensor, array) };
}

/** An array of vectors, axes of one left out. Throws FormatError when it is none. */
function matrixOf(name: string, { shape, data }: Tensor): ForeignArray {
  if (shape[0] === 0)
    throw new FormatError(`It holds no vectors: its array has the shape [${shape.join(', ')}].`);
  const [n, d, ...more] = squeezed(shape);
  if (n === undefined || d === undefined || more.length > 0 || d === 0) {
    throw new FormatError(
      `It holds an array of shape [${shape.join(', ')}], but vectors are [n, dimensions]: save them as such.`,
    );
  }
  return { name, n, d, data };
}

/** A shape of more than two axes without those of one, for as long as two are left. */
function squeezed(shape: readonly number[]): readonly number[] {
  const [n, ...rest] = shape;
  if (rest.length < 2 || n === undefined) return shape;
  const sides = rest.filter((side) => side !== 1);
  return [n, ...(sides.length === 0 ? [1] : sides)];
}

function noteOf({ shape }: Tensor, { n, d }: ForeignArray): string[] {
  return shape.length > 2 ? [`Its array of shape [${shape.join(', ')}] was read as [${n}, ${d}].`] : [];
}

/** Arrays of two dimensions, the largest first and distances last; those with a number for each vector are columns. */
function fromTensors(tensors: ReadonlyMap<string, Tensor>): ForeignTable {
  if (tensors.has('z_mean.weight')) {
    throw new FormatError('It holds the weights of a network, and no vectors: open it as a model.');
  }
  const wide = [...tensors].filter(([, { shape }]) => shape.length > 1 && squeezed(shape).length === 2);
  const likely = wide.filter(([, { shape }]) => squeezed(shape)[1]! > 1);
  // A number for each row, as of labels of shape [n, 1], is a column beside vectors.
  const matrices = (likely.length > 0 ? likely : wide).toSorted(
    ([nameA, a], [nameB, b]) =>
      Number(isOfPairs(nameA, a)) - Number(isOfPairs(nameB, b)) || b.data.length - a.data.length,
  );
  const [largest] = matrices;
  if (largest === undefined) throw new FormatError('It holds no array of two dimensions, which vectors are.');
  const first = matrixOf(...largest);
  const places = matrices.filter(
    ([name, { shape }]) => name !== largest[0] && isPlaces(name, squeezed(shape)),
  );
  const others = matrices.slice(1).filter((each) => !places.includes(each) && each[1].shape[0] !== 0);
  const metadata = [
    ...[...tensors]
      .filter(
        ([name, { shape }]) =>
          shape.length > 0 &&
          shape.slice(1).every((side) => side === 1) &&
          !matrices.some(([each]) => each === name),
      )
      .map(([name, tensor]) => columnOf(name, tensor)),
    ...places.flatMap(([, tensor]) => axesOf(tensor)),
  ];
  return {
    columns: [],
    metadata: withNamesOfTheirOwn(metadata),
    arrays: [first, ...others.map((each) => matrixOf(...each))],
    notes: noteOf(largest[1], first),
  };
}

/** Whether an array has a number for each pair of rows, as distances between them. */
function isOfPairs(name: string, { shape }: Tensor): boolean {
  const [n, d] = squeezed(shape);
  return n === d && /dist|affin|simil|kernel|gram|adjac|connect|corr/i.test(name);
}

/** What a tensor of places in a map is usually called. */
const PLACES = /map|umap|tsne|t-sne|pca|pos|coord|place|layout|xyz?$/i;

function isPlaces(name: string, [, axes = 0]: readonly number[]): boolean {
  return PLACES.test(name) && (axes === 2 || axes === 3);
}

function axesOf({ shape, data }: Tensor): ForeignColumn[] {
  const axes = squeezed(shape)[1] ?? 0;
  return ['x', 'y', 'z']
    .slice(0, axes)
    .map((axis, at) => columnOf(axis, { shape: [shape[0]!], data: data.filter((_, i) => i % axes === at) }));
}

/** A column of numbers, its texts those of the file's own type. */
function columnOf(name: string, { data, exact }: Tensor): ForeignColumn {
  const values: ArrayLike<number | bigint> = exact ?? data;
  const numbers = Float64Array.from(values, Number);
  return lazyColumn({ name, n: numbers.length, numbers }, () => Array.from(values, String));
}
