import { numberIn, type ForeignColumn } from '../formats/foreign-table';
import { AXES, describingValues, isDescription, isListBeside } from './column-names';
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
  const candidates = candidatesAmong(columns, family);
  const chosen = family?.columns ?? candidates;
  if (chosen.length === 0) return null;
  const taken = new Set(chosen);
  const left = candidates.filter((column) => !taken.has(column) && !hasMissing(column));
  const few = family === null ? usualAmong(chosen) : null;
  const odd = columns.filter((column) => !taken.has(column) && isNearlyNumbers(column));
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
      ...(left.length === 0
        ? []
        : [
            `${listed(left)} ${left.length === 1 ? 'holds' : 'hold'} numbers too, and could belong to the vectors.`,
          ]),
      ...odd.map(
        (column) =>
          `The column "${column.name}" is left out: row ${oddRow(column)} holds "${column.texts[oddRow(column)]!.slice(0, 40)}", which is no number.`,
      ),
    ],
  };
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
    const others = candidatesAmong(columns, family).filter((column) => !family.columns.includes(column));
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

/** Columns of numbers that describe nothing, by name or by what is in them; those of `family` by name alone. */
function candidatesAmong(columns: readonly ForeignColumn[], family: NameFamily | null): ForeignColumn[] {
  const named = columns.filter(({ name, numbers }) => numbers !== null && !isDescription(name));
  const meant = named.filter(
    (column) => family?.columns.includes(column) === true || describingValues(column) === null,
  );
  return meant.length > 0 ? meant : named;
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
function isNearlyNumbers({ texts, numbers }: ForeignColumn): boolean {
  if (numbers !== null) return false;
  const isNumber = (text: string): boolean => text !== '' && numberIn(text) !== undefined;
  if (!isNearlyAll(texts.slice(0, LOOKED_AT).filter(isNumber).length, Math.min(LOOKED_AT, texts.length)))
    return false;
  return isNearlyAll(texts.filter(isNumber).length, texts.length);
}

function hasMissing({ numbers }: ForeignColumn): boolean {
  return numbers?.some(Number.isNaN) ?? true;
}

function isEmpty({ texts, numbers }: ForeignColumn): boolean {
  return numbers === null && texts.every((text) => text.trim() === '');
}

/** The first row of a column that holds no number and is not empty; -1 for none. */
export function oddRow({ texts }: ForeignColumn): number {
  return texts.findIndex((text) => numberIn(text) === undefined);
}

function listed(columns: readonly ForeignColumn[]): string {
  const names = columns.slice(0, 4).map(({ name }) => `"${name}"`);
  return columns.length > 4 ? `${names.join(', ')} and ${columns.length - 4} more` : names.join(', ');
}
