import { isDescription } from '../tables/column-names';
import { parseNumber } from './decimal';
import { numberIn } from './foreign-table';

/** More rows of names has no table that people write. */
const MOST = 4;
const LOOKED_AT = 200;

/** What stands in a row of units for a column that has none. */
const NO_UNIT = /^[[(]?([-\u2013\u2014./*]+|n\/a)?[\])]?$/i;

type Rows = readonly (readonly string[])[];

/**
 * The rows of a table whose names stand in several of them, over each other (pandas' `MultiIndex`, DeepLabCut, a row of units),
 * with these made one: joined by `_`, without those that all columns share. A row of another program's comments below the
 * names (`#q2:types`) is left out. Both are said in `notes`. Other tables come back as they are.
 */
export function joinedHeader(rows: Rows, notes: string[]): Rows {
  if (rows.length > 2 && isComment(rows)) {
    notes.push(`Its second row, "${rows[1]![0]!.slice(0, 40)}", describes the columns and was left out.`);
    return [rows[0]!, ...rows.slice(2)];
  }
  const count = rowsOfNames(rows);
  if (count < 2) return rows;
  const given = rows.slice(0, count);
  const ofRows = given
    .at(-1)!
    .slice(1)
    .every((cell) => cell === '')
    ? given.at(-1)![0]!
    : null;
  const levels = given.filter((row) => row.slice(1).some((cell) => cell !== row[1]));
  const shortened: string[] = [];
  const header = rows[0]!.map((_, at) => {
    if (at === 0 && ofRows !== null) return ofRows;
    const [first = '', ...more] = levels
      .map((row) => row[at]!.trim())
      .filter((part) => part !== '' && !/^unnamed: /i.test(part) && !NO_UNIT.test(part));
    const isNameAlone = more.length > 0 && isDescription(first) && isAlone(levels, first);
    if (isNameAlone) shortened.push(`"${first}" without "${more.join('_')}"`);
    return isNameAlone ? first : [first, ...more].join('_');
  });
  // pandas names the levels over the numbers of the rows.
  if (ofRows === null && rows.slice(count).every((row, i) => row[0]!.trim() === String(i))) header[0] = '';
  const [, second = ''] = header;
  const kept =
    shortened.length === 0
      ? ''
      : ` Columns that describe the rows keep their first name alone: ${shortened.slice(0, 4).join(', ').slice(0, 200)}.`;
  notes.push(`Its first ${count} rows are names and were joined, as "${second.slice(0, 40)}".${kept}`);
  return [header, ...rows.slice(count)];
}

/** Whether one column alone has this name in the first of the rows of names, so that it needs no other to tell it apart. */
function isAlone([names]: Rows, name: string): boolean {
  return names!.filter((cell) => cell.trim() === name).length === 1;
}

function isComment([first, second]: Rows): boolean {
  return !first!.slice(1).some((cell) => cell.startsWith('#')) && /^#\w/.test(second![0]!);
}

/** How many rows at the beginning have texts over columns of numbers; a row of a single name below them counts too. */
function rowsOfNames(rows: Rows): number {
  const body = rows.slice(MOST, MOST + LOOKED_AT);
  if (body.length < 2) return 1;
  const places = rows[0]!.flatMap((_, at) =>
    body.every((row) => numberIn(row[at]!) !== undefined) &&
    body.some((row) => Number.isFinite(parseNumber(row[at]!)))
      ? [at]
      : [],
  );
  if (places.length < 2 || 2 * places.length < rows[0]!.length) return 1;
  const others = places.filter((at) => at > 0);
  const isOfNames = (row: readonly string[]): boolean => {
    const texts = others.filter((at) => numberIn(row[at]!) === undefined).length;
    return 2 * texts > others.length && others.every((at) => !Number.isFinite(parseNumber(row[at]!)));
  };
  let count = 0;
  while (count < MOST && isOfNames(rows[count]!)) count++;
  const next = rows[count];
  const isOfRows = next !== undefined && next[0] !== '' && next.slice(1).every((cell) => cell === '');
  return count > 0 && count < MOST && isOfRows ? count + 1 : count;
}
