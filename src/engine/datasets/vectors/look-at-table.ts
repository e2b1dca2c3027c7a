import type { TableLook } from '../../../contract/table';
import { UserError } from '../../../contract/errors';
import type { ForeignColumn, ForeignTable } from '../../../core/formats/foreign-table';
import { columnGroups } from '../../../core/tables/column-groups';
import { rolesSentence } from '../../../core/tables/roles-sentence';
import type { RoleChoice } from '../../../core/tables/table-roles';
import { vectorsIn } from './vectors-in';

const EXAMPLES = 3;
const LONGEST_EXAMPLE = 60;

/** What a table that was read from `file` holds, and what its columns would be taken for with `choice`. */
export async function lookAtTable(file: string, table: ForeignTable, choice: RoleChoice): Promise<TableLook> {
  const columns = [...table.columns, ...table.metadata];
  const look = {
    n: table.arrays[0]?.n ?? columns[0]?.n ?? 0,
    columns: [
      ...table.arrays.map(({ name, n, d }) => ({ name, kind: 'array' as const, example: `[${n}, ${d}]` })),
      ...columns.map((column) => ({ name: column.name, kind: kindOf(column), example: exampleOf(column) })),
    ],
    groups: columnGroups(table),
  };
  try {
    const { n, roles } = await vectorsIn(file, table, choice);
    return { ...look, n, roles, why: null, sentence: rolesSentence(roles) };
  } catch (error) {
    // What can be chosen otherwise is shown all the same.
    if (!(error instanceof UserError) || look.groups.length === 0) throw error;
    return { ...look, roles: null, why: error.message, sentence: '' };
  }
}

function kindOf({ numbers, lists }: ForeignColumn): 'numbers' | 'texts' | 'lists' {
  if (numbers !== null) return 'numbers';
  return lists === undefined ? 'texts' : 'lists';
}

function exampleOf({ n, numbers, texts }: ForeignColumn): string {
  const cells = Array.from({ length: Math.min(EXAMPLES, n) }, (_, row) =>
    numbers === null ? texts[row]! : String(numbers[row]),
  );
  const example = cells.join(', ');
  return example.length > LONGEST_EXAMPLE ? `${example.slice(0, LONGEST_EXAMPLE)}…` : example;
}
