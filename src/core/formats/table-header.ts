import { isDescription } from '../tables/column-names';
import { parseNumber } from './decimal';
import { foreignColumn, numberIn, type ForeignColumn } from './foreign-table';
import { FormatError } from './format-error';
import { joinedHeader } from './joined-header';

/**
 * Rows of cells of one width as columns, each under a name of its own. Whether the first row is their header, `hasHeader`
 * tells; names may stand in several (`joinedHeader`), which is said in `notes`. A column without a name and without a cell is
 * left out. Throws FormatError when there is no row.
 */
export function columnsOf(given: readonly (readonly string[])[], notes: string[] = []): ForeignColumn[] {
  if (given[0] === undefined) throw new FormatError('This table is empty.');
  checkColumns(given[0].length);
  const rows = joinedHeader(given, notes);
  const first = rows[0]!;
  const isHeaded = hasHeader(rows);
  const body = isHeaded ? rows.slice(1) : rows;
  const columns = first.flatMap((name, at): ForeignColumn[] => {
    const texts = body.map((row) => row[at]!);
    const named = isHeaded ? withoutHash(name, at) : '';
    const column = foreignColumn(named, texts);
    if (named !== '') return [column];
    if (first.length > 1 && texts.every((text) => text === '')) return [];
    return [{ ...column, name: nameless(column, at, isHeaded) }];
  });
  return withNamesOfTheirOwn(columns);
}

/** So many columns has no table that is meant as one. */
const MOST_COLUMNS = 100_000;

/** Throws FormatError when a table has more columns than can be taken apart in the memory and the time there is. */
export function checkColumns(count: number): void {
  if (count > MOST_COLUMNS)
    throw new FormatError(
      `This table has ${count} columns, and at most ${MOST_COLUMNS} are read: save vectors of more dimensions as .npy, a row for each.`,
    );
}

/** NumPy puts `#` before the first name. */
function withoutHash(name: string, at: number): string {
  const plain = name.trim();
  return at === 0 ? plain.replace(/^#+\s*(?=\S)/, '') : plain;
}

/**
 * Whether the first row is a header. Texts alone are one. Numbers alone are one when they are 0, 1, 2, …, or rise or fall evenly
 * and are unlike what is below them, or are many that rise or fall over rows that do neither. Of a mixed row: when it has a usual name, or a text above numbers, or its numbers are
 * such ones.
 */
function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const first = rows[0]!;
  const body = rows.slice(1);
  const isNumber = first.map((cell) => cell.trim() !== '' && parseNumber(cell) !== undefined);
  if (!isNumber.includes(true)) return first.some((cell) => cell.trim() !== '');
  const names = first.filter((_, at) => isNumber[at]);
  const isMixed = first.some((cell, at) => !isNumber[at] && cell.trim() !== '');
  if (isMixed && first.some(isDescription)) return true;
  if (isMixed && first.some((cell, at) => !isNumber[at] && cell.trim() !== '' && isNumbers(body, at)))
    return true;
  // pandas leaves the name of the rows' numbers empty.
  const isIndexed = !isMixed && first[0]!.trim() === '' && (body[0]?.[0] ?? '').trim() !== '';
  if (names.every((name, at) => name.trim() === String(at))) {
    // Two or three numbers may well be a vector.
    return isMixed || isIndexed || names.length > FEW || hasFractions(body);
  }
  const numbers = names.map(Number);
  if (isOrdered(numbers, isIndexed ? FEW + 1 : MANY) && noneIsOrdered(body, isNumber)) return true;
  return isEvenlySpaced(numbers, SOME) && isUnlike(first, isNumber, body, isEvenlySpaced(numbers, NONE));
}

const FEW = 3;
const LOOKED_AT = 200;

function isNumbers(body: readonly (readonly string[])[], at: number): boolean {
  const cells = body.slice(0, LOOKED_AT).map((row) => row[at]!);
  return (
    cells.some((cell) => Number.isFinite(parseNumber(cell))) &&
    cells.every((cell) => numberIn(cell) !== undefined)
  );
}

