import { parseNumber } from './decimal';
import { spacedCells } from './spaced-cells';

/** So many lines tell whether blanks separate the cells. */
const LOOKED_AT = 20;

/**
 * Whether a text is a table whose cells are apart by blanks: numbers alone, as `numpy.savetxt` writes them, or R's
 * `write.table`, where names stand over rows of as many cells, or one more for the rows' names, and half of these are numbers.
 */
export function isSpacedTable(text: string): boolean {
  const lines = firstLines(text).map(spacedCells);
  const [first, second = first] = lines;
  if (first === undefined || second === undefined || second.length < 2) return false;
  if (second.length === first.length && second.every(isPlainNumber)) return true;
  return isUnderNames(lines);
}

/** Whether a text is a table of blanks that begins with names, as vectors with their words do not. */
export function isSpacedUnderNames(text: string): boolean {
  return isUnderNames(firstLines(text).map(spacedCells));
}

function isUnderNames([first, ...rows]: readonly string[][]): boolean {
  if (first === undefined || rows.length < 2 || first.some((name) => parseNumber(name) !== undefined))
    return false;
  const width = rows[0]!.length;
  const hasNames = first.length > 1 && (width === first.length || width === first.length + 1);
  const numbers = rows.flat().filter((cell) => parseNumber(cell) !== undefined).length;
  return hasNames && rows.every((row) => row.length === width) && 2 * numbers >= rows.length * width;
}

/** The first lines that hold something, but for the last of them, which may be cut short. */
function firstLines(text: string): string[] {
  const lines = text.split(/\r?\n/, LOOKED_AT + 1).filter((line) => line.trim() !== '');
  return lines.slice(0, LOOKED_AT);
}

function isPlainNumber(cell: string): boolean {
  return /^[+-]?(\d|\.\d|nan|inf)[\d.e+-]*$/i.test(cell) || /^[+-]?(nan|inf)$/i.test(cell);
}
