import { isUtf8 } from 'node:buffer';
import { parquetMetadata, parquetReadObjects, parquetSchema, type FileMetaData } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { messageOf } from '../../../contract/errors';
import { copyBytes } from '../../../core/formats/copy-bytes';
import {
  foreignColumn,
  lazyColumn,
  type ForeignColumn,
  type ListCell,
} from '../../../core/formats/foreign-table';
import { FormatError } from '../../../core/formats/format-error';
import { checkColumns, withNamesOfTheirOwn } from '../../../core/formats/table-header';
import { NO_LIST } from '../../../core/tables/list-cells';
import { readBytes } from '../../runs/read-bytes';
import { readError } from '../../runs/file-errors';
import { classNamesIn, namedClasses } from './class-names';
import { imageColumn } from './image-cell';
import { decimalText, timeParsers, withoutDecimals } from './parquet-values';

/** The columns of a Parquet file. Throws UserError when it cannot be read. */
export async function readParquet(file: string): Promise<ForeignColumn[]> {
  const bytes = await readBytes(file);
  try {
    return await readColumns(copyBytes(bytes, 0, bytes.length));
  } catch (error) {
    const why = messageOf(error);
    throw readError(
      new FormatError(`It is no Parquet, or is damaged: ${why.split('\n')[0]?.replace(/\.$/, '') ?? ''}.`, {
        cause: error,
      }),
      file,
    );
  }
}

/** A column whose cells are values of any kind, as Parquet and JSON have them. */
export interface CellColumn {
  name: string;
  cells: readonly unknown[];
}

/** One column after the other: as objects, the rows of a large table would take several times the memory. */
async function readColumns(file: ArrayBuffer): Promise<ForeignColumn[]> {
  const whole = parquetMetadata(file);
  const tree = parquetSchema(whole);
  const fields = new Map(tree.children.map((field) => [field.element.name, field]));
  checkColumns(fields.size);
  checkMemory(whole);
  const { metadata, decimals } = withoutDecimals(whole, tree);
  const classNames = classNamesIn(whole.key_value_metadata);
  const columns: ForeignColumn[] = [];
  for (const [name, field] of fields) {
    const rows = await parquetReadObjects({
      file,
      metadata,
      columns: [name],
      compressors,
      utf8: false,
      parsers: timeParsers(field),
    });
    const cells = rows.map((row): unknown => row[name]);
    const scale = decimals.get(name);
    const column =
      scale === undefined
        ? columnOfCells({ name, cells })
        : foreignColumn(
            name,
            cells.map((cell) => decimalText(cell, scale)),
          );
    const classes = classNames.get(name);
    columns.push(column, ...(classes === undefined ? [] : namedClasses(column, classes)));
  }
  return withNamesOfTheirOwn(columns);
}

/** What a value takes while its column is read, and the most that all may, in bytes. */
const BYTES_PER_VALUE = 16;
const MOST_BYTES = 2.5 * 2 ** 30;

/** Throws FormatError when the file says of itself that it holds more than there is memory for: packed, it may be small. */
function checkMemory({ row_groups: groups }: FileMetaData): void {
  const bytes = groups
    .flatMap(({ columns }) => columns)
    .reduce((sum, { meta_data: data }) => {
      const values = Number(data?.num_values ?? 0);
      return sum + values * BYTES_PER_VALUE + Number(data?.total_uncompressed_size ?? 0);
    }, 0);
  if (bytes > MOST_BYTES)
    throw new FormatError(
      `reading it would take about ${(bytes / 2 ** 30).toFixed(1)} GiB of memory. Save the vectors as .npy, or fewer rows and columns.`,
    );
}

/** A column of such cells: numbers, lists, images, bytes, or texts. */
export function columnOfCells({ name, cells }: CellColumn): ForeignColumn {
  const texts = (): string[] => cells.map(textOf);
  if (cells.some(isNumber) && cells.every((cell) => cell == null || isNumber(cell))) {
    const numbers = Float64Array.from(cells, (cell) => (isNumber(cell) ? Number(cell) : NaN));
    return lazyColumn({ name, n: cells.length, numbers }, texts);
  }
  // A column of lists is a vector in one cell, as embedding services write it; tags and boxes are lists too.
  if (cells.some(isList)) {
    const column = lazyColumn({ name, n: cells.length, numbers: null }, texts);
    return Object.assign(column, { lists: cells.map(listIn) });
  }
  const images = imageColumn(name, cells);
  if (images !== null) return images;
  const packed = cells.find((cell) => cell instanceof Uint8Array && !isUtf8(cell));
  const column = foreignColumn(name, texts());
  return packed instanceof Uint8Array ? { ...column, bytes: packed.length } : column;
}

function isNumber(cell: unknown): cell is number | bigint {
  return typeof cell === 'number' || typeof cell === 'bigint';
}

function isList(cell: unknown): cell is ArrayLike<unknown> {
  if (cell instanceof Uint8Array || cell instanceof DataView) return false;
  return Array.isArray(cell) || ArrayBuffer.isView(cell);
}

function listIn(cell: unknown): ListCell {
  if (!isList(cell)) return NO_LIST;
  // Lists of lists are read one after the other.
  const values = Array.from(cell).flatMap((value) => (isList(value) ? Array.from(value) : [value]));
  const odd = values.findIndex((value) => !isNumber(value));
  if (odd < 0) return Float64Array.from(values, Number);
  return values.some(isNumber)
    ? `holds ${values[odd] == null ? 'a null' : 'something'} that is no number`
    : NO_LIST;
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
      if (cell instanceof Uint8Array) return Buffer.from(cell).toString('utf8');
      return cell === null
        ? ''
        : JSON.stringify(cell, (_, value: unknown) => (typeof value === 'bigint' ? exactly(value) : value));
    default:
      return '';
  }
}

/** A whole number within other values, which JSON has as a text where a number would lose digits. */
function exactly(value: bigint): number | string {
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}
