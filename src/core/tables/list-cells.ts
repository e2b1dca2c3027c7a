import { parseNumber } from '../formats/decimal';
import type { ForeignColumn, ListCell } from '../formats/foreign-table';

/** A column of lists. */
export interface ListColumn {
  column: ForeignColumn;
  cells: readonly ListCell[];
  /** How many numbers most of its lists have. */
  length: number;
}

/** So few cells of a column may be something else than the others. */
export function isNearlyAll(count: number, n: number): boolean {
  return count > 0 && n - count <= Math.max(1, Math.floor(n / 10));
}

/** A column of which nearly all cells are lists of as many numbers, of two or more; null for any other. */
export function listColumn(column: ForeignColumn): ListColumn | null {
  if (column.numbers !== null) return null;
  const cells = column.lists ?? listsInTexts(column.texts);
  if (cells === null) return null;
  const counts = new Map<number, number>();
  for (const cell of cells) {
    if (typeof cell !== 'string') counts.set(cell.length, (counts.get(cell.length) ?? 0) + 1);
  }
  // Lists that hold something else are lists all the same: what they hold is an error that names its row.
  const others = cells.filter((cell) => typeof cell === 'string' && cell !== NO_LIST).length;
  const [length, count] = [...counts].filter(([each]) => each > 0).sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
  return length >= 1 && isNearlyAll(count + others, cells.length) ? { column, cells, length } : null;
}

/** Why a cell is no list, when it is none at all. */
export const NO_LIST = 'has no list where others have one';

const LOOKED_AT = 20;

/** Eight numbers and more in a cell without brackets, as data sets of faces have their pixels: fewer may be dates or telephone numbers. */
const BARE = /^\s*[-+]?\.?\d[\d.e+-]*(?:[\s,;|]+[-+]?\.?\d[\d.e+-]*){7,}\s*$/i;

function listsInTexts(texts: readonly string[]): ListCell[] | null {
  const first = texts.slice(0, LOOKED_AT);
  const areMost = (pattern: RegExp): boolean =>
    2 * first.filter((text) => pattern.test(text)).length >= first.length;
  const isBare = areMost(BARE);
  if (!isBare && !areMost(/^[\s\w.]*[[({]/)) return null;
  const cells = texts.map((text) => listIn(isBare && BARE.test(text) ? `[${text}]` : text));
  return cells.every((cell) => cell === NO_LIST) ? null : cells;
}

const WRAPPED = /^(?:np\.|numpy\.|torch\.)?(?:array|tensor)\(/;
const OPENING = '[({';
const CLOSING = '])}';

/**
 * The list in a text like `[0.5, -1]`, `[0.5 -1]`, `[0.5|-1]`, `{0.5,-1}`, `array([0.5, -1], dtype=float32)` or
 * `[np.float64(0.5), …]`, over as many lines as it likes; a text that says why it is none.
 */
function listIn(text: string): ListCell {
  let inner = text.trim();
  const wrapped = WRAPPED.exec(inner);
  if (wrapped !== null && inner.endsWith(')')) {
    inner = inner.slice(wrapped[0].length, -1).trim();
    inner = inner.slice(0, inner.lastIndexOf(']') + 1);
  }
  const bracket = OPENING.indexOf(inner[0] ?? ' ');
  if (bracket < 0 || inner.length < 2 || inner.at(-1) !== CLOSING[bracket]) return NO_LIST;
  // Lists of lists are read one after the other.
  inner = inner
    .slice(1, -1)
    .replace(/np\.\w+\(([^()]*)\)/g, '$1')
    .replace(/[[\]]/g, ' ');
  const parts = inner.split(/[\s,;|]+/).filter((part) => part !== '');
  const numbers = new Float64Array(parts.length);
  for (let i = 0; i < parts.length; i++) {
    const number = parseNumber(parts[i]!);
    if (number === undefined) {
      // NumPy leaves out the middle of a long array.
      return i === 0 && parts.every((part) => parseNumber(part) === undefined)
        ? NO_LIST
        : `holds "${parts[i]!.slice(0, 40)}", which is no number`;
    }
    numbers[i] = number;
  }
  return numbers;
}
