import { parseCsv, type Separator } from '../formats/csv';
import { parseNumber } from '../formats/decimal';
import { FormatError } from '../formats/format-error';
import { foreignColumn, type ForeignColumn } from '../formats/foreign-table';
import { withNamesOfTheirOwn } from '../formats/table-header';
import { readCsvTable } from '../formats/table-text';
import { LABEL_NAMES } from './column-names';

/** Columns that lie in a file of their own, a row for each vector, and what was decided in reading them, in sentences. */
export interface CompanionColumns {
  columns: ForeignColumn[];
  notes: string[];
}

/** One way to read a text as rows of cells, all of one width. */
interface Reading {
  rows: string[][];
  /** Lines at the end that hold nothing. */
  spare: number;
  notes: string[];
}

/** What a single column is usually called, in small letters. */
const USUAL_NAMES = new Set([
  ...LABEL_NAMES,
  ...[
    'word',
    'words',
    'token',
    'tokens',
    'text',
    'name',
    'names',
    'title',
    'id',
    'metadata',
    'y',
    'label_names',
  ],
]);

/**
 * The columns of a text with a row for each of `n` vectors, as the Embedding Projector's `metadata.tsv` has them: a line is
 * a row and an empty label is an empty label; the plain lines are tried first in a TSV, quoted cells first in a CSV, and
 * the reading of as many rows wins. One row more than that is a header, unless it looks like the rows below. `name` is that
 * of the file, for sentences. Throws FormatError, with both counts, when no reading fits.
 */
export function companionColumns(
  text: string,
  n: number,
  { name, separator, of = 'vector' }: { name: string; separator: '\t' | ','; of?: string },
): CompanionColumns {
  const body = text.replace(/^\uFEFF/, '');
  const ways = [() => plainReading(body, separator, name), () => quotedReading(body, separator)];
  if (separator === ',') ways.reverse();
  const failures: FormatError[] = [];
  // What only looks like a header comes after a reading that needs none.
  for (const isGuessing of [false, true]) {
    for (const way of ways) {
      try {
        return fitted(way(), { n, name, of, isGuessing });
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
        failures.push(error);
      }
    }
  }
  throw failures[0]!;
}

/** A line is a row; a blank line among rows of several cells is a row of empty ones. */
function plainReading(text: string, separator: Separator, name: string): Reading {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  const width = lines[0]?.split(separator).length ?? 0;
  const rows = lines.map((line) => (line === '' ? new Array<string>(width).fill('') : line.split(separator)));
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    throw new FormatError(
      `Line ${odd + 1} of ${name} has ${rows[odd]!.length} cells where the first has ${width}.`,
    );
  }
  return withoutQuotes({ rows, spare: blanksAtEnd(rows), notes: [] }, name);
}

function quotedReading(text: string, separator: '\t' | ','): Reading {
  const options = { keepsEmptyLines: true };
  const rows = separator === ',' ? readCsvTable(text, options) : [...parseCsv(text, separator, options)];
  // A quoted cell that is empty is no spare line.
  const ends = /(?<![\r\n])(?:\r?\n)+$/.exec(text)?.[0].match(/\n/g)?.length ?? 0;
  return { rows, spare: rows[0]?.length === 1 ? Math.max(0, ends - 1) : 0, notes: [] };
}

function blanksAtEnd(rows: readonly (readonly string[])[]): number {
  const last = rows.findLastIndex((row) => row.some((cell) => cell !== ''));
  return rows.length - 1 - last;
}

const QUOTED = /^"(?:[^"]|"")*"$/;

/**
 * The cells without the quotes that a program put around them. It did so where every text of a column is quoted, or where
 * just those are that need it; other quotes are what the cells say.
 */
function withoutQuotes(reading: Reading, name: string): Reading {
  const [first = []] = reading.rows;
  const isQuoted = first.map((_, at) => {
    // A header may stand without them.
    const body = first[at]!.startsWith('"') ? reading.rows : reading.rows.slice(1);
    const texts = body.map((row) => row[at]!).filter((cell) => parseNumber(cell) === undefined);
    const quoted = texts.filter((cell) => cell.startsWith('"'));
    if (quoted.length === 0 || !quoted.every((cell) => QUOTED.test(cell))) return false;
    const needed = quoted.filter((cell) => cell.slice(1, -1).includes('"'));
    const isAll = quoted.length === texts.length && quoted.some((cell) => cell.length > 2);
    return isAll || (needed.length > 0 && quoted.every((cell) => cell === '""' || needed.includes(cell)));
  });
  if (!isQuoted.includes(true)) return reading;
  const rows = reading.rows.map((row) =>
    row.map((cell, at) =>
      isQuoted[at]! && QUOTED.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell,
    ),
  );
  const where = isQuoted.length === 1 ? '' : ` of ${isQuoted.filter(Boolean).length} of its columns`;
  const note = `The quotes around the texts${where} in ${name} were taken for a program's, and off.`;
  return { ...reading, rows, notes: [...reading.notes, note] };
}

