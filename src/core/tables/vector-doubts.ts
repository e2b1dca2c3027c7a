import { isOfTexts, numberIn, type ForeignColumn } from '../formats/foreign-table';
import { FEW_CLASSES, isDescription, isLabelName, isLarge } from './column-names';
import { familiesAmong, type NameFamily } from './name-families';
import { truthsAsNumbers } from './truths';

/** A family is the vectors when it has so large a share of the columns of numbers. */
export const FAMILY_SHARE = 0.75;
/** Families of no more members are often something else. */
export const FEW = 3;

/**
 * What speaks for a label among the vectors: the first or the last of them has few different whole numbers, and most of the
 * others twice as many; nearly all of them do where the names of all count as one family, whose borders may be nearly empty.
 */
export function doubtsOnLabel(
  columns: readonly ForeignColumn[],
  chosen: readonly ForeignColumn[],
  family: NameFamily | null,
): string[] {
  const hasLabel = columns.some(({ name }) => isLabelName(name));
  if (hasLabel || chosen.length < FEW) return [];
  const isOneFamily = family !== null && family.shape !== NAMELESS;
  const suspects = [chosen[0]!, chosen.at(-1)!]
    .map((column) => ({ column, classes: kindsOf(column, column.n, FEW_CLASSES + 1) }))
    .filter(({ column, classes }) => {
      if (classes < 2 || classes > FEW_CLASSES || 2 * classes > column.n) return false;
      if (column.numbers?.every(Number.isInteger) !== true) return false;
      const others = chosen.filter((other) => kindsOf(other, ROWS_COMPARED, 2 * classes) === 2 * classes);
      if (!isOneFamily) return 2 * others.length >= chosen.length;
      return others.length >= NEARLY_ALL * (chosen.length - 1) && !isMostlyOne(column);
    });
  return suspects.map(
    ({ column, classes }) => `"${column.name}" has ${classes} different whole numbers, and may be the label.`,
  );
}

/** Of a family so many columns are unlike a label. */
const NEARLY_ALL = 0.9;
/** A pixel at the border of an image has one value so often. */
const MOSTLY = 0.95;

