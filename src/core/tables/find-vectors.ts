import { isOfTexts, numberIn, type ForeignColumn } from '../formats/foreign-table';
import {
  AXES,
  describingValues,
  FEW_CLASSES,
  isLarge,
  isDescription,
  isListBeside,
  LABEL_NAMES,
} from './column-names';
import { isNearlyAll, listColumn, type ListColumn } from './list-cells';
import { familiesAmong, isUsual, type NameFamily } from './name-families';

/** The columns that are the vectors, and why. */
export interface FoundVectors {
  columns: ForeignColumn[];
  reason: string;
  /** What speaks for another choice, in sentences; the choice is plain where there is nothing. */
  doubts: string[];
}

/** A family is the vectors when it has so large a share of the columns of numbers. */
const FAMILY_SHARE = 0.75;
const FEW = 3;

/**
 * Which columns of a table are the vectors, by the first rule that finds some: `mu_0`, `mu_1`, …; the column of the longest
 * lists; a family of numbered names that is usual or is nearly all columns of numbers; else all columns of numbers that
 * describe nothing; else the places in a map. Null when there are none.
 */
export function findVectors(columns: readonly ForeignColumn[]): FoundVectors | null {
  return fromMu(columns) ?? fromLists(columns) ?? fromNumbers(columns) ?? fromPlaces(columns);
}

function fromMu(columns: readonly ForeignColumn[]): FoundVectors | null {
  const named = columns.filter(({ name }) => /^mu_?\d+$/i.test(name.trim()));
  const [family] = familiesAmong(named).sort((a, b) => b.columns.length - a.columns.length);
  if (family === undefined) return null;
  return { columns: family.columns, reason: 'their names are those of latent means', doubts: [] };
}

function fromLists(columns: readonly ForeignColumn[]): FoundVectors | null {
  const lists = columns.map(listColumn).filter((list) => list !== null);
  const likely = lists.filter(({ column, length }) => length > 1 && !isListBeside(column.name));
  const families = numberedVectors(columns);
  // Boxes and tags alone are the vectors only where there is nothing else.
  const pool = likely.length > 0 ? likely : families === null ? lists : [];
  const [longest, ...others] = pool.toSorted((a, b) => b.length - a.length);
  if (longest === undefined) return null;
  const names = others.filter(({ column }) => !isListBeside(column.name)).map(described);
  return {
    columns: [longest.column],
    reason: `its cells are lists of ${longest.length} numbers${names.length > 0 ? ', the longest' : ''}`,
    doubts: names.length > 0 ? [`There are other lists: ${names.join(', ')}.`] : [],
  };
}

function described({ column, length }: ListColumn): string {
  return `${column.name} (${length} numbers)`;
}

function fromNumbers(columns: readonly ForeignColumn[]): FoundVectors | null {
  const family = numberedVectors(columns);
  const candidates = candidatesAmong(columns, new Set(family?.columns));
  const chosen = family?.columns ?? candidates.filter((column) => !hasManyMissing(column));
  if (chosen.length === 0) return null;
  const taken = new Set(chosen);
  const left = candidates.filter((column) => !taken.has(column) && !hasManyMissing(column));
  const missing = candidates.filter((column) => !taken.has(column) && hasManyMissing(column));
  const few = family === null ? usualAmong(chosen) : null;
  // One of missing values alone has no odd row.
  const odd = columns.filter(
    (column) =>
      !taken.has(column) &&
      oddRow(column) >= 0 &&
      (isNearlyNumbers(column) || (family !== null && isOfTexts(column) && isLike(family, column))),
  );
  return {
    columns: chosen,
    reason:
      family === null
        ? 'they are all columns of numbers that describe nothing'
        : 'their names are one and differ in their numbers',
    doubts: [
      ...(few === null
        ? []
        : [
            `${listed(few.columns)} are called as vectors are, and are few beside the other columns of numbers.`,
          ]),
      ...doubtsOnLabel(columns, chosen, family),
      ...(family === null ? doubtsOnFamilies(chosen) : []),
      ...doubtsOnLarge(family === null ? chosen : left),
      ...(chosen.length > 1 || columns.length === 1
        ? []
        : [`"${chosen[0]!.name}" alone is left for the vectors.`]),
      ...(left.length === 0
        ? []
        : [
            `${listed(left)} ${left.length === 1 ? 'holds' : 'hold'} numbers too, and could belong to the vectors.`,
          ]),
      ...(missing.length === 0 || family !== null
        ? []
        : [`${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} left out: many values are missing.`]),
      ...odd.map(
        (column) =>
          `The column "${column.name}" is left out: row ${oddRow(column)} holds "${column.texts[oddRow(column)]!.slice(0, 40)}", which is no number.`,
      ),
    ],
  };
}

