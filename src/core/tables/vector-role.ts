import { isOfTexts, type ForeignColumn, type ForeignTable } from '../formats/foreign-table';
import { FormatError } from '../formats/format-error';
import { findVectors, oddRow } from './find-vectors';
import { doubtsOnMarks, listed } from './vector-doubts';
import { listColumn } from './list-cells';
import { matchedNames } from './matched-names';
import type { RoleChoice } from './table-roles';

/** `kind`: a number in each column, lists in one, or an array. */
export interface TakenVectors {
  kind: 'columns' | 'lists' | 'array';
  columns: string[];
  d: number;
  reason: string;
}

const CHOSEN = 'it was chosen';

/** Rows of the vectors. */
export function rowsOfVectors({ columns, arrays }: ForeignTable, { vectors }: RoleChoice): number {
  const array = vectors === undefined ? arrays[0] : arrays.find(({ name }) => name === vectors[0]);
  return array?.n ?? columns[0]?.n ?? arrays[0]?.n ?? 0;
}

/**
 * Which columns or array are the vectors: as `choice` says, else by the rules of docs/formats.md among the columns that are
 * not chosen for something else. Throws FormatError when there are none.
 */
export function vectorRoleOf(
  { columns: all, arrays, metadata }: ForeignTable,
  choice: RoleChoice,
): TakenVectors & { doubts: string[] } {
  const otherwise = new Set([choice.label, choice.split, choice.path]);
  if (choice.vectors !== undefined) {
    const chosen = chosenVectors([...all, ...metadata], arrays, choice.vectors);
    const twice = chosen.kind === 'array' ? undefined : chosen.columns.find((name) => otherwise.has(name));
    if (twice === undefined) return chosen;
    throw new FormatError(`The column "${twice}" cannot be a part of the vectors and something else too.`);
  }
  const columns = all.filter(({ name }) => !otherwise.has(name));
  const [array, ...others] = arrays;
  if (array !== undefined) {
    const doubts =
      others.length === 0 ? [] : [`There are other arrays: ${others.map(({ name }) => name).join(', ')}.`];
    return {
      kind: 'array',
      columns: [array.name],
      d: array.d,
      reason: others.length === 0 ? 'it is the array' : 'it is the largest array',
      doubts,
    };
  }
  const n = columns[0]?.n ?? 0;
  if (columns.length > 0 && n === 0) throw new FormatError('This table has columns and no rows.');
  const found = findVectors(columns);
  const packed = columns.filter(({ bytes }) => bytes !== undefined).map(heldInBytes);
  if (found === null) throw new FormatError(packed[0] ?? noVectors(columns));
  return {
    ...shapeOf(found.columns),
    reason: found.reason,
    doubts: [...found.doubts, ...packed],
  };
}

/** No column is of numbers: what stands where one may belong says why. */
function noVectors(columns: readonly ForeignColumn[]): string {
  const sentence = 'This table has no columns of vectors, like mu_0, mu_1 and so on';
  const marked = columns.filter(
    (column) => /[^\d\s.,]/.test(column.texts[0] ?? '') && doubtsOnMarks([column]).length > 0,
  );
  if (marked.length > 0) {
    const shown = marked[0]!.texts[oddRow(marked[0]!)]!.slice(0, 40);
    return `${sentence}: ${listed(marked)} ${marked.length === 1 ? 'holds' : 'hold'} numbers such as "${shown}", which are read only without marks and units.`;
  }
  const likely = columns.find((column) => isOfTexts(column) && column.texts.some((text) => /\d/.test(text)));
  const row = likely === undefined ? -1 : oddRow(likely);
  if (likely === undefined || row < 0) return `${sentence}.`;
  return `${sentence}: row ${row} of the column "${likely.name}", for one, holds "${likely.texts[row]!.slice(0, 40)}", which is no number.`;
}

/** Vectors are often kept as the bytes of an array. */
function heldInBytes({ name, bytes = 0 }: ForeignColumn): string {
  return `The column "${name}" holds bytes (${bytes} in a cell), which do not say what numbers they are: save lists of numbers if it is the vectors.`;
}

function shapeOf(columns: readonly ForeignColumn[]): Pick<TakenVectors, 'kind' | 'columns' | 'd'> {
  const names = columns.map(({ name }) => name);
  const [only] = columns;
  const list = columns.length === 1 && only!.numbers === null ? listColumn(only!) : null;
  return list === null
    ? { kind: 'columns', columns: names, d: columns.length }
    : { kind: 'lists', columns: names, d: list.length };
}

function chosenVectors(
  columns: readonly ForeignColumn[],
  arrays: ForeignTable['arrays'],
  wanted: readonly string[],
): TakenVectors & { doubts: string[] } {
  const array = arrays.find(({ name }) => wanted.length === 1 && name === wanted[0]);
  if (array !== undefined)
    return { kind: 'array', columns: [array.name], d: array.d, reason: CHOSEN, doubts: [] };
  const names = matchedNames(
    columns.map(({ name }) => name),
    wanted,
  );
  const chosen = columns.filter(({ name }) => names.has(name));
  const inOrder = [...names].map((name) => chosen.find((column) => column.name === name)!);
  const lists = inOrder.filter((column) => column.numbers === null && listColumn(column) !== null);
  if (lists.length > 0 && inOrder.length > 1) {
    throw new FormatError(
      `The column "${lists[0]!.name}" holds lists, which are vectors alone: choose no other with it.`,
    );
  }
  if (inOrder.length === 0) throw new FormatError('No column was chosen as vectors.');
  return {
    ...shapeOf(inOrder),
    reason: 'they were chosen',
    doubts: [],
  };
}
