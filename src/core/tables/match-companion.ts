import { isOfTexts, type ForeignColumn } from '../formats/foreign-table';
import type { CompanionColumns } from './companion-table';
import { NO_LIST } from './list-cells';
import { INDEX_NAMES } from './match-rows';

/** A column of a file beside the vectors whose values say which of its rows belongs to which vector. */
interface Key {
  column: ForeignColumn;
  /** `[n]`, the row of each vector; -1 for none. */
  rows: Int32Array;
  /** Whether the vectors have the very same column. */
  isRepeated: boolean;
}

/**
 * The columns of a file `name` beside the vectors with their rows in the order of the vectors: by a column of names or
 * numbers that `own`, the columns of the vectors' own file, has too; else by one that numbers the vectors from 0 or from 1;
 * else as they come, which is said where a column called otherwise (`id`) numbers them in another order. Another order than the file's is said in a note, and a key that would stand there twice is left out.
 */
export function matchedToVectors(
  { columns, notes }: CompanionColumns,
  own: readonly ForeignColumn[],
  name: string,
  of: 'vector' | 'image' = 'vector',
): CompanionColumns {
  const key = sharedKey(columns, own) ?? numberingKey(columns);
  if (key === null) return { columns, notes: [...notes, ...unusedNumbering(columns, name, of)] };
  const kept = key.isRepeated && columns.length > 1 ? columns.filter((each) => each !== key.column) : columns;
  if (key.rows.every((row, i) => row === i)) return { columns: kept, notes };
  const missing = key.rows.reduce((sum, row) => sum + (row < 0 ? 1 : 0), 0);
  const without =
    missing === 0 ? '' : ` ${missing} of the ${of}s ${missing === 1 ? 'has' : 'have'} no row there.`;
  const note = `The rows of ${name} are in another order than the ${of}s, and were matched by its column "${key.column.name}": take that column out of the file to have them one after the other.${without}`;
  return { columns: kept.map((column) => inRows(column, key.rows)), notes: [...notes, note] };
}

/** Names that say no more than that rows are numbered or named. */
const ROW_NAME = /^(.*[\s_.-])?(id|ids|idx|index|key|name|names|sample|barcode|cell)$|^(text_0|column_0)$/i;

/** A column that both have, by its name first, then by what is in it; one in the same order before others. */
function sharedKey(columns: readonly ForeignColumn[], own: readonly ForeignColumn[]): Key | null {
  const keys: Key[] = [];
  for (const column of columns.filter(mayBeKey)) {
    for (const other of own) {
      if (other.n !== column.n || !mayBeKey(other)) continue;
      const isNamesake = plain(column) === plain(other);
      const isOfRows = ROW_NAME.test(column.name.trim()) && ROW_NAME.test(other.name.trim());
      if (!isNamesake && !isOfRows && !(isOfTexts(column) && isOfTexts(other))) continue;
      const rows = rowsByKey(column, other);
      if (rows === null) continue;
      const matched = rows.reduce((sum, row) => sum + (row < 0 ? 0 : 1), 0);
      // Of columns of another name only the very same values say that they are the same.
      if (matched < rows.length && !(isNamesake && 2 * matched >= rows.length)) continue;
      const key = { column, rows, isRepeated: isNamesake && matched === rows.length };
      if (rows.every((row, i) => row === i)) return key;
      keys.push(key);
    }
  }
  return keys.find(({ isRepeated }) => isRepeated) ?? keys[0] ?? null;
}

/** The column of the rows' numbers, as pandas and R write it, where it is those of the vectors in any order. */
function numberingKey(columns: readonly ForeignColumn[]): Key | null {
  const column = columns.find((each) => INDEX_NAMES.includes(plain(each)));
  const rows = column === undefined ? null : rowsByNumber(column);
  return column === undefined || rows === null ? null : { column, rows, isRepeated: false };
}

/** Names of numbers that may be those of the rows, and may be given for another reason. */
const NUMBER_NAME = /[a-z](Id|ID|Nr|No)$|^(nr|no|num|number|row_?(nr|number|num))\.?$/;

/** Says that numbers under a name like `id` may be the order of the vectors, which was not followed. */
function unusedNumbering(columns: readonly ForeignColumn[], name: string, of: 'vector' | 'image'): string[] {
  const isNamed = (column: ForeignColumn): boolean =>
    ROW_NAME.test(column.name.trim()) || NUMBER_NAME.test(column.name.trim());
  const column = columns.find(
    (each) => isNamed(each) && rowsByNumber(each)?.some((row, i) => row !== i) === true,
  );
  if (column?.numbers == null) return [];
  const first = column.numbers.includes(0) ? 0 : 1;
  return [
    `The rows of ${name} were taken one after the other, but its column "${column.name}" holds the numbers ${first} to ${first + column.n - 1} in another order: call that column "index" in the file to match its rows to the ${of}s by number.`,
  ];
}

/** `[n]`, the row of each number where a column holds those from 0 or from 1 to its length, each once; else null. */
function rowsByNumber({ numbers }: ForeignColumn): Int32Array | null {
  if (numbers === null) return null;
  const n = numbers.length;
  const first = numbers.includes(0) ? 0 : 1;
  const rows = new Int32Array(n).fill(-1);
  for (const [row, value] of numbers.entries()) {
    const at = value - first;
    if (!Number.isInteger(at) || at < 0 || at >= n || rows[at]! >= 0) return null;
    rows[at] = row;
  }
  return rows;
}

function plain({ name }: ForeignColumn): string {
  return name.trim().toLowerCase();
}

function isWhole({ numbers }: ForeignColumn): boolean {
  return numbers?.every(Number.isInteger) === true;
}

function mayBeKey(column: ForeignColumn): boolean {
  return isOfTexts(column) || isWhole(column);
}

/** For each cell of `other` the row of `column` that holds the same; null when one holds a value twice. */
function rowsByKey(column: ForeignColumn, other: ForeignColumn): Int32Array | null {
  const areSafe = [column, other].every(
    ({ numbers }) => numbers?.every((value) => Number.isSafeInteger(value)) === true,
  );
  const keyOf = ({ texts, numbers }: ForeignColumn, row: number): string =>
    areSafe ? String(numbers![row]) : texts[row]!.trim();
  const places = new Map<string, number>();
  for (let row = 0; row < column.n; row++) {
    const key = keyOf(column, row);
    if (places.has(key)) return null;
    places.set(key, row);
  }
  const rows = new Int32Array(other.n);
  const seen = new Set<string>();
  for (let i = 0; i < other.n; i++) {
    const key = keyOf(other, i);
    if (seen.has(key)) return null;
    seen.add(key);
    rows[i] = places.get(key) ?? -1;
  }
  return rows;
}

function inRows(column: ForeignColumn, rows: Int32Array): ForeignColumn {
  const pick = <T>(values: readonly T[], none: T): T[] =>
    Array.from(rows, (row) => (row < 0 ? none : values[row]!));
  const { name, texts, numbers, lists, images, bytes } = column;
  return {
    name,
    n: rows.length,
    texts: pick(texts, ''),
    numbers: numbers === null ? null : Float64Array.from(rows, (row) => (row < 0 ? NaN : numbers[row]!)),
    ...(lists === undefined ? {} : { lists: pick(lists, NO_LIST) }),
    ...(images === undefined ? {} : { images: pick(images, null) }),
    ...(bytes === undefined ? {} : { bytes }),
  };
}
