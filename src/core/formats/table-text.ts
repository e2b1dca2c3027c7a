import { parseCsv, withoutDefusing, type Separator } from './csv';
import { plainNumbers } from './decimal-comma';
import { FormatError } from './format-error';
import { spacedCells } from './spaced-cells';
import { isSpacedTable } from './spaced-table';

/** A number as half of Europe writes it. */
const DECIMAL_COMMA = /^\s*[+-]?\d*,\d+(e[+-]?\d+)?\s*$/i;
/** The line by which Excel is told what separates the cells. */
const SEPARATOR_LINE = /^\uFEFF?"?sep=([,;\t|])"?\r?\n/i;

/**
 * The rows of a CSV, all of one width, without what `encodeCsvCell` put before formulas: separated by commas, or by the
 * semicolons, tabs, bars or spaces that other programs write; decimal commas and thousands as plain numbers (`plainNumbers`). Lines of NumPy's
 * comments (`#`) at the beginning are left out, but for the last if it names the columns. What could be read otherwise is said
 * in `notes`. Throws FormatError as `parseCsv` does.
 */
export function readCsvTable(
  text: string,
  options: { keepsEmptyLines?: boolean; notes?: string[] } = {},
): string[][] {
  const { notes = [] } = options;
  const told = SEPARATOR_LINE.exec(text);
  const body = withoutComments(withLineFeeds(told === null ? text : text.slice(told[0].length)));
  const separator = (told?.[1] as Separator | undefined) ?? separatorOf(body);
  if (separator === ' ') return rowsOf(body, spacedCells, 'table');
  const rows = withRowNames([...parseCsv(body, separator, { ...options, shortHeader: true })]);
  for (const row of rows) row.forEach((cell, at) => (row[at] = withoutDefusing(cell)));
  // Only cells in quotes have commas in a table of commas.
  if (separator === ',' && !body.includes('"')) return withoutSpaces(rows);
  return plainNumbers(separator === ',' ? withoutSpaces(rows) : rows, separator, notes);
}

/** Lines as the oldest Macs ended them. */
function withLineFeeds(text: string): string {
  return text.includes('\r') && !text.includes('\n') ? text.replaceAll('\r', '\n') : text;
}

/**
 * A text without the comments before its first row. The last of them is a header, as `numpy.savetxt` writes it, when it
 * has as many cells as the row after it; `known` separates them, where the kind of file says so.
 */
