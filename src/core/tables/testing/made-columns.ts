import { foreignColumn, type ForeignColumn } from '../../formats/foreign-table';
import { rolesOf, type RoleChoice, type TableRoles } from '../table-roles';

/** Rows of a made table. */
export const N = 12;

/** What is in each row, by the column's name. */
export type Cells = Record<string, (row: number) => string | number>;

export function columnsFrom(cells: Cells): ForeignColumn[] {
  return Object.entries(cells).map(([name, cell]) =>
    foreignColumn(
      name,
      Array.from({ length: N }, (_, row) => String(cell(row))),
    ),
  );
}

/** What the columns of such a table are; `beside` name files that lie beside it. */
export function rolesIn(cells: Cells, choice: RoleChoice = {}, beside: string[] = []): TableRoles {
  return rolesOf(
    { columns: columnsFrom(cells), metadata: [], arrays: [], notes: [] },
    choice,
    new Set(beside),
  );
}

/** Numbers that are no count and no code. */
export const wave = (row: number): number => Math.round(1000 * Math.sin(row * row)) / 1000;

/** Columns of such numbers. */
export const named = (...names: string[]): Cells => Object.fromEntries(names.map((name) => [name, wave]));
