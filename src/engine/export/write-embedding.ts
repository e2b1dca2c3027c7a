import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EmbeddingFormat, Written } from '../../contract/export';
import { UserError } from '../../contract/errors';
import type { Embedding } from '../../contract/space';
import { embeddingCsv, ROWS_PER_CHUNK, type EmbeddingTable } from '../../core/formats/embedding-table';
import { writeNpy } from '../../core/formats/npy';
import { chosenColumns } from '../../core/formats/table-columns';
import type { BlockOptions } from '../network/vae';
import { writeTogether } from '../runs/write-whole';
import { describeExport, descriptionBeside, hashed, type Origin } from './describe-export';
import { writeParquet } from './parquet-file';
import { writeProjector } from './projector-files';
import { tableOf } from './table-of';
import { watched } from './watched';

/** What is written, and which part of it. */
export interface EmbeddingExport {
  format: EmbeddingFormat;
  rows?: readonly number[] | undefined;
  columns?: readonly string[] | undefined;
}

/**
 * Writes an embedding, whole or in part. Beside a table in CSV and an array in npy stands `….json`, which says what the
 * columns are and where the numbers come from; Parquet has that inside. Throws UserError when a row or column is not
 * there, the disk is full, or the place is not writable; and the signal's reason, after which no file is left.
 */
export async function writeEmbedding(
  target: string,
  embedding: Embedding,
  origin: Origin,
  { format, rows, columns }: EmbeddingExport,
  watch: BlockOptions = {},
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
      const about = descriptionBeside(target, async () => ({ ...(await description()), sha256: digest() }));
      const content = watched(chunks, watch, { rows: count, perChunk: ROWS_PER_CHUNK });
      const [bytes = 0] = await writeTogether([{ target, chunks: () => content }, about], watch);
      return { files: [target, about.target], rows: count, bytes };
    }
    case 'npy': {
      const array = await arrayOf(table, count, watch);
      const { columns: of, shape } = array;
      const about = descriptionBeside(target, async () => ({ ...(await description()), columns: of, shape }));
      const [bytes = 0] = await writeTogether([{ target, chunks: () => [writeNpy(array)] }, about], watch);
      return { files: [target, about.target], rows: count, bytes };
    }
    case 'parquet':
      return {
        files: [target],
        rows: count,
        bytes: await writeParquet(target, table, await description(), watch),
      };
    case 'projector':
      return { ...(await writeProjector(target, embedding, table, watch)), rows: count };
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

const ROWS_PER_TURN = 20_000;

/** The chosen columns of numbers as one float32 array `[rows, columns]`; mu alone when none were chosen. */
async function arrayOf(
  table: EmbeddingTable,
  count: number,
  { signal, onProgress }: BlockOptions,
): Promise<{ shape: number[]; data: Float32Array; columns: string[] }> {
  const all = chosenColumns({ ...table, columns: table.columns ?? ['mu'] });
  const columns = all.filter(({ type }) => type !== 'text' && type !== 'exact');
  if (columns.length === 0)
    throw new UserError('An array holds float32 numbers: choose a column that has some.');
  const data = new Float32Array(count * columns.length);
  for (let start = 0; start < count; start += ROWS_PER_TURN) {
    const end = Math.min(count, start + ROWS_PER_TURN);
    columns.forEach(({ value }, at) => {
      for (let i = start; i < end; i++) {
        data[i * columns.length + at] = Number(value(table.rows === undefined ? i : table.rows[i]!) ?? NaN);
      }
    });
    onProgress?.(end, count);
    await nextTurn();
    signal?.throwIfAborted();
  }
  return { shape: [count, columns.length], data, columns: columns.map(({ name }) => name) };
}
