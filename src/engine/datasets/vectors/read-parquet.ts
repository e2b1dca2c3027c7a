import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { copyBytes } from '../../../core/formats/copy-bytes';
import {
  foreignColumn,
  vectorsFromLists,
  vectorsOf,
  type ForeignColumn,
  type ForeignVectors,
} from '../../../core/formats/foreign-table';
import { FormatError } from '../../../core/formats/format-error';
import { readBytes } from '../../runs/read-bytes';
import { readError } from '../../runs/file-errors';

/** Vectors in Parquet: a column of lists, or columns of numbers. Throws UserError when there are none that can be read. */
export async function readParquet(file: string): Promise<ForeignVectors> {
  const bytes = await readBytes(file);
  let columns: CellColumn[];
  try {
    columns = await readColumns(copyBytes(bytes, 0, bytes.length));
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
    return fromColumns(columns);
  } catch (error) {
    throw readError(error, file);
  }
}

interface CellColumn {
  name: string;
  cells: readonly unknown[];
}

/** One column after the other: as objects, the rows of a large table would take several times the memory. */
async function readColumns(file: ArrayBuffer): Promise<CellColumn[]> {
  const metadata = parquetMetadata(file);
  const names = new Set(parquetSchema(metadata).children.map(({ element }) => element.name));
  const columns: CellColumn[] = [];
  for (const name of names) {
    const rows = await parquetReadObjects({ file, metadata, columns: [name], compressors });
    columns.push({ name, cells: rows.map((row): unknown => row[name]) });
  }
  return columns;
}

function fromColumns(columns: readonly CellColumn[]): ForeignVectors {
  // A column of lists is a vector in one cell, as embedding services write it; tags and boxes are lists too.
  const lengths = columns.map((column) => [column, lengthOf(column.cells.find(isList))] as const);
  const [list] = lengths.filter(([, length]) => length > 0).toSorted(([, a], [, b]) => b - a)[0] ?? [];
  const others = columns.filter((column) => column !== list).map(columnOf);
  if (list === undefined) return vectorsOf(others);
  const cells = list.cells.map((cell, row) => numbersOf(cell, list.name, row));
  return vectorsFromLists(list.name, cells, others);
}

function columnOf({ name, cells }: CellColumn): ForeignColumn {
  const texts = (): string[] => cells.map(textOf);
  if (!cells.some(isNumber) || !cells.every((cell) => cell == null || isNumber(cell)))
    return foreignColumn(name, texts());
  const numbers = Float32Array.from(cells, (cell) => (isNumber(cell) ? Number(cell) : NaN));
  return {
    name,
    numbers,
    // Of vectors nobody asks for them.
    get texts() {
      return texts();
    },
  };
}

function isNumber(cell: unknown): cell is number | bigint {
  return typeof cell === 'number' || typeof cell === 'bigint';
}

/** How many numbers a cell holds; 0 when it is no list of such. */
function lengthOf(cell: unknown): number {
  if (!isList(cell)) return 0;
  const isNumbers = Array.from(cell).some(isNumber);
  return isNumbers ? cell.length : 0;
}

function isList(cell: unknown): cell is ArrayLike<unknown> {
  return Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof DataView));
}

function numbersOf(cell: unknown, column: string, row: number): number[] {
  if (!isList(cell))
    throw new FormatError(`Row ${row} of its column "${column}" has no list where others have one.`);
  return Array.from(cell, (value) => {
    if (!isNumber(value))
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
