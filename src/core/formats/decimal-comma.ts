import { isMissing, parseNumber } from './decimal';

/** A number with a decimal comma, and dots between its thousands if it has such. */
const WITH_COMMA = /^[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)?,\d+(?:e[+-]?\d+)?$/i;
const THOUSANDS = /^[+-]?\d{1,3}(?:\.\d{3})+$/;

const WITH_POINT = /^[+-]?\d*\.\d+(?:e[+-]?\d+)?$/i;
const LOOKED_AT = 100;

/**
 * Rows in which the columns of numbers with decimal commas have plain numbers; texts with commas stay as they are. The
 * first row may be names: it is changed where it is numbers as well. In a table with decimal points commas stay, for they
 * stand between thousands. The rows are changed in place.
 */
export function plainNumbers(rows: string[][]): string[][] {
  const width = rows[0]?.length ?? 0;
  const isPoint = (cell: string): boolean => WITH_POINT.test(cell) && !THOUSANDS.test(cell);
  if (rows.slice(0, LOOKED_AT).some((row, at) => at > 0 && row.some((cell) => isPoint(cell.trim()))))
    return rows;
  for (let at = 0; at < width; at++) {
    const all = rows.map((row) => row[at]!.trim());
    const cells = WITH_COMMA.test(all[0]!) ? all : all.slice(1);
    if (!cells.some((cell) => WITH_COMMA.test(cell))) continue;
    if (!cells.every((cell) => isMissing(cell) || WITH_COMMA.test(cell) || parseNumber(cell) !== undefined))
      continue;
    const grouped = cells.some((cell) => cell.includes('.') && cell.includes(','));
    for (const row of rows) {
      const cell = row[at]!.trim();
      if (WITH_COMMA.test(cell) || (grouped && THOUSANDS.test(cell)))
        row[at] = cell.replaceAll('.', '').replace(',', '.');
    }
  }
  return rows;
}
