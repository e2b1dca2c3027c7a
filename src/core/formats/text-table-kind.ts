import { parseNumber } from './decimal';
import { isSpacedUnderNames } from './spaced-table';
import { decodeText } from './utf8';

const LINE_FEED = 10;
/** So many lines tell names over rows from vectors. */
const LINES = 20;
/** A header longer than this is looked at no further. */
const MOST_BYTES = 65_536;

/**
 * What a `.txt` file is by its first lines: a table of tabs where two cells or more are names, as Excel's "Unicode text" has
 * them, one of commas, semicolons or, under names, blanks (R's `write.table`), or null for vectors in text, whose numbers are
 * apart by blanks. Throws FormatError when it is no text.
 */
export function textTableKind(bytes: Uint8Array): 'tabs' | 'separators' | null {
  const end = bytes.indexOf(LINE_FEED);
  // The line feed of UTF-16 has a second byte.
  const start = bytes.subarray(0, Math.min(end < 0 ? bytes.length : end + 2, MOST_BYTES));
  if (start.length === MOST_BYTES) return null;
  const isWide = start.includes(0);
  const [line = ''] = decodeText(isWide ? start : start.subarray(0, end < 0 ? undefined : end), 'This file')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const isName = (cell: string): boolean => cell.trim() !== '' && parseNumber(cell) === undefined;
  const hasNames = (each: string): boolean => each.split('\t').filter(isName).length > 1;
  if (hasNames(line)) return 'tabs';
  // BIOM writes a line about the table above the names.
  const isCommented = !isWide && line.startsWith('#');
  const comments = isCommented
    ? firstLines(bytes)
        .split(/\r?\n/)
        .filter((each) => each.startsWith('#'))
    : [];
  if (comments.some(hasNames)) return 'tabs';
  const isSeparated = [',', ';'].some((separator) => {
    const cells = line.split(separator).map((cell) => cell.trim());
    return cells.length > 2 && cells.every((cell) => cell.startsWith('"') || !/\s/.test(cell));
  });
  if (isSeparated) return 'separators';
  return !isWide && isSpacedUnderNames(firstLines(bytes)) ? 'separators' : null;
}

function firstLines(bytes: Uint8Array): string {
  let end = 0;
  for (let line = 0; line < LINES; line++) {
    const next = bytes.indexOf(LINE_FEED, end);
    if (next < 0 || next > MOST_BYTES) break;
    end = next + 1;
  }
  return decodeText(bytes.subarray(0, end), 'This file').replace(/^\uFEFF/, '');
}
