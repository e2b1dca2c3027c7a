import { parseCsv, withoutDefusing, type Separator } from './csv';
import { FormatError } from './format-error';

/** A number as half of Europe writes it. */
const DECIMAL_COMMA = /^\s*[+-]?\d*,\d+(e[+-]?\d+)?\s*$/i;
/** The line by which Excel is told what separates the cells. */
const SEPARATOR_LINE = /^\uFEFF?sep=([,;\t])\r?\n/i;

/**
 * The rows of a CSV, all of one width, without what `encodeCsvCell` put before formulas: separated by commas, or by the
 * semicolons or tabs that spreadsheets write, with decimal commas then. Throws FormatError as `parseCsv` does.
 */
export function readCsvTable(text: string, options: { keepsEmptyLines?: boolean } = {}): string[][] {
  const told = SEPARATOR_LINE.exec(text);
  const body = told === null ? text : text.slice(told[0].length);
  const separator = (told?.[1] as Separator | undefined) ?? separatorOf(body);
  const plain =
    separator === ','
      ? withoutDefusing
      : (cell: string): string => withoutDefusing(DECIMAL_COMMA.test(cell) ? cell.replace(',', '.') : cell);
  return Array.from(parseCsv(body, separator, options), (row) => row.map(plain));
}

/** Semicolons or tabs where the first line has some and its commas, if any, stand within numbers. */
function separatorOf(text: string): Separator {
  const end = text.indexOf('\n');
  const line = (end < 0 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '');
  for (const separator of [';', '\t'] as const) {
    const cells = line.split(separator);
    if (cells.length > 1 && cells.every((cell) => !cell.includes(',') || DECIMAL_COMMA.test(cell)))
      return separator;
  }
  return ',';
}

/**
 * The rows of a TSV, all of one width: quoted as pandas does it where all of it can be read so, else as it stands, as the
 * Embedding Projector has it. Throws FormatError when a row has not as many cells as the first.
 */
export function readTsvTable(text: string): string[][] {
  if (/(^|[\t\n])"/.test(text)) {
    try {
      return [...parseCsv(text, '\t')];
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
  const width = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    throw new FormatError(
      `Line ${odd + 1} of this TSV has ${rows[odd]!.length} cells where the first has ${width}.`,
    );
  }
  return rows;
}
