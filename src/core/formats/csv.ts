import { formatFloat32 } from './decimal';
import { FormatError } from './format-error';

/** RFC 4180 ends a line so. */
export const CSV_LINE_END = '\r\n';

/** A number is written as its shortest float32 text, a text quoted where it must be. */
export type CsvCell = number | string;

/** What stands between the cells of a row. */
export type Separator = ',' | ';' | '\t' | '|';

const MUST_BE_QUOTED = /[",\r\n]/;
/**
 * What a spreadsheet runs as a formula: after `=`, `@` or a blank that it strips; after a sign before a letter, a bracket or a
 * cell reference; or arithmetic that goes on to a function or to another program (`-2+cmd|…`). Signs in full width count too.
 */
const FORMULA = /^(?:[=@\t\r\n＝＠]|[+\-＋－]+[\p{L}([{$=@＝＠]|[+\-＋－][\s\d.,+\-*/^()]*\p{L}[^]*[|(])/u;
/** What an apostrophe may stand before: more than is defused now, for earlier versions defused every sign. */
const DEFUSED = /^'+[=+\-@\t\r\n＝＋－＠]/;

/** One line of CSV with its line end (RFC 4180). */
export function encodeCsvRow(cells: readonly CsvCell[]): string {
  // A line that is empty would be read as no row at all.
  if (cells.length === 1 && cells[0] === '') return `""${CSV_LINE_END}`;
  return cells.map(encodeCsvCell).join(',') + CSV_LINE_END;
}

/**
 * One cell. A text that a spreadsheet would run as a formula gets an apostrophe before it and is quoted (OWASP,
 * "CSV injection"), and so does one that would otherwise lose its own apostrophe to `withoutDefusing`. Numbers never do,
 * nor texts like `-1`.
 */
export function encodeCsvCell(cell: CsvCell): string {
  if (typeof cell === 'number') return formatFloat32(cell);
  if (FORMULA.test(cell) || DEFUSED.test(cell)) return `"'${cell.replaceAll('"', '""')}"`;
  return MUST_BE_QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A text as it was before `encodeCsvCell` defused it. */
export function withoutDefusing(text: string): string {
  return DEFUSED.test(text) ? text.slice(1) : text;
}

/**
 * The rows of a CSV text, one after the other: cells in quotes may hold separators, line ends and doubled quotes;
 * lines end with CRLF or LF; a byte order mark is skipped, and so are empty lines, as pandas does, unless
 * `keepsEmptyLines` and there is one column, where they are empty cells. Throws
 * FormatError, with the line number, for a stray or an unclosed quote, a lone carriage return, and a row that
 * has not as many cells as the first. With `shortHeader` the first may have a cell less than all others.
 */
export function* parseCsv(
  text: string,
  separator: Separator = ',',
  { shortHeader = false, keepsEmptyLines = false }: { shortHeader?: boolean; keepsEmptyLines?: boolean } = {},
): Generator<string[], void, undefined> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  let width: number | null = null;
  let widthOf = 'the first row';
  let rows = 0;
  while (at < text.length) {
    const firstLine = line;
    const row: string[] = [];
    for (;;) {
      const cell =
        text[at] === '"' ? quotedCell(text, at, line, separator) : plainCell(text, at, line, separator);
      row.push(cell.value);
      line += cell.lines;
      at = cell.end;
      if (text[at] !== separator) break;
      at++;
    }
    const quotedOnly = text[at - 1] === '"';
    at = text[at] === '\r' ? at + 2 : at + 1;
    line++;
    const isEmptyCell = keepsEmptyLines && (width ?? 1) === 1;
    if (row.length === 1 && row[0] === '' && !quotedOnly && !isEmptyCell) continue;
    width ??= row.length;
    if (shortHeader && rows === 1 && width > 1 && row.length === width + 1) {
      width++;
      widthOf = 'the row before';
    }
    rows++;
    if (row.length !== width) {
      throw new FormatError(
        `Line ${firstLine} of this CSV has ${count(row.length, 'cell')} where ${widthOf} has ${width}.`,
      );
    }
    yield row;
  }
}

/** A cell, the place of the separator or line end after it, and how many line ends it holds. */
interface ParsedCell {
  value: string;
  end: number;
  lines: number;
}

const CELL_ENDS: Record<Separator, RegExp> = {
  ',': /[",\r\n]/g,
  ';': /[";\r\n]/g,
  '\t': /["\t\r\n]/g,
  '|': /["|\r\n]/g,
};

function plainCell(text: string, start: number, line: number, separator: Separator): ParsedCell {
  const cellEnd = CELL_ENDS[separator];
  cellEnd.lastIndex = start;
  const end = cellEnd.exec(text)?.index ?? text.length;
  if (text[end] === '"') {
    throw new FormatError(`Line ${line} of this CSV has a quote in the middle of a cell that is not quoted.`);
  }
  checkCarriageReturn(text, end, line);
  return { value: text.slice(start, end), end, lines: 0 };
}

function quotedCell(text: string, start: number, line: number, separator: Separator): ParsedCell {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new FormatError(`The quote opened on line ${line} of this CSV is never closed.`);
    value += text.slice(from, quote);
    from = quote + 1;
    if (text[from] !== '"') break;
    value += '"';
    from++;
  }
  const lines = value.split('\n').length - 1;
  const after = text[from];
  if (after !== undefined && after !== separator && after !== '\n' && after !== '\r') {
    throw new FormatError(`Line ${line + lines} of this CSV has text after the closing quote of a cell.`);
  }
  checkCarriageReturn(text, from, line + lines);
  return { value, end: from, lines };
}

function checkCarriageReturn(text: string, at: number, line: number): void {
  if (text[at] === '\r' && text[at + 1] !== '\n') {
    throw new FormatError(`Line ${line} of this CSV has a carriage return that does not end the line.`);
  }
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
