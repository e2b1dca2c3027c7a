import { foreignColumn, type ForeignColumn } from '../formats/foreign-table';
import { isLabelName } from './column-names';

/**
 * The class of each row of `values` `[n, width]`, by which of its numbers is 1 where all others are 0; null where a row is
 * not so, no class is ever taken, or there is but one class.
 */
export function oneHotClasses(values: ArrayLike<number>, width: number): number[] | null {
  if (width < 2 || values.length === 0) return null;
  const classes: number[] = [];
  for (let start = 0; start < values.length; start += width) {
    let found = -1;
    for (let at = 0; at < width; at++) {
      const value = values[start + at]!;
      if (value !== 0 && (value !== 1 || found >= 0)) return null;
      if (value === 1) found = at;
    }
    if (found < 0) return null;
    classes.push(found);
  }
  return classes;
}

/**
 * Columns with one more of the classes that several of them tell by a single 1 in each row (`MEL,NV,BCC`): called `label`, its
 * texts the names of those. They come back as they are where a column is called as labels are, or they tell none.
 */
export function withOneHotLabel(
  columns: readonly ForeignColumn[],
  file: string,
): { columns: ForeignColumn[]; notes: string[] } {
  const asTheyAre = { columns: [...columns], notes: [] };
  if (columns.some(({ name }) => isLabelName(name))) return asTheyAre;
  const flags = columns.filter(
    ({ numbers }) => numbers?.every((value) => value === 0 || value === 1) === true,
  );
  // Two classes are told by one column; two columns are more often two answers.
  if (flags.length < 3) return asTheyAre;
  const values = Float64Array.from({ length: flags[0]!.n * flags.length }, (_, i) => {
    return flags[i % flags.length]!.numbers![Math.floor(i / flags.length)]!;
  });
  const classes = oneHotClasses(values, flags.length);
  if (classes === null) return asTheyAre;
  const label = foreignColumn(
    'label',
    classes.map((at) => flags[at]!.name),
  );
  const names = `${flags[0]!.name} to ${flags.at(-1)!.name}`;
  const note = `Each row of ${file} has a single 1 in its ${flags.length} columns ${names}: which of them it is was taken for the label.`;
  return { columns: [label, ...columns], notes: [note] };
}
