import { access } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../contract/errors';
import { isOfTexts, type ForeignColumn, type ForeignTable } from '../../../core/formats/foreign-table';
import { withNamesOfTheirOwn } from '../../../core/formats/table-header';
import { matchedToVectors } from '../../../core/tables/match-companion';
import { readCompanion } from './read-companion';

/** Names that the metadata of a file of vectors may have beside it. */
export function metadataPlaces(file: string): string[] {
  return [`${path.parse(file).name}.metadata.tsv`, 'metadata.tsv'].filter(
    (name) => name !== path.basename(file),
  );
}

const LEFT_ASIDE = 'The labels beside it are left aside: ';

/** Whether notes say why labels that are there were not taken. */
export function tellsOfLabels(notes: readonly string[]): boolean {
  return notes.some((note) => note.startsWith(LEFT_ASIDE));
}

/**
 * A table with the columns of the metadata beside its file, `NAME.metadata.tsv` or `metadata.tsv`, where it is an array or
 * has no names of its own. What cannot be read, or is of another number of rows, is left aside, and a note says so.
 */
export async function withMetadata(file: string, table: ForeignTable): Promise<ForeignTable> {
  if (table.columns.length > 0 && path.extname(file).toLowerCase() !== '.tsv') return table;
  const n = rowsOf(table);
  for (const candidate of metadataPlaces(file)) {
    const place = path.join(path.dirname(file), candidate);
    const isThere = await access(place).then(
      () => true,
      () => false,
    );
    if (!isThere) continue;
    try {
      const { columns, notes } = await readCompanion(place, n, 'vector');
      return joined(table, columns, notes);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const note = `${LEFT_ASIDE}${error.message}`;
      return { ...table, notes: [...table.notes, note] };
    }
  }
  return table;
}

/** The Projector's metadata, which this app writes too: a row for each vector, in their order, whatever is in them. */
const ROW_BY_ROW = /(^|\.)metadata\.tsv$/i;

/**
 * A table with the columns of further files, their rows matched to the vectors by what both call them, or by their numbers
 * (`matchedToVectors`). Throws UserError when one cannot be read, or has not as many rows.
 */
export async function withLabels(table: ForeignTable, files: readonly string[]): Promise<ForeignTable> {
  let all = table;
  for (const file of files) {
    const name = path.basename(file);
    const read = await readCompanion(file, rowsOf(table), 'vector');
    const own = [...all.columns, ...all.metadata];
    const { columns, notes } = ROW_BY_ROW.test(name) ? read : matchedToVectors(read, own, name);
    all = joined(all, columns, notes);
  }
  return all;
}

/** How many vectors a table has. */
export function rowsOf({ arrays, columns }: ForeignTable): number {
  return arrays[0]?.n ?? columns[0]?.n ?? 0;
}

function joined(
  table: ForeignTable,
  columns: readonly ForeignColumn[],
  notes: readonly string[],
): ForeignTable {
  const all = withNamesOfTheirOwn([...table.columns, ...table.metadata, ...columns]);
  const metadata = all.slice(table.columns.length);
  const own = metadata.slice(table.metadata.length).filter(({ name }) => name !== 'index');
  const repeating = own.filter((column) => isOfTexts(column) && new Set(column.texts).size <= column.n / 2);
  const [only, ...others] = own.length === 1 ? own : repeating;
  return {
    ...table,
    metadata,
    notes: [...table.notes, ...notes],
    ...(only !== undefined && others.length === 0 ? { loneLabel: only.name } : {}),
  };
}