function hasFractions(body: readonly (readonly string[])[]): boolean {
  return body
    .slice(0, LOOKED_AT)
    .some((row) => row.some((cell) => !Number.isInteger(parseNumber(cell) ?? 0)));
}

/** By how much of a step steps may differ: names are rounded. */
const SOME = 0.25;
const NONE = 1e-6;
/** So many numbers are evenly spaced by no chance. */
const MANY = 8;

/** Whether so many numbers or more all rise or all fall, as masses and shifts do also where some are left out. */
function isOrdered(numbers: readonly number[], least: number): boolean {
  if (numbers.length < least) return false;
  const isRising = numbers[1]! > numbers[0]!;
  return numbers.every((value, at) => {
    const before = numbers[at - 1];
    return before === undefined || (isRising ? value > before : value < before);
  });
}

function noneIsOrdered(body: readonly (readonly string[])[], isNumber: readonly boolean[]): boolean {
  const rows = body.slice(0, LOOKED_AT);
  const numbersOf = (row: readonly string[]): number[] =>
    row.filter((_, at) => isNumber[at]).map((cell) => parseNumber(cell) ?? NaN);
  return rows.length > 1 && !rows.some((row) => isOrdered(numbersOf(row), 2));
}

/** Whether numbers rise or fall by steps that are even within a share of one. */
function isEvenlySpaced(numbers: readonly number[], tolerance: number): boolean {
  if (numbers.length <= FEW) return false;
  const step = (numbers.at(-1)! - numbers[0]!) / (numbers.length - 1);
  if (step === 0) return false;
  return numbers.every(
    (value, at) => at === 0 || Math.abs(value - numbers[at - 1]! - step) <= tolerance * Math.abs(step),
  );
}

/**
 * Whether no row below is evenly spaced as the first is, and most numbers of the first lie far from those below them; many
 * that are exactly so need not.
 */
function isUnlike(
  first: readonly string[],
  isNumber: readonly boolean[],
  body: readonly (readonly string[])[],
  isExact: boolean,
): boolean {
  const rows = body.slice(0, LOOKED_AT);
  if (rows.length < 2) return false;
  const places = first.flatMap((_, at) => (isNumber[at] ? [at] : []));
  if (
    rows.some((row) =>
      isEvenlySpaced(
        places.map((at) => parseNumber(row[at]!) ?? NaN),
        SOME,
      ),
    )
  )
    return false;
  if (isExact && places.length >= MANY) return true;
  const unlike = places.filter((at) => {
    const below = rows.map((row) => parseNumber(row[at]!) ?? NaN).filter(Number.isFinite);
    const [least, most] = [Math.min(...below), Math.max(...below)];
    const value = Number(first[at]);
    return value < least - (most - least) || value > most + (most - least);
  });
  return unlike.length > places.length / 2;
}

/** pandas writes the numbers of the rows under an empty name before all others, and R their names. */
function nameless({ numbers }: ForeignColumn, at: number, isHeaded: boolean): string {
  if (isHeaded && at === 0 && numbers?.every((value) => Number.isInteger(value)) === true) return 'index';
  return numbers === null ? `text_${at}` : `column_${at}`;
}

/** The second column of a name gets ` (2)` after it, and so on: a table has no two of the same. */
export function withNamesOfTheirOwn<C extends { name: string }>(columns: readonly C[]): C[] {
  const given = new Set(columns.map(({ name }) => name));
  const taken = new Set<string>();
  /** By name, the number after which one is sought: many of a name would else be counted through each time. */
  const next = new Map<string, number>();
  return columns.map((column) => {
    let name = column.name;
    let n = next.get(column.name) ?? 2;
    for (; taken.has(name) || (n > 2 && given.has(name)); n++) name = `${column.name} (${n})`;
    next.set(column.name, n);
    taken.add(name);
    return name === column.name ? column : { ...column, name };
  });
}
