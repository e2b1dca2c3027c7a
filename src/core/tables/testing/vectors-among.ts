import type { ForeignColumn } from '../../formats/foreign-table';
import { rolesOf, type RoleChoice } from '../table-roles';
import { takeVectors, type ForeignVectors } from '../take-vectors';

/** The vectors among the columns of a table. */
export function vectorsAmong(columns: ForeignColumn[], choice: RoleChoice = {}): ForeignVectors {
  const table = { columns, metadata: [], arrays: [], notes: [] };
  return takeVectors(table, rolesOf(table, choice));
}
