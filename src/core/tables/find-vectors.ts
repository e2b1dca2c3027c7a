import { isOfTexts, numberIn, type ForeignColumn } from '../formats/foreign-table';
import { AXES, describingValues, isDescription, isListBeside, peakColumns } from './column-names';
import { isNearlyAll, listColumn, type ListColumn } from './list-cells';
import { familiesAmong, isUsual, type NameFamily } from './name-families';
import { truthsAsNumbers } from './truths';
import {
  doubtsOnDummies,
  doubtsOnFamilies,
  doubtsOnLabel,
  doubtsOnLastRow,
  doubtsOnLarge,
  doubtsOnMarks,
  FAMILY_SHARE,
  FEW,
  listed,
} from './vector-doubts';

/** Why columns are the vectors that no name makes so. */
export const ALL_NUMBERS = 'they are all columns of numbers that describe nothing';

/** The columns that are the vectors, and why. */
export interface FoundVectors {
  columns: ForeignColumn[];
  reason: string;
  /** What speaks for another choice, in sentences; the choice is plain where there is nothing. */
  doubts: string[];
}

/**
 * Which columns of a table are the vectors, by the first rule that finds some: `mu_0`, `mu_1`, …; the column of the longest
 * lists; a family of numbered names that is usual or is nearly all columns of numbers; else all columns of numbers that
 * describe nothing; else the places in a map. Null when there are none.
 */
export function findVectors(all: readonly ForeignColumn[]): FoundVectors | null {
  const ofPeaks = new Set(peakColumns(all));
  const given = all.filter((column) => !ofPeaks.has(column));
  const columns = withFamiliesOfTruths(given);
  return (
    fromMu(columns) ??
    fromLists(columns) ??
    fromNumbers(columns) ??
    fromTruths(given) ??
    fromDescriptions(columns) ??
    fromPlaces(columns)
  );
}

/** Columns of true and false where nothing else is a number. */
function fromTruths(columns: readonly ForeignColumn[]): FoundVectors | null {
  const found = fromNumbers(columns.map(truthsAsNumbers));
  return found !== null && found.columns.length > 1 ? found : null;
}

/** Numbered columns that describe, as probabilities of classes do, where nothing else is a number. */
function fromDescriptions(columns: readonly ForeignColumn[]): FoundVectors | null {
  const [family] = familiesAmong(columns.filter(({ numbers }) => numbers !== null))
    .filter((each) => each.columns.length > 1)
    .sort((a, b) => b.columns.length - a.columns.length);
  if (family === undefined) return null;
  return {
    columns: family.columns,
    reason: 'their names are one and differ in their numbers, and there are no other numbers',
    doubts: [
      `${listed(family.columns)} are called as columns that describe the rows, and are taken since no others are numbers.`,
    ],
  };
}

/** Columns with true and false as 1 and 0 where many of one name hold them, as fingerprints of molecules do. */
function withFamiliesOfTruths(columns: readonly ForeignColumn[]): readonly ForeignColumn[] {
  const truths = columns.filter((column) => truthsAsNumbers(column) !== column);
  const many = familiesAmong(truths).filter((family) => family.columns.length > FEW);
  const members = new Set(many.flatMap((family) => family.columns));
  return members.size === 0
    ? columns
    : columns.map((column) => (members.has(column) ? truthsAsNumbers(column) : column));
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
    reason: family === null ? ALL_NUMBERS : 'their names are one and differ in their numbers',
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
      ...(family === null
        ? doubtsOnMarks(columns.filter((column) => !taken.has(column) && !odd.includes(column)))
        : []),
      ...doubtsOnDummies(columns.filter((column) => !taken.has(column))),
      ...doubtsOnLastRow(columns),
      ...odd.map(
        (column) =>
          `The column "${column.name}" is left out: row ${oddRow(column)} holds "${column.texts[oddRow(column)]!.slice(0, 40)}", which is no number.`,
      ),
    ],
  };
}

/** Whether a name differs from those of a family in its numbers alone. */
function isLike({ shape }: NameFamily, column: ForeignColumn): boolean {
  return familiesAmong([column]).some((family) => family.shape === shape);
}

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