/** Throws FormatError when there are neither `n` rows nor a header over them. */
function fitted(
  { rows: all, spare, notes }: Reading,
  { n, name, of, isGuessing }: { n: number; name: string; of: string; isGuessing: boolean },
): CompanionColumns {
  const trimmed = all.slice(0, all.length - spare);
  // Blank lines at the end are spare, unless only with them there is a row for each vector.
  const candidates = Array.from({ length: spare + 1 }, (_, i) => all.slice(0, trimmed.length + i));
  const rows =
    candidates.find((each) => each.length === n + 1 && isNamed(each)) ??
    candidates.find((each) => each.length === n && !(each[0]!.length > 1 && isNamed(each))) ??
    candidates.find((each) => isGuessing && each.length === n + 1 && mayBeHeaded(each));
  if (rows === undefined) throw new FormatError(miscounted(trimmed, { n, name, of }));
  const [header = [], ...body] = rows;
  // The first is the label, as the Projector takes it.
  if (rows.length === n) return { columns: columnsOf(rows, (at) => (at === 0 ? 'label' : '')), notes };
  const columns = columnsOf(body, (at) => header[at]!);
  const note = `${name} has ${n + 1} rows for ${n} ${of}s: its first, "${header[0]!.slice(0, 40)}", was taken for the name of the column.`;
  return { columns, notes: header.length > 1 || isNamed(rows) ? notes : [...notes, note] };
}

function miscounted(
  rows: readonly string[][],
  { n, name, of }: { n: number; name: string; of: string },
): string {
  const isHeaded = rows.length > 1 && isNamed(rows);
  const count = isHeaded ? rows.length - 1 : rows.length;
  const first = rows[0]?.[0] ?? '';
  const why =
    rows.length === n + 1 && !isHeaded
      ? `; its first, "${first.slice(0, 40)}", is like the others and no header`
      : '';
  return `${name} has ${count} ${count === 1 ? 'row' : 'rows'}${isHeaded ? ' under its header' : ''} for ${n} ${n === 1 ? of : `${of}s`}${why}: a row for each ${of} is needed, with or without a header.`;
}

/** Whether the first row surely names the columns: by a usual name, over numbers, or as pandas numbers its rows. */
function isNamed([header = [], ...body]: readonly string[][]): boolean {
  if (header.length === 1 && USUAL_NAMES.has(header[0]!.trim().toLowerCase())) return true;
  const isNumbered = header.length > 1 && header[0] === '' && body.every((row) => row[0] !== '');
  return (
    isNumbered ||
    header.some(
      (cell, at) =>
        cell.trim() !== '' &&
        parseNumber(cell) === undefined &&
        body.some((row) => row[at] !== '') &&
        body.every((row) => parseNumber(row[at]!) !== undefined),
    )
  );
}

/** Whether the first row is no row like those below it. */
function mayBeHeaded([header = [], ...body]: readonly string[][]): boolean {
  const isUnlike = header.map((cell, at) => {
    const below = body.map((row) => row[at]!);
    return cell !== '' && !below.includes(cell) && !isOfTheirKind(cell, below);
  });
  const isNumber = header.some((cell) => cell !== '' && parseNumber(cell) !== undefined);
  return isUnlike.includes(true) && !isNumber;
}

/** Letters and digits in the order that most have: `w0` over `w1`, `w2`. */
function isOfTheirKind(cell: string, below: readonly string[]): boolean {
  const kind = kindOf(cell);
  return /0/.test(kind) && below.filter((each) => kindOf(each) === kind).length * 2 > below.length;
}

function kindOf(text: string): string {
  return text.replaceAll(/\p{L}+/gu, 'a').replaceAll(/\d+/g, '0');
}

function columnsOf(rows: readonly string[][], nameOf: (at: number) => string): ForeignColumn[] {
  const width = rows[0]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, at) => {
    const given = nameOf(at).trim();
    const name = given !== '' ? given : at === 0 ? 'index' : `metadata_${at}`;
    return foreignColumn(
      name,
      rows.map((row) => row[at]!),
    );
  });
  return withNamesOfTheirOwn(columns);
}
