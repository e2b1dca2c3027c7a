import { UserError } from '../../../contract/errors';
import type { ForeignTable } from '../../../core/formats/foreign-table';
import { rolesOf, type RoleChoice } from '../../../core/tables/table-roles';
import { takeVectors, type ForeignVectors } from '../../../core/tables/take-vectors';
import { readError } from '../../runs/file-errors';
import { columnsBeside } from './columns-beside';

/**
 * The vectors of a table that was read from `file`, with the roles of its columns: as `choice` has it, else as they are
 * found. Throws UserError, by row and column, when it holds none, none as they were chosen, or a value that is not finite.
 */
export async function vectorsIn(
  file: string,
  table: ForeignTable,
  choice: RoleChoice,
): Promise<ForeignVectors> {
  const beside = await columnsBeside(file, [...table.columns, ...table.metadata]);
  try {
    const vectors = takeVectors(table, rolesOf(table, choice, beside));
    checkFinite(file, table, vectors);
    return vectors;
  } catch (error) {
    throw readError(error, file);
  }
}

function checkFinite(file: string, { columns }: ForeignTable, { vectors, d, roles }: ForeignVectors): void {
  const at = vectors.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const row = Math.floor(at / d);
  const names = roles.vectors.columns;
  const column = names.length === d ? columns.find(({ name }) => name === names[at % d]) : undefined;
  const text = column?.texts[row]?.trim();
  const where =
    column === undefined
      ? ` in dimension ${at % d}`
      : ` (${text === undefined || text === '' ? 'an empty cell' : `"${text.slice(0, 40)}"`} in the column "${column.name}")`;
  const isLarge = Number.isFinite(column?.numbers?.[row] ?? NaN) || Math.abs(vectors[at]!) === Infinity;
  throw new UserError(
    isLarge
      ? `Vector ${row} in ${file} holds a value that is not a finite number in float32${where}: it is infinite, or larger than 3e38. Scale or leave out that column or row first.`
      : `Vector ${row} in ${file} holds a value that is not a finite number${where}: fill it, or leave out that column or row first.`,
  );
}
