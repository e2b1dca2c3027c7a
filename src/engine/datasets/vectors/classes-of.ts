import type { ForeignColumn } from '../../../core/formats/foreign-table';

/**
 * The classes of a column of labels and which of them each row has, -1 for an empty one. `columns`: those beside it, among
 * which `label` may have the numbers of the classes.
 */
export function labelsIn(
  column: ForeignColumn,
  columns: readonly ForeignColumn[],
): { labels: Int32Array; labelNames: string[] } {
  const numbered = columns.find(({ name }) => name.trim().toLowerCase() === 'label');
  const labelNames = classesOf(column, numbered);
  const classes = new Map(labelNames.map((name, i) => [name, i]));
  return { labels: Int32Array.from(column.texts, (text) => classes.get(text) ?? -1), labelNames };
}

/**
 * The classes in a column of labels: by the numbers that came with their names, else by their own where they are all
 * numbers, else as they first appear. They are told apart by their texts, however large their numbers.
 */
function classesOf({ texts, numbers }: ForeignColumn, numbered: ForeignColumn | undefined): string[] {
  const by = numbered?.numbers ?? numbers;
  const order = new Map<string, number>();
  texts.forEach((text, i) => {
    if (text !== '' && !order.has(text)) order.set(text, by?.[i] ?? 0);
  });
  const all = [...order];
  if (by === null || all.some(([, place]) => Number.isNaN(place))) return all.map(([name]) => name);
  return all.sort(([a, i], [b, j]) => i - j || byWhole(a, b)).map(([name]) => name);
}

const WHOLE = /^[+-]?\d+$/;

/** Beyond 2^53 two whole numbers may be one as doubles. */
function byWhole(a: string, b: string): number {
  if (!WHOLE.test(a) || !WHOLE.test(b)) return 0;
  const [i, j] = [BigInt(a.replace('+', '')), BigInt(b.replace('+', ''))];
  return i < j ? -1 : i > j ? 1 : 0;
}
