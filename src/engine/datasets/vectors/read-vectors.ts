import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { UserError } from '../../../contract/errors';
import { copyBytes } from '../../../core/formats/copy-bytes';
import { parseCsv } from '../../../core/formats/csv';
import { parseNumber } from '../../../core/formats/decimal';
import {
  foreignColumn,
  vectorsOf,
  type ForeignColumn,
  type ForeignVectors,
} from '../../../core/formats/foreign-table';
import { FormatError } from '../../../core/formats/format-error';
import { readNpyFloat32 } from '../../../core/formats/npy';
import { readSafetensors, type Tensor } from '../../../core/formats/safetensors';
import { decodeUtf8 } from '../../../core/formats/utf8';
import { readParsed } from '../../runs/read-bytes';
import { readError } from '../../runs/file-errors';

/** Endings of files that may hold vectors. */
export const VECTOR_ENDINGS = ['.npy', '.csv', '.tsv', '.parquet', '.safetensors'] as const;

/**
 * Reads vectors from elsewhere. A TSV without a header is the Embedding Projector's, whose metadata is looked for beside
 * it. Throws UserError when the file is not there, is of no such format, or holds no vectors.
 */
export async function readVectors(file: string): Promise<ForeignVectors> {
  switch (path.extname(file).toLowerCase()) {
    case '.npy':
      return matrix(await readParsed(file, readNpyFloat32), file);
    case '.safetensors':
      return readParsed(file, (bytes) => matrix(largestMatrix(readSafetensors(bytes).tensors), file));
    case '.csv':
      return readParsed(file, (bytes) => tableFrom([...parseCsv(decodeUtf8(bytes, 'This CSV'))]));
    case '.tsv':
      return readTsv(file);
    case '.parquet':
      return readParquet(file);
    default:
      throw new UserError(`${file} must end in ${VECTOR_ENDINGS.join(', ')} to be read as vectors.`);
  }
}

function matrix({ shape, data }: Tensor, file: string): ForeignVectors {
  const [n, d, ...more] = shape;
  if (n === undefined || d === undefined || more.length > 0 || n === 0 || d === 0) {
    throw new UserError(
      `${file} holds an array of shape [${shape.join(', ')}], but vectors are [n, dimensions]: export them as such.`,
    );
  }
  return { n, d, vectors: data, from: `an array of ${n} by ${d}`, columns: [] };
}

function largestMatrix(tensors: ReadonlyMap<string, Tensor>): Tensor {
  const found = [...tensors.values()]
    .filter(({ shape }) => shape.length === 2)
    .sort((a, b) => b.data.length - a.data.length)[0];
  if (found === undefined) throw new FormatError('it holds no array of two dimensions, which vectors are.');
  return found;
}

/** Rows of cells of one width; the first is a header unless all of it is numbers. */
function tableFrom(rows: readonly (readonly string[])[]): ForeignVectors {
  const [first] = rows;
  if (first === undefined) throw new FormatError('This table is empty.');
  const hasHeader = first.some((cell) => parseNumber(cell) === undefined);
  const body = hasHeader ? rows.slice(1) : rows;
  const columns = first.map((name, at) =>
    foreignColumn(
      hasHeader ? name : `column_${at}`,
      body.map((row) => row[at]!),
    ),
  );
  return vectorsOf(columns);
}

async function readTsv(file: string): Promise<ForeignVectors> {
  const vectors = await readParsed(file, (bytes) => tableFrom(tsvRows(decodeUtf8(bytes, 'This TSV'))));
  const { dir, name } = path.parse(file);
  for (const candidate of [`${name}.metadata.tsv`, 'metadata.tsv']) {
    const text = await readFile(path.join(dir, candidate), 'utf8').catch(() => null);
    if (text === null || candidate === path.basename(file)) continue;
    const columns = metadataColumns(tsvRows(text), vectors.n);
    if (columns !== null) return { ...vectors, columns: [...vectors.columns, ...columns] };
  }
  return vectors;
}

function tsvRows(text: string): string[][] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  const width = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    throw new FormatError(
      `Line ${odd + 1} of this TSV has ${rows[odd]!.length} cells where the first has ${width}.`,
    );
  }
  return rows;
}

/** The projector's metadata has a header only when it has several columns. Null when it is of other points. */
function metadataColumns(rows: readonly string[][], n: number): ForeignColumn[] | null {
  const single = rows[0]?.length === 1;
  if (rows.length !== (single ? n : n + 1)) return null;
  const names = single ? ['label'] : rows[0]!;
  const body = single ? rows : rows.slice(1);
  return names.map((name, at) =>
    foreignColumn(
      name,
      body.map((row) => row[at]!),
    ),
  );
}

async function readParquet(file: string): Promise<ForeignVectors> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw readError(error, file);
  }
  const buffer = copyBytes(bytes, 0, bytes.length);
  try {
    parquetMetadata(buffer);
    return fromObjects(await parquetReadObjects({ file: buffer, compressors }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} cannot be read as Parquet vectors: ${why.replace(/\.$/, '')}.`, {
      cause: error,
    });
  }
}

function fromObjects(rows: readonly Record<string, unknown>[]): ForeignVectors {
  const names = Object.keys(rows[0] ?? {});
  // A column of lists is a vector in one cell, as embedding services write it.
  const list = names.find((name) => {
    const cell = rows[0]?.[name];
    return Array.isArray(cell) || ArrayBuffer.isView(cell);
  });
  const columns = names
    .filter((name) => name !== list)
    .map((name) =>
      foreignColumn(
        name,
        rows.map((row) => textOf(row[name])),
      ),
    );
  if (list === undefined) return vectorsOf(columns);
  const cells = rows.map((row) => Array.from(row[list] as ArrayLike<unknown>, Number));
  const d = cells[0]!.length;
  const odd = cells.findIndex((cell) => cell.length !== d);
  if (odd >= 0)
    throw new FormatError(`row ${odd} has ${cells[odd]!.length} numbers where the first has ${d}.`);
  return { n: rows.length, d, vectors: Float32Array.from(cells.flat()), from: list, columns };
}

function textOf(cell: unknown): string {
  switch (typeof cell) {
    case 'string':
      return cell;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(cell);
    case 'object':
      return cell === null
        ? ''
        : JSON.stringify(cell, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
    default:
      return '';
  }
}
