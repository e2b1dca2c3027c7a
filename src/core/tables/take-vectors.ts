import { numberIn, type ForeignColumn, type ForeignTable } from '../formats/foreign-table';
import { FormatError } from '../formats/format-error';
import { visible } from '../text/visible';
import { listColumn, NO_LIST } from './list-cells';
import type { TableRoles } from './table-roles';
import { truthsAsNumbers } from './truths';

/** Vectors from elsewhere and what came with them. */
export interface ForeignVectors {
  n: number;
  d: number;
  /** `[n, d]`. */
  vectors: Float32Array;
  /** All columns that are no coordinate of the vectors. */
  columns: ForeignColumn[];
  /** What each column is, and how that was known. */
  roles: TableRoles;
  /** What was done to read them, in sentences. */
  notes: readonly string[];
}

/** The vectors of a table, as its roles say. Throws FormatError that names the row and the column of a cell that is no number. */
export function takeVectors(
  { columns: own, metadata, arrays, notes }: ForeignTable,
  roles: TableRoles,
): ForeignVectors {
  const taken = vectorsOf({ columns: own, metadata, arrays, notes }, roles);
  if (taken.d > MOST_DIMENSIONS)
    throw new FormatError(
      `Its vectors have ${taken.d} dimensions, and at most ${MOST_DIMENSIONS} are taken: reduce them first, by principal components for example.`,
    );
  return taken;
}

/** What compares vectors of more would not end. */
const MOST_DIMENSIONS = 100_000;

function vectorsOf(
  { columns: own, metadata, arrays, notes }: ForeignTable,
  roles: TableRoles,
): ForeignVectors {
  const columns = [...own, ...metadata];
  const [first] = roles.vectors.columns;
  const array = roles.vectors.kind === 'array' ? arrays.find(({ name }) => name === first) : undefined;
  if (array !== undefined) {
    const { n, d, data } = array;
    return { n, d, vectors: data, columns: columns.filter((column) => column.n === n), roles, notes };
  }
  const byName = new Map(columns.map((column) => [column.name, column]));
  const chosen = roles.vectors.columns.map((name) => byName.get(name)!);
  const n = chosen[0]!.n;
  const list = chosen.length === 1 ? listColumn(chosen[0]!) : null;
  const vectors =
    list === null ? interleaved(chosen, n) : flattened(list.column.name, list.cells, list.length);
  const places = new Set(roles.places?.columns);
  const taken = new Set(roles.vectors.columns.filter((name) => !places.has(name)));
  const d = list === null ? chosen.length : list.length;
  return {
    n,
    d,
    vectors,
    columns: columns.filter((column) => column.n === n && !taken.has(column.name)),
    roles,
    notes,
  };
}

function interleaved(chosen: readonly ForeignColumn[], n: number): Float32Array {
  const d = chosen.length;
  const vectors = new Float32Array(n * d);
  chosen.forEach((column, at) => {
    const { name, texts, numbers } = truthsAsNumbers(column);
    if (numbers === null) {
      const row = texts.findIndex((text) => numberIn(text) === undefined);
      throw new FormatError(
        row < 0
          ? `The column "${name}" is empty.`
          : `Row ${row} of the column "${name}" holds "${visible(texts[row]!, 40)}", which is no number.`,
      );
    }
    for (let i = 0; i < n; i++) vectors[i * d + at] = numbers[i]!;
  });
  return vectors;
}

function flattened(name: string, cells: readonly (ArrayLike<number> | string)[], d: number): Float32Array {
  const vectors = new Float32Array(cells.length * d);
  cells.forEach((cell, row) => {
    if (typeof cell === 'string') {
      throw new FormatError(
        cell === NO_LIST
          ? `Row ${row} of the column "${name}" ${cell}.`
          : `The list in row ${row} of the column "${name}" ${cell}.`,
      );
    }
    if (cell.length !== d) {
      throw new FormatError(
        `The list in row ${row} of the column "${name}" has ${cell.length} numbers where the others have ${d}.`,
      );
    }
    vectors.set(cell, row * d);
  });
  return vectors;
}
