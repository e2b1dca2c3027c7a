import type { JsonColumn } from './json-lines';

/** Objects of more keys are dictionaries, and stay one cell. */
const MOST_KEYS = 200;
const DEEPEST = 6;
/** A list of more objects is one of things, and no answer of a service. */
const MOST_ITEMS = 4;

/**
 * Columns whose cells are objects as a column for each of their keys, `response.body.data.0.embedding`, so that lists within
 * them are found. Images in cells (`bytes`, `path`) and objects of very many keys stay as they are.
 */
export function nestedColumns(columns: readonly JsonColumn[], depth = 0): JsonColumn[] {
  return columns.flatMap((column) => {
    const keys = depth < DEEPEST ? keysOf(column.cells) : null;
    if (keys === null) return [column];
    const within = keys.map((key) => ({
      name: `${column.name}.${key}`,
      cells: column.cells.map((cell) => (isObject(cell) ? cell[key] : undefined)),
    }));
    return nestedColumns(within, depth + 1);
  });
}

/** The keys of objects, or places in short lists of them; null when a cell is something else and not missing. */
function keysOf(cells: readonly unknown[]): string[] | null {
  const keys = new Set<string>();
  for (const cell of cells) {
    if (cell === null || cell === undefined) continue;
    if (!isObject(cell) || (Array.isArray(cell) && !isOfObjects(cell))) return null;
    for (const key of Object.keys(cell)) keys.add(key);
    if (keys.size > MOST_KEYS) return null;
  }
  const isImage = keys.has('bytes') || [...keys].every((key) => key === 'path');
  return keys.size === 0 || isImage ? null : [...keys];
}

function isOfObjects(list: readonly unknown[]): boolean {
  return list.length <= MOST_ITEMS && list.some((each) => isObject(each) && !Array.isArray(each));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