/**
 * What speaks for a label among columns that no name makes vectors: the first or the last of them has few different whole
 * numbers, and most of the others twice as many.
 */
function doubtsOnLabel(
  columns: readonly ForeignColumn[],
  chosen: readonly ForeignColumn[],
  family: NameFamily | null,
): string[] {
  const hasLabel = columns.some(({ name }) => LABEL_NAMES.includes(name.trim().toLowerCase()));
  if (hasLabel || (family !== null && family.shape !== NAMELESS) || chosen.length < FEW) return [];
  const suspects = [chosen[0]!, chosen.at(-1)!]
    .map((column) => ({ column, classes: kindsOf(column, column.n, FEW_CLASSES + 1) }))
    .filter(({ column, classes }) => {
      if (classes < 2 || classes > FEW_CLASSES || 2 * classes > column.n) return false;
      if (column.numbers?.every(Number.isInteger) !== true) return false;
      const others = chosen.filter((other) => kindsOf(other, ROWS_COMPARED, 2 * classes) === 2 * classes);
      return 2 * others.length >= chosen.length;
    });
  return suspects.map(
    ({ column, classes }) => `"${column.name}" has ${classes} different whole numbers, and may be the label.`,
  );
}

/** Of the other columns so many rows tell enough. */
const ROWS_COMPARED = 2000;

/** How many different numbers the first rows of a column have, counted up to `most`. */
function kindsOf({ numbers, n }: ForeignColumn, rows: number, most: number): number {
  const kinds = new Set<number>();
  for (let i = 0; i < Math.min(rows, n) && kinds.size < most; i++) kinds.add(numbers?.[i] ?? NaN);
  return kinds.size;
}

/** Whether a name differs from those of a family in its numbers alone. */
function isLike({ shape }: NameFamily, column: ForeignColumn): boolean {
  return familiesAmong([column]).some((family) => family.shape === shape);
}

/** Whether the last numbers in the names of a family count up by one. */
function counts({ columns }: NameFamily): boolean {
  const last = columns.map(({ name }) => Number(name.match(/\d+/g)?.at(-1) ?? NaN));
  return last.every((number, at) => number === last[0]! + at);
}

/** Several families that are nearly all of the columns may be vectors of their own, as of images and of texts. */
function doubtsOnFamilies(chosen: readonly ForeignColumn[]): string[] {
  const large = familiesAmong(chosen).filter((family) => family.columns.length > FEW);
  const members = large.reduce((sum, family) => sum + family.columns.length, 0);
  const [only] = large;
  if (
    large.length === 1 &&
    only!.columns.length < chosen.length &&
    2 * members >= chosen.length &&
    counts(only!)
  )
    return [
      `${only!.columns[0]!.name} to ${only!.columns.at(-1)!.name} are numbered, and may be the vectors without the other columns.`,
    ];
  if (large.length < 2 || members < FAMILY_SHARE * chosen.length) return [];
  const names = large.slice(0, 4).map(({ columns }) => `${columns[0]!.name} to ${columns.at(-1)!.name}`);
  return [`There are ${large.length} families of columns, all of which are taken: ${names.join('; ')}.`];
}

/** Whole numbers that float32 rounds may be counts, and may be identifiers. */
function doubtsOnLarge(columns: readonly ForeignColumn[]): string[] {
  const large = columns.filter(
    ({ numbers }) => numbers?.every(Number.isInteger) === true && isLarge(numbers),
  );
  if (large.length === 0) return [];
  return [
    `${listed(large)} ${large.length === 1 ? 'holds' : 'hold'} whole numbers that float32 rounds: leave out what is an identifier.`,
  ];
}

