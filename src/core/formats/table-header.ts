import { parseNumber } from './decimal';
import { foreignColumn, isDescription, type ForeignColumn } from './foreign-table';
import { FormatError } from './format-error';

/**
 * Rows of cells of one width as columns, each under a name of its own. The first row is their header unless it is numbers
 * alone, or has a number with a sign, a point or an exponent and no name that tables usually have. Throws FormatError when
 * there is no row.
 */
export function columnsOf(rows: readonly (readonly string[])[]): ForeignColumn[] {
  const [first] = rows;
  if (first === undefined) throw new FormatError('This table is empty.');
  const isHeaded = isHeader(first) || isNumberedHeader(rows);
  const body = isHeaded ? rows.slice(1) : rows;
  const columns = first.map((name, at) => {
    const texts = body.map((row) => row[at]!);
    const given = isHeaded ? name.trim() : '';
    const column = foreignColumn(given, texts);
    return given === '' ? { ...column, name: nameless(column, at, isHeaded) } : column;
  });
  return withNamesOfTheirOwn(columns);
}

function isHeader(cells: readonly string[]): boolean {
  if (cells.every((cell) => parseNumber(cell) !== undefined)) return false;
  return cells.some(isDescription) || !cells.some(isValue);
}

/** Unlike a whole number, which may be a name, as pandas counts its columns. */
function isValue(cell: string): boolean {
  return /[-+.e]/i.test(cell) && Number.isFinite(parseNumber(cell) ?? NaN);
}

/** pandas writes the numbers of the rows under an empty name before all others. */
function nameless({ numbers }: ForeignColumn, at: number, isHeaded: boolean): string {
  if (numbers === null) return `text_${at}`;
  return isHeaded && at === 0 ? 'index' : `column_${at}`;
}

/** A header as pandas writes it for columns without names: 0, 1, 2, …, after an empty cell where the rows are numbered too. */
function isNumberedHeader([first = [], second]: readonly (readonly string[])[]): boolean {
  const isIndexed = first[0] === '' && second !== undefined && second[0] !== '';
  const names = isIndexed ? first.slice(1) : first;
  // Two or three numbers may well be a vector.
  return names.length > (isIndexed ? 0 : 3) && names.every((name, at) => name === String(at));
}

/** The second column of a name gets ` (2)` after it, and so on: a table has no two of the same. */
export function withNamesOfTheirOwn<C extends { name: string }>(columns: readonly C[]): C[] {
  const given = new Set(columns.map(({ name }) => name));
  const taken = new Set<string>();
  return columns.map((column) => {
    let name = column.name;
    for (let n = 2; taken.has(name) || (n > 2 && given.has(name)); n++) name = `${column.name} (${n})`;
    taken.add(name);
    return name === column.name ? column : { ...column, name };
  });
}