function isMostlyOne({ numbers, n }: ForeignColumn): boolean {
  const counts = new Map<number, number>();
  for (const value of numbers ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Math.max(...counts.values()) >= MOSTLY * n;
}

/** Of the other columns so many rows tell enough. */
const ROWS_COMPARED = 2000;

/** How many different numbers the first rows of a column have, counted up to `most`. */
function kindsOf({ numbers, n }: ForeignColumn, rows: number, most: number): number {
  const kinds = new Set<number>();
  for (let i = 0; i < Math.min(rows, n) && kinds.size < most; i++) kinds.add(numbers?.[i] ?? NaN);
  return kinds.size;
}

/** Whether the last numbers in the names of a family count up by one. */
function counts({ columns }: NameFamily): boolean {
  const last = columns.map(({ name }) => Number(name.match(/\d+/g)?.at(-1) ?? NaN));
  return last.every((number, at) => number === last[0]! + at);
}

/** Several families that are nearly all of the columns may be vectors of their own, as of images and of texts. */
export function doubtsOnFamilies(chosen: readonly ForeignColumn[]): string[] {
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
export function doubtsOnLarge(columns: readonly ForeignColumn[]): string[] {
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

/** A number with something before or after it: a currency, a unit, a limit of detection, an error. */
const DECORATED =
  /^(?<before>[<>≤≥~≈$€£¥]*)\s?[+-]?\d+(?:[.,'’\u00a0\u202f ]\d+)*\s?(?<after>%|‰|°[CF]?|[$€£¥]|[a-zµμ]{1,4}(?:\/[a-zµμ]{1,4})?|±[\s\d.,]*|\([\d.,]*\)|d[+-]?\d+)?$/iu;

/** Columns of texts that are left out although their cells are numbers, all with the same mark or unit, or partly with one. */
export function doubtsOnMarks(columns: readonly ForeignColumn[]): string[] {
  return columns.flatMap((column) => {
    if (!isOfTexts(column) || isDescription(column.name)) return [];
    const marks = new Set<string>();
    let shown = '';
    for (const text of column.texts) {
      const cell = text.trim();
      if (numberIn(cell) !== undefined) continue;
      const found = DECORATED.exec(cell)?.groups;
      if (found === undefined) return [];
      shown ||= cell;
      marks.add(`${found['before'] ?? ''}${(found['after'] ?? '').replace(/[\d\s.,+-]+/g, '')}`);
      if (marks.size > 2) return [];
    }
    return shown === ''
      ? []
      : [
          `The column "${column.name}" is left out: it holds numbers such as "${shown.slice(0, 40)}", which are read only without marks and units.`,
        ];
  });
}

/** Columns of true and false of one name before the last `_`, of which at most one is true in a row: a category of pandas' `get_dummies`. */
export function doubtsOnDummies(columns: readonly ForeignColumn[]): string[] {
  const groups = new Map<string, ForeignColumn[]>();
  for (const column of columns) {
    const stem = /^(.+)_[^_]*$/.exec(column.name)?.[1];
    const truths = truthsAsNumbers(column);
    if (stem === undefined || truths === column || isDescription(stem)) continue;
    groups.set(stem, [...(groups.get(stem) ?? []), truths]);
  }
  const dummies = [...groups.values()].filter(
    (group) =>
      group.length > 1 &&
      group[0]!.texts.every(
        (_, row) => group.reduce((sum, { numbers }) => sum + (numbers?.[row] === 1 ? 1 : 0), 0) <= 1,
      ),
  );
  const left = dummies.flat();
  return left.length === 0
    ? []
    : [
        `${listed(left)} are left out: they are true and false, as pandas writes a category, and may belong to the vectors.`,
      ];
}

/** What a row is called that sums up the others, in the words of spreadsheets and statistics programs. */
const SUMMARY =
  /^(grand[ _])?(totals?|sums?|summe|gesamt|somme|(mean|average|avg|mittelwert|moyenne|media)([ _]?(±|\+\/-)[ _]?(sd|sem|se))?|median|mode|(std|std?\.? ?dev(iation)?|standard[ _]deviation|s\.?d|stabw|standardabweichung)\.?([ _]?[ps])?|var|variance|varianz|s\.?e\.?m|s\.?e|std\.?[ _]?err(or)?|standard[ _]error|c\.?v|%[ _]?c\.?v|c\.?v\.?[ _]?\(?%\)?|r\.?s\.?d|%[ _]?rsd|rsd[ _]?\(?%\)?|max|maximum|min|minimum|range|n|count|anzahl)\.?:?$/i;
/** More rows at the end are not looked at. */
const MOST_SUMMARIES = 20;

/** Last rows that sum up the others are points like them. */
export function doubtsOnLastRow(columns: readonly ForeignColumn[]): string[] {
  for (const column of columns) {
    if (!isOfTexts(column)) continue;
    const names = summariesOf(column);
    if (names.length === 0) continue;
    const shown = names.map((name) => `"${name}"`).join(', ');
    return names.length === 1
      ? [`The last row is called ${shown}: take it out of the file if it sums up the others.`]
      : [
          `The last ${names.length} rows are called ${shown}: take them out of the file if they sum up the others.`,
        ];
  }
  return [];
}

/** The names of the last rows that are called as summaries are; none where another row is called so, as classes may be. */
function summariesOf({ texts, n }: ForeignColumn): string[] {
  let first = n;
  while (first > 0 && n - first < MOST_SUMMARIES && SUMMARY.test(texts[first - 1]!.trim())) first--;
  if (n - first > n / 2 || n < FEW) return [];
  const names = texts.slice(first).map((text) => text.trim());
  const areOnce = new Set(names).size === names.length;
  const others = new Set(texts.slice(0, first).map((text) => text.trim()));
  return areOnce && names.every((name) => !others.has(name)) ? names : [];
}

/** Names of columns in a sentence. */
export function listed(columns: readonly ForeignColumn[]): string {
  const names = columns.slice(0, 4).map(({ name }) => `"${name}"`);
  return columns.length > 4 ? `${names.join(', ')} and ${columns.length - 4} more` : names.join(', ');
}