function withoutComments(text: string, known?: Separator): string {
  const lines: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (text[at] === '#') {
    const end = text.indexOf('\n', at);
    if (end < 0) return text;
    lines.push(text.slice(at, end + 1));
    at = end + 1;
  }
  const last = lines.at(-1);
  if (last === undefined) return text;
  const rest = text.slice(at);
  const end = rest.indexOf('\n');
  const row = end < 0 ? rest : rest.slice(0, end);
  const separator = known ?? separatorOf(rest);
  const cells = (line: string): number => splitCells(line, separator).length;
  const names = last.replace(/^#+\s?/, '');
  // `#` alone may be the name of a column.
  if (cells(last) === cells(row) && /^#+\s*[,;\t|]/.test(last)) return last + rest;
  return cells(names) === cells(row) && cells(row) > 1 ? names + rest : rest;
}

function splitCells(line: string, separator: Separator | ' '): string[] {
  if (separator === ' ') return spacedCells(line);
  // An empty cell may end or begin a line of tabs.
  const cells = separator === '\t' ? line.replace('\n', '').replace('\r', '') : line.trim();
  return cells.replace(/"[^"]*"/g, '').split(separator);
}

/**
 * What separates the cells: tabs where all of the first lines have as many, whatever the cells hold besides; else what there
 * is of it in the first line, and commas only where they stand within numbers.
 */
function separatorOf(text: string): Separator | ' ' {
  const end = text.indexOf('\n');
  const line = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '').trimEnd();
  if (hasTabsThroughout(text)) return '\t';
  for (const separator of [';', '\t', '|'] as const) {
    const cells = line.split(separator);
    if (cells.length > 1 && cells.every((cell) => !cell.includes(',') || DECIMAL_COMMA.test(cell)))
      return separator;
  }
  return line.includes(',') || !isSpacedTable(text) ? ',' : ' ';
}

/** So many lines tell whether tabs separate a table. */
const LINES_OF_TABS = 20;
/** Characters in which these lines are looked for. */
const MOST_OF_TABS = 1_000_000;

/** Whether each of the first lines has as many tabs, one or more, that do not merely follow another separator. */
function hasTabsThroughout(text: string): boolean {
  const lines = text
    .slice(0, MOST_OF_TABS)
    .split(/\r?\n/, LINES_OF_TABS + 1)
    .slice(0, LINES_OF_TABS);
  // The last may be cut, and is empty where the text ends with a line.
  const whole = lines.length > 1 && lines.length < LINES_OF_TABS ? lines.slice(0, -1) : lines;
  const tabs = whole.map((each) => each.replace(/"[^"]*"/g, '').split('\t').length - 1);
  return tabs[0]! > 0 && tabs.every((count) => count === tabs[0]) && !/[,;|]\t/.test(whole[0]!);
}

/**
 * Rows whose header has a cell less than they: R's `write.table` leaves out the name of the rows' names, and some
 * programs end every row but the header with a separator.
 */
function withRowNames(rows: string[][]): string[][] {
  const [header, ...body] = rows;
  if (header === undefined || body.length === 0 || body[0]!.length !== header.length + 1) return rows;
  if (body.every((row) => row.at(-1) === '')) return [header, ...body.map((row) => row.slice(0, -1))];
  return [['', ...header], ...body];
}

/** Cells without the space after each comma, where every name but the first has one. */
function withoutSpaces(rows: string[][]): string[][] {
  const [first] = rows;
  if (first === undefined || first.length < 2 || !first.slice(1).every((name) => name.startsWith(' ')))
    return rows;
  return rows.map((row) => row.map((cell) => cell.trimStart()));
}

/**
 * The rows of a TSV, all of one width: quoted as pandas does it where all of it can be read so, else as it stands, as the
 * Embedding Projector has it; columns of decimal commas as plain numbers. What could be read otherwise is said in `notes`. Throws FormatError when a row has not as many
 * cells as the first.
 */
export function readTsvTable(text: string, notes: string[] = []): string[][] {
  const body = withoutComments(seriesMatrix(withLineFeeds(text)), '\t');
  if (/(^|[\t\n])"/.test(body)) {
    try {
      return plainNumbers(withRowNames([...parseCsv(body, '\t', { shortHeader: true })]), '\t', notes);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return plainNumbers(
    rowsOf(body, (line) => line.split('\t'), 'TSV'),
    '\t',
    notes,
  );
}

const SERIES_BEGIN = '!series_matrix_table_begin';
const SERIES_END = '!series_matrix_table_end';

/** The table of a series matrix of the Gene Expression Omnibus, which stands among lines about it; any other text as it is. */
function seriesMatrix(text: string): string {
  const begin = text.startsWith('!') ? text.indexOf(SERIES_BEGIN) : -1;
  if (begin < 0) return text;
  const end = text.indexOf(SERIES_END, begin);
  return text.slice(text.indexOf('\n', begin) + 1, end < 0 ? undefined : end);
}

function rowsOf(text: string, cellsOf: (line: string) => string[], kind: 'TSV' | 'table'): string[][] {
  const rows = withRowNamesIfEven(
    text
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map(cellsOf),
  );
  const width = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    throw new FormatError(
      `Line ${odd + 1} of this ${kind} has ${rows[odd]!.length} cells where the first has ${width}.`,
    );
  }
  return rows;
}

function withRowNamesIfEven(rows: string[][]): string[][] {
  const [header, first] = rows;
  const isShort = header !== undefined && header.length + 1 === first?.length && header.length > 1;
  return isShort && rows.slice(1).every((row) => row.length === first.length) ? withRowNames(rows) : rows;
}
