import { stat } from 'node:fs/promises';
import type { EmbeddingFormat, Written } from '../../contract/export';
import { UserError } from '../../contract/errors';
import type { Embedding } from '../../contract/space';
import { embeddingCsv, type EmbeddingTable } from '../../core/formats/embedding-table';
import { writeNpy } from '../../core/formats/npy';
import { chosenColumns } from '../../core/formats/table-columns';
import { writeWhole } from '../runs/write-whole';
import { describeExport, hashed, type Origin } from './describe-export';
import { writeParquet } from './parquet-file';
import { writeProjector } from './projector-files';
import { tableOf } from './table-of';

/** What is written, and which part of it. */
export interface EmbeddingExport {
  format: EmbeddingFormat;
  rows?: readonly number[] | undefined;
  columns?: readonly string[] | undefined;
}

/**
 * Writes an embedding, whole or in part. Beside a table in CSV and an array in npy stands `….json`, which says what the
 * columns are and where the numbers come from; Parquet has that inside. Throws UserError when a row or column is not
 * there, the disk is full, or the place is not writable.
 */
export async function writeEmbedding(
  target: string,
  embedding: Embedding,
  origin: Origin,
  { format, rows, columns }: EmbeddingExport,
): Promise<Written> {
  const odd = rows?.find((row) => row >= embedding.n);
  if (odd !== undefined) {
    throw new UserError(`There is no image ${odd} to export: there are ${embedding.n}, counted from 0.`);
  }
  const table: EmbeddingTable = { ...tableOf(embedding, origin.map), rows, columns };
  const names = columnNames(table);
  const count = rows?.length ?? embedding.n;
  const description = (): Promise<Record<string, unknown>> =>
    describeExport(origin, { rows: count, columns: names });
  switch (format) {
    case 'csv': {
      const { chunks, digest } = hashed(embeddingCsv(table));
      const bytes = await writeWhole(target, chunks);
      const about = await writeDescription(target, { ...(await description()), sha256: digest() });
      return { files: [target, about], rows: count, bytes };
    }
    case 'npy': {
      const array = arrayOf(table, count);
      const bytes = await writeWhole(target, [writeNpy(array)]);
      const columnsOfIt = { ...(await description()), columns: array.columns, shape: array.shape };
      return { files: [target, await writeDescription(target, columnsOfIt)], rows: count, bytes };
    }
    case 'parquet':
      await writeParquet(target, table, await description());
      return { files: [target], rows: count, bytes: (await stat(target)).size };
    case 'projector':
      return { ...(await writeProjector(target, embedding, table)), rows: count };
  }
}

function columnNames(table: EmbeddingTable): string[] {
  try {
    return chosenColumns(table).map(({ name }) => name);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(`${error.message.replace(/\.$/, '')}: choose among those it has.`, { cause: error });
  }
}

async function writeDescription(target: string, description: Record<string, unknown>): Promise<string> {
  const file = `${target}.json`;
  await writeWhole(file, [`${JSON.stringify(description, null, 2)}\n`]);
  return file;
}

/** The chosen columns of numbers as one float32 array `[rows, columns]`; mu alone when none were chosen. */
function arrayOf(
  table: EmbeddingTable,
  count: number,
): { shape: number[]; data: Float32Array; columns: string[] } {
  const all = chosenColumns({ ...table, columns: table.columns ?? ['mu'] });
  const columns = all.filter(({ type }) => type !== 'text');
  if (columns.length === 0) throw new UserError('An array holds numbers: choose a column that has some.');
  const data = new Float32Array(count * columns.length);
  columns.forEach(({ value }, at) => {
    for (let i = 0; i < count; i++) {
      data[i * columns.length + at] = Number(value(table.rows === undefined ? i : table.rows[i]!) ?? NaN);
    }
  });
  return { shape: [count, columns.length], data, columns: columns.map(({ name }) => name) };
}
