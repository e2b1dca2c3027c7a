import type { ForeignTable } from '../formats/foreign-table';
import { listColumn } from './list-cells';
import { familiesAmong } from './name-families';
import { truthsAsNumbers } from './truths';

/** Columns that can be the vectors together. */
export interface ColumnGroup {
  title: string;
  columns: string[];
}

/** What can be chosen as vectors: arrays, columns of lists, families of columns of numbers, and single ones. */
export function columnGroups({ columns: given, arrays }: ForeignTable): ColumnGroup[] {
  const columns = given.map(truthsAsNumbers);
  const numbers = columns.filter((column) => column.numbers !== null);
  const families = familiesAmong(numbers).filter((family) => family.columns.length > 1);
  const inFamily = new Map(families.flatMap((family) => family.columns.map((column) => [column, family])));
  const shown = new Set<unknown>();
  const groups: ColumnGroup[] = arrays.map(({ name, n, d }) => ({
    title: `${name} [${n}, ${d}]`,
    columns: [name],
  }));
  for (const column of columns) {
    const family = inFamily.get(column);
    if (family !== undefined) {
      if (shown.has(family)) continue;
      shown.add(family);
      const names = family.columns.map(({ name }) => name);
      groups.push({ title: `${names[0]!} to ${names.at(-1)!} (${names.length} columns)`, columns: names });
      continue;
    }
    const list = column.numbers === null ? listColumn(column) : null;
    if (list !== null)
      groups.push({ title: `${column.name} (lists of ${list.length})`, columns: [column.name] });
    else if (column.numbers !== null) groups.push({ title: column.name, columns: [column.name] });
  }
  return groups;
}
