import { FormatError } from '../formats/format-error';
import type { ForeignColumn } from '../formats/foreign-table';
import { FILE_NAMES } from './column-names';

/** What the rows of a table are matched to. */
export interface MatchTarget {
  n: number;
  /** `[n]`, the file of each point; empty where they have none. */
  files: readonly string[];
}

/** Which row of a table belongs to which point, and how that was found. */
export interface RowMatch {
  by: 'file' | 'index' | 'row';
  /** The column that it was found by; null for one row after the other. */
  key: string | null;
  /** `[n]`, the row of each point; -1 for none. */
  rows: Int32Array;
  /** Points that have a row. */
  matched: number;
  /** Rows of the table that belong to no point. */
  unused: number;
}

/** What a column that numbers the rows is called, in small letters. */
export const INDEX_NAMES = ['index', 'idx', 'row', 'row_index', 'unnamed: 0', '__index_level_0__'];

/**
 * Matches the rows of a table to points: by a column of their files, else by one of their numbers from 0, else one after the
 * other where there are as many. Null when none of these is so. Throws FormatError when two rows name one point.
 */
export function matchRows(columns: readonly ForeignColumn[], target: MatchTarget): RowMatch | null {
  const rows = columns[0]?.n ?? 0;
  return byFile(columns, target) ?? byIndex(columns, target) ?? (rows === target.n ? byOrder(rows) : null);
}

function byFile(columns: readonly ForeignColumn[], { n, files }: MatchTarget): RowMatch | null {
  if (files.length !== n || files.every((file) => file === '')) return null;
  const isNamed = ({ name }: ForeignColumn): boolean => FILE_NAMES.includes(name.trim().toLowerCase());
  const texts = columns.filter(({ numbers }) => numbers === null);
  const likely = [...texts.filter(isNamed), ...texts.filter((column) => !isNamed(column))];
  for (const column of likely) {
    for (const keyOf of FILE_KEYS) {
      const found = byKeys(column, files.map(keyOf), column.texts.map(keyOf), 'file');
      if (found !== null && found.matched * 2 >= Math.min(n, column.n)) return found;
    }
  }
  return null;
}

/** Ways to compare the names of files: whole, without their folders, and without their endings. */
const FILE_KEYS: readonly ((file: string) => string)[] = [
  (file) =>
    file
      .trim()
      .replaceAll('\\', '/')
      .replace(/^(\.\/)+/, '')
      .normalize('NFC'),
  (file) => baseOf(file),
  (file) => baseOf(file).replace(/\.[^.]+$/, ''),
];

function baseOf(file: string): string {
  return (file.trim().split(/[\\/]/).at(-1) ?? '').normalize('NFC');
}

function byIndex(columns: readonly ForeignColumn[], { n }: MatchTarget): RowMatch | null {
  const column = columns.find(({ name }) => INDEX_NAMES.includes(name.trim().toLowerCase()));
  if (column?.numbers == null) return null;
  const isIndex = column.numbers.every((value) => Number.isInteger(value) && value >= 0 && value < n);
  if (!isIndex) return null;
  const own = Array.from({ length: n }, (_, i) => String(i));
  return byKeys(column, own, Array.from(column.numbers, String), 'index');
}

/** Null when the keys of the points are not their own: by these they cannot be told apart. */
function byKeys(
  { name, n }: ForeignColumn,
  points: readonly string[],
  keys: readonly string[],
  by: 'file' | 'index',
): RowMatch | null {
  const places = new Map<string, number>();
  for (const [point, key] of points.entries()) {
    if (key === '') continue;
    if (places.has(key)) return null;
    places.set(key, point);
  }
  const rows = new Int32Array(points.length).fill(-1);
  let matched = 0;
  for (let row = 0; row < n; row++) {
    const point = places.get(keys[row]!);
    if (point === undefined) continue;
    if (rows[point]! >= 0) {
      throw new FormatError(
        `Its rows ${rows[point]!} and ${row} both have "${keys[row]!.slice(0, 60)}" in the column "${name}": one point has one row.`,
      );
    }
    rows[point] = row;
    matched += 1;
  }
  return matched === 0 ? null : { by, key: name, rows, matched, unused: n - matched };
}

function byOrder(n: number): RowMatch {
  return { by: 'row', key: null, rows: Int32Array.from({ length: n }, (_, i) => i), matched: n, unused: 0 };
}
