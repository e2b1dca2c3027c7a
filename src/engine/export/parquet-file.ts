import {
  ByteWriter,
  ParquetWriter,
  schemaFromColumnData,
  type BasicType,
  type ColumnSource,
} from 'hyparquet-writer';
import type { EmbeddingTable } from '../../core/formats/embedding-table';
import { parseNumber } from '../../core/formats/decimal';
import { chosenColumns, type TableColumn } from '../../core/formats/table-columns';
import type { BlockOptions } from '../network/vae';
import { writeTogether } from '../runs/write-whole';
import { watched } from './watched';

const ROWS_PER_GROUP = 20_000;
const TYPES: Record<Exclude<TableColumn['type'], 'exact'>, BasicType> = {
  int: 'INT32',
  float: 'FLOAT',
  text: 'STRING',
};
const EXACT_TYPES = { int64: 'INT64', float64: 'DOUBLE' } as const;

/**
 * Writes a table as Apache Parquet: whole numbers INT32, numbers FLOAT, those that float32 does
 * not give back INT64 or DOUBLE, texts STRING (empty ones null), in row groups of
 * 20,000, `description` in its key-value metadata under `latent-atelier`. Returns the bytes written.
 * Throws UserError when the disk is full or the place is not writable, and the signal's reason.
 */
export async function writeParquet(
  target: string,
  table: EmbeddingTable,
  description: Record<string, unknown>,
  watch: BlockOptions = {},
): Promise<number> {
  const progress = { rows: table.rows?.length ?? table.n, perChunk: ROWS_PER_GROUP };
  const chunks = () => watched(parquetChunks(table, description), watch, progress);
  const [bytes = 0] = await writeTogether([{ target, chunks }], watch);
  return bytes;
}

async function* parquetChunks(
  table: EmbeddingTable,
  description: Record<string, unknown>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const columns = chosenColumns(table);
  const rows = table.rows ?? Uint32Array.from({ length: table.n }, (_, i) => i);
  const bytes = new ByteWriter();
  const sources = (from: number, to: number): ColumnSource[] =>
    columns.map((column) => ({
      name: column.name,
      type: column.type === 'exact' ? EXACT_TYPES[column.as] : TYPES[column.type],
      nullable: column.nullable,
      data: valuesOf(column, rows, from, to),
    }));
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: sources(0, 0) }),
    createdBy: 'Latent Atelier',
    kvMetadata: [{ key: 'latent-atelier', value: JSON.stringify(description) }],
  });
  // The writer counts offsets in what it was given in all: what is ready is copied out, not taken out.
  let sent = 0;
  const ready = (): Uint8Array => {
    const chunk = new Uint8Array(bytes.buffer.slice(sent, bytes.index));
    sent = bytes.index;
    return chunk;
  };
  for (let start = 0; start < rows.length || start === 0; start += ROWS_PER_GROUP) {
    await writer.write({
      columnData: sources(start, Math.min(rows.length, start + ROWS_PER_GROUP)),
      rowGroupSize: ROWS_PER_GROUP,
    });
    yield ready();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await writer.finish();
  yield ready();
}

function valuesOf(
  column: TableColumn,
  rows: ArrayLike<number>,
  from: number,
  to: number,
): ColumnSource['data'] {
  const n = to - from;
  switch (column.type) {
    case 'float':
      return Float32Array.from({ length: n }, (_, i) => column.value(rows[from + i]!));
    case 'int':
      return column.nullable
        ? Array.from({ length: n }, (_, i) => column.value(rows[from + i]!))
        : Int32Array.from({ length: n }, (_, i) => column.value(rows[from + i]!) ?? 0);
    case 'exact': {
      const read = column.as === 'int64' ? wholeOf : (text: string) => parseNumber(text) ?? NaN;
      return Array.from({ length: n }, (_, i) => {
        const text = column.value(rows[from + i]!);
        return text === null ? null : read(text);
      });
    }
    case 'text':
      return Array.from({ length: n }, (_, i) => column.value(rows[from + i]!));
  }
}

/** BigInt knows no plus sign. */
function wholeOf(text: string): bigint {
  return BigInt(text.replace(/^\+/, ''));
}