/** As the columns of a table without a header are called. */
const NAMELESS = 'column_#';

/** The family that is the vectors: the largest with a usual name, else the one that nearly all columns of numbers belong to. */
function numberedVectors(columns: readonly ForeignColumn[]): NameFamily | null {
  const families = familiesAmong(
    columns.filter(
      (column) =>
        !isDescription(column.name) &&
        (column.numbers !== null || isNearlyNumbers(column) || isEmpty(column)),
    ),
  )
    .filter((family) => family.columns.length > 1 && family.columns.some(({ numbers }) => numbers !== null))
    .sort((a, b) => b.columns.length - a.columns.length);
  const enough = (family: NameFamily): boolean => {
    const members = new Set(family.columns);
    const others = candidatesAmong(columns, members).filter((column) => !members.has(column));
    if (isUsual(family)) return family.columns.length > FEW || family.columns.length >= others.length;
    return family.columns.length >= FAMILY_SHARE * (family.columns.length + others.length);
  };
  return families.find((family) => isUsual(family) && enough(family)) ?? families.find(enough) ?? null;
}

/** A family with a usual name that is only a part of these columns. */
function usualAmong(columns: readonly ForeignColumn[]): NameFamily | null {
  const isPart = (family: NameFamily): boolean =>
    family.columns.length > 1 && family.columns.length < columns.length;
  return familiesAmong(columns).find((family) => isUsual(family) && isPart(family)) ?? null;
}

/** Columns of numbers that describe nothing, by name or by what is in them; those of a family by name alone. */
function candidatesAmong(
  columns: readonly ForeignColumn[],
  family: ReadonlySet<ForeignColumn>,
): ForeignColumn[] {
  const named = columns.filter(({ name, numbers }) => numbers !== null && !isDescription(name));
  const meant = named.filter((column) => family.has(column) || !describesByValues(column));
  return meant.length > 0 ? meant : named;
}

/** Every family asks, and the answer is a look at all values. */
const known = new WeakMap<ForeignColumn, boolean>();

function describesByValues(column: ForeignColumn): boolean {
  let describes = known.get(column);
  if (describes === undefined) known.set(column, (describes = describingValues(column) !== null));
  return describes;
}

function fromPlaces(columns: readonly ForeignColumn[]): FoundVectors | null {
  const places = columns.filter(
    ({ name, numbers }) => numbers !== null && AXES.includes(name.trim().toLowerCase()),
  );
  if (places.length < 2) return null;
  return { columns: places, reason: 'there are no other numbers than these places', doubts: [] };
}

const LOOKED_AT = 50;

/** A column of texts of which nearly all are numbers. */
function isNearlyNumbers(column: ForeignColumn): boolean {
  if (!isOfTexts(column)) return false;
  const { texts } = column;
  const isNumber = (text: string): boolean => text !== '' && numberIn(text) !== undefined;
  if (!isNearlyAll(texts.slice(0, LOOKED_AT).filter(isNumber).length, Math.min(LOOKED_AT, texts.length)))
    return false;
  return isNearlyAll(texts.filter(isNumber).length, texts.length);
}

function hasManyMissing({ numbers, n }: ForeignColumn): boolean {
  const known = numbers?.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0) ?? 0;
  return !isNearlyAll(known, n);
}

function isEmpty(column: ForeignColumn): boolean {
  return isOfTexts(column) && column.texts.every((text) => text.trim() === '');
}

/** The first row of a column that holds no number and is not empty; -1 for none. */
export function oddRow({ texts }: ForeignColumn): number {
  return texts.findIndex((text) => numberIn(text) === undefined);
}

function listed(columns: readonly ForeignColumn[]): string {
  const names = columns.slice(0, 4).map(({ name }) => `"${name}"`);
  return columns.length > 4 ? `${names.join(', ')} and ${columns.length - 4} more` : names.join(', ');
}
