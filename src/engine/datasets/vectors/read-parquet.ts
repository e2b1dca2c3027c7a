import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { copyBytes } from '../../../core/formats/copy-bytes';
import {
  foreignColumn,
  vectorsFromLists,
  vectorsOf,
  type ForeignVectors,
} from '../../../core/formats/foreign-table';
import { FormatError } from '../../../core/formats/format-error';
import { readBytes } from '../../runs/read-bytes';
import { readError } from '../../runs/file-errors';

/** Vectors in Parquet: a column of lists, or columns of numbers. Throws UserError when there are none that can be read. */
export async function readParquet(file: string): Promise<ForeignVectors> {
  const bytes = await readBytes(file);
  const buffer = copyBytes(bytes, 0, bytes.length);
  let rows: Record<string, unknown>[];
  try {
    parquetMetadata(buffer);
    rows = await parquetReadObjects({ file: buffer, compressors });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw readError(
      new FormatError(`It is no Parquet, or is damaged: ${why.split('\n')[0]?.replace(/\.$/, '') ?? ''}.`, {
        cause: error,
      }),
      file,
    );
  }
  try {
    return fromObjects(rows);
  } catch (error) {
    throw readError(error, file);
  }
}

function fromObjects(rows: readonly Record<string, unknown>[]): ForeignVectors {
  const names = Object.keys(rows[0] ?? {});
  // A column of lists is a vector in one cell, as embedding services write it; tags and boxes are lists too.
  const lengths = names.map(
    (name) => [name, lengthOf(rows.find((row) => isList(row[name]))?.[name])] as const,
  );
  const [list] = lengths.filter(([, length]) => length > 0).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const columns = names
    .filter((name) => name !== list)
    .map((name) =>
      foreignColumn(
        name,
        rows.map((row) => textOf(row[name])),
      ),
    );
  if (list === undefined) return vectorsOf(columns);
  const cells = rows.map((row, at) => numbersOf(row[list], list, at));
  return vectorsFromLists(list, cells, columns);
}

/** How many numbers a cell holds; 0 when it is no list of such. */
function lengthOf(cell: unknown): number {
  if (!isList(cell)) return 0;
  const isNumbers = Array.from(cell).some((value) => typeof value === 'number' || typeof value === 'bigint');
  return isNumbers ? cell.length : 0;
}

function isList(cell: unknown): cell is ArrayLike<unknown> {
  return Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof DataView));
}

function numbersOf(cell: unknown, column: string, row: number): number[] {
  if (!isList(cell))
    throw new FormatError(`Row ${row} of its column "${column}" has no list where others have one.`);
  return Array.from(cell, (value) => {
    if (typeof value !== 'number' && typeof value !== 'bigint')
      throw new FormatError(
        `The list in row ${row} of its column "${column}" holds ${value === null ? 'a null' : 'something'} that is no number.`,
      );
    return Number(value);
  });
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
      if (cell instanceof Date) return cell.toISOString();
      return cell === null
        ? ''
        : JSON.stringify(cell, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
    default:
      return '';
  }
}
