import type { Separator } from './csv';
import { isMissing, parseNumber } from './decimal';

/** A number with a decimal comma, and dots between its thousands if it has such. */
const WITH_COMMA = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)?,\d+(?:e[+-]?\d+)?$/i;
const DOT_THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+$/;
const COMMA_THOUSANDS = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;

const WITH_POINT = /^[+-]?\d*\.\d+(?:e[+-]?\d+)?$/i;
const LOOKED_AT = 100;

/**
 * Rows in which the columns of numbers that a spreadsheet wrote in its language have plain numbers; texts with commas stay as
 * they are. With a decimal point anywhere, or two commas in a number, commas stand between thousands (`"1,234"`, `1,234.5`),
 * and so they do in a table of commas unless two columns have decimal commas that are nothing else. In all others commas are
 * decimal, and dots stand between thousands where a comma or two of them prove it, in their column or another. The first row
 * may be names: it is changed where it is numbers as well. What nothing proves, so that it may be the other, is said in `notes`. The rows are changed in place.
 */
export function plainNumbers(rows: string[][], separator: Separator, notes: string[] = []): string[][] {
  // This app's own tables have no thousands, and texts that only look so.
  if (rows[0]?.includes('mu_0') === true) return rows;
  withoutGaps(rows);
  const columns = [...numberColumns(rows)];
  const hasPoint = rows.slice(0, LOOKED_AT).some((row, at) => at > 0 && row.some(isPoint));
  const decimal = columns.filter(({ cells }) => isOf(cells, WITH_COMMA) && cells.some(isDecimalComma));
  const hasSeveral = (mark: ',' | '.', pattern: RegExp): boolean =>
    columns.some(({ cells }) => cells.some((cell) => cell.split(mark).length > 2 && pattern.test(cell)));
  const isCommaProven = hasPoint || hasSeveral(',', COMMA_THOUSANDS);
  const isGroupedByDots = hasSeveral('.', DOT_THOUSANDS);
  const areDotsProven = decimal.length > 0 || isGroupedByDots;
  // In a table of commas a single such column may be of short lists ("1,2").
  if (isCommaProven || (separator === ',' && decimal.length < 2 && !isGroupedByDots)) {
    for (const { name, at, cells } of columns) {
      if (!isOf(cells, COMMA_THOUSANDS)) continue;
      if (!isCommaProven) notes.push(said(name, cells.find(isComma)!, 'thousands', 'are decimal commas'));
      for (const row of rows)
        if (COMMA_THOUSANDS.test(row[at]!.trim())) row[at] = row[at]!.replaceAll(',', '').trim();
    }
    return rows;
  }
  for (const { name, at, cells } of columns) {
    const first = cells.find((cell) => isComma(cell) || DOT_THOUSANDS.test(cell));
    if (!areDotsProven && first !== undefined && cells.every(mayBeGrouped))
      notes.push(said(name, first, 'decimals', 'stand between thousands'));
    const isGrouped =
      cells.every((cell) => !isPoint(cell)) &&
      (areDotsProven || cells.some((cell) => cell.includes('.') && cell.includes(',')));
    if (isOf(cells, WITH_COMMA) || (isGrouped && isOf(cells, DOT_THOUSANDS)))
      for (const row of rows) row[at] = withoutComma(row[at]!, isGrouped);
  }
  return rows;
}

/** Blanks and apostrophes between thousands, as French and Swiss spreadsheets write them, are nothing else. */
const GAPPED =
  /^[+-]?[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?$|^[+-]?[1-9]\d{0,2}(?:['’]\d{3})+(?:[.,]\d+)?$/;
const HAS_GAP = /\d[ \u00a0\u202f'’]\d/;

/** Takes what stands between thousands out of the columns that are numbers without it. */
function withoutGaps(rows: string[][]): void {
  const body = rows.slice(1);
  for (let at = 0; at < (rows[0]?.length ?? 0); at++) {
    if (!body.some((row) => HAS_GAP.test(row[at]!))) continue;
    const isNumber = (cell: string): boolean =>
      isMissing(cell) || GAPPED.test(cell) || WITH_COMMA.test(cell) || parseNumber(cell) !== undefined;
    if (!body.every((row) => isNumber(row[at]!.trim()))) continue;
    for (const row of body)
      if (GAPPED.test(row[at]!.trim())) row[at] = row[at]!.replace(/[\s\u00a0\u202f'’]/g, '');
  }
}

const isComma = (cell: string): boolean => COMMA_THOUSANDS.test(cell);

/** Whether a cell could as well be a whole number with something between its thousands. */
const mayBeGrouped = (cell: string): boolean =>
  isMissing(cell) || isComma(cell) || DOT_THOUSANDS.test(cell) || /^[+-]?\d{1,3}$/.test(cell);

/** Says how a number was read that may be two, and what to do if it is the other. */
function said(name: string, cell: string, as: 'thousands' | 'decimals', otherwise: string): string {
  const mark = cell.includes(',') ? 'commas' : 'points';
  const value = as === 'thousands' ? cell.replaceAll(',', '') : cell.replace(',', '.');
  return `The ${mark} in "${name}" were taken for ${as === 'thousands' ? 'marks between thousands' : `decimal ${mark}`} (${cell} for ${value}): save the column without them if they ${otherwise}.`;
}

/** A decimal point anywhere else than between thousands. */
const isPoint = (cell: string): boolean => WITH_POINT.test(cell.trim()) && !DOT_THOUSANDS.test(cell.trim());

/** A decimal comma that cannot stand between thousands. */
const isDecimalComma = (cell: string): boolean => WITH_COMMA.test(cell) && !COMMA_THOUSANDS.test(cell);

function withoutComma(text: string, isGrouped: boolean): string {
  const cell = text.trim();
  return WITH_COMMA.test(cell) || (isGrouped && DOT_THOUSANDS.test(cell))
    ? cell.replaceAll('.', '').replace(',', '.')
    : text;
}

/** What may be read in two ways: a comma before a digit, or nothing but groups of three digits between dots. */
const MARKED = /,\d|^\s*[+-]?[1-9]\d{0,2}(?:\.\d{3})+\s*$/;

/** The trimmed cells of each column of numbers with such marks; of the first row only if it is numbers too. */
function* numberColumns(rows: readonly string[][]): Generator<{ name: string; at: number; cells: string[] }> {
  const isNumber = (cell: string): boolean =>
    isMissing(cell) || WITH_COMMA.test(cell) || COMMA_THOUSANDS.test(cell) || isPlain(cell);
  for (let at = 0; at < (rows[0]?.length ?? 0); at++) {
    if (!rows.some((row) => MARKED.test(row[at]!))) continue;
    const all = rows.map((row) => row[at]!.trim());
    const cells = WITH_COMMA.test(all[0]!) ? all : all.slice(1);
    if (cells.every(isNumber)) yield { name: rows[0]![at]!.trim(), at, cells };
  }
}

const isPlain = (cell: string): boolean => parseNumber(cell) !== undefined || DOT_THOUSANDS.test(cell);

/** Whether some of the cells are so written, and no other has a comma. */
function isOf(cells: readonly string[], pattern: RegExp): boolean {
  return (
    cells.some((cell) => pattern.test(cell)) &&
    cells.every((cell) => pattern.test(cell) || !cell.includes(','))
  );
}
