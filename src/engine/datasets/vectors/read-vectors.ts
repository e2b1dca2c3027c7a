import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../contract/errors';
import {
  foreignColumn,
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
import type { Tensor } from '../../../core/formats/tensor';
import { decodeText } from '../../../core/formats/utf8';
import type { RoleChoice } from '../../../core/tables/table-roles';
import type { ForeignVectors } from '../../../core/tables/take-vectors';
import { codeOf, readError } from '../../runs/file-errors';
import { readParsed } from '../../runs/read-bytes';
import { withImages } from './image-cell';
import { readParquet } from './read-parquet';
import { vectorsIn } from './vectors-in';

/** Endings of files that may hold vectors. */
export const VECTOR_ENDINGS = ['.npy', '.csv', '.tsv', '.parquet', '.safetensors'] as const;

/**
 * Reads vectors from elsewhere, and says what each column was taken for: as `choice` has it, else by the rules of
 * docs/formats.md. Throws UserError as `readTable` does, and when the table holds no such vectors.
 */
export async function readVectors(file: string, choice: RoleChoice = {}): Promise<ForeignVectors> {
  return vectorsIn(file, await readTable(file), choice);
}

/**
 * Reads a table or arrays from elsewhere. What an array or a TSV without a header cannot say is looked for in
 * `NAME.metadata.tsv` or `metadata.tsv` beside it, as the Embedding Projector has it. Throws UserError when the file is
 * not there or is of no such format.
 */
export async function readTable(file: string): Promise<ForeignTable> {
  switch (path.extname(file).toLowerCase()) {
    case '.npy':
      return withMetadata(file, await readParsed(file, (bytes) => fromArray(readNpyTensor(bytes))));
    case '.safetensors':
      return withMetadata(
        file,
        await readParsed(file, (bytes) => fromTensors(readSafetensors(bytes).tensors)),
      );
    case '.csv':
      return readParsed(file, (bytes) => fromColumns(columnsOf(readCsvTable(decodeText(bytes, 'This CSV')))));
    case '.tsv':
      return withMetadata(
        file,
        await readParsed(file, (bytes) =>
          fromColumns(columnsOf(readTsvTable(decodeText(bytes, 'This TSV')))),
        ),
      );
    case '.parquet':
      return fromColumns(await readParquet(file));
    default:
      throw new UserError(`${file} must end in ${VECTOR_ENDINGS.join(', ')} to be read as vectors.`);
  }
}

function fromColumns(columns: ForeignColumn[]): ForeignTable {
  return { columns: columns.map(withImages), metadata: [], arrays: [], notes: [] };
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

/** Arrays of two dimensions, the largest first; those with a number for each vector are columns. */
function fromTensors(tensors: ReadonlyMap<string, Tensor>): ForeignTable {
  if (tensors.has('z_mean.weight')) {
    throw new FormatError('It holds the weights of a network, and no vectors: open it as a model.');
  }
  const matrices = [...tensors]
    .filter(([, { shape }]) => shape.length > 1 && squeezed(shape).length === 2)
    .toSorted(([, a], [, b]) => b.data.length - a.data.length);
  const [largest] = matrices;
  if (largest === undefined) throw new FormatError('It holds no array of two dimensions, which vectors are.');
  const first = matrixOf(...largest);
  const places = matrices.filter(
    ([name, { shape }]) => name !== largest[0] && isPlaces(name, squeezed(shape)),
  );
  const others = matrices.slice(1).filter((each) => !places.includes(each) && each[1].shape[0] !== 0);
  const metadata = [
    ...[...tensors]
      .filter(([, { shape }]) => shape.length === 1)
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

/** Vectors with the columns of the metadata beside their file, where there are some and they are of as many points. */
async function withMetadata(file: string, table: ForeignTable): Promise<ForeignTable> {
  const dir = path.dirname(file);
  const n = table.arrays[0]?.n ?? table.columns[0]?.n ?? 0;
  for (const candidate of metadataPlaces(file)) {
    const text = await readFile(path.join(dir, candidate), 'utf8').catch((error: unknown) => {
      if (codeOf(error) === '') throw error;
      // Whatever keeps it from being read, the vectors are there.
      return null;
    });
    const found = text === null ? null : metadataColumns(tableIn(path.join(dir, candidate), text), n);
    if (found !== null) {
      const all = withNamesOfTheirOwn([...table.columns, ...table.metadata, ...found]);
      return { ...table, metadata: all.slice(table.columns.length) };
    }
  }
  return table;
}

/** Names that the metadata of a file of vectors may have beside it. */
export function metadataPlaces(file: string): string[] {
  return [`${path.parse(file).name}.metadata.tsv`, 'metadata.tsv'].filter(
    (name) => name !== path.basename(file),
  );
}

function tableIn(file: string, text: string): string[][] {
  try {
    return readTsvTable(text);
  } catch (error) {
    throw readError(error, file);
  }
}

/** Several columns have a header, as the projector wants it, and a single one has none. Null when it is of other points. */
function metadataColumns(rows: readonly string[][], n: number): ForeignColumn[] | null {
  const isHeaded = rows.length === n + 1;
  const isSingle = rows[0]?.length === 1;
  if (!isHeaded && !(isSingle && rows.length === n)) return null;
  const names = isHeaded ? rows[0]! : ['label'];
  const body = isHeaded ? rows.slice(1) : rows;
  return names.map((name, at) =>
    foreignColumn(
      name.trim() === '' ? `metadata_${at}` : name,
      body.map((row) => row[at]!),
    ),
  );
}
