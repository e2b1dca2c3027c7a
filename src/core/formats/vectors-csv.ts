import { parseCsv } from './csv';
import { parseNumber } from './decimal';
import { FormatError } from './format-error';

/** Vectors read from a table: `vectors` `[n, d]`, and the names of their columns (empty without a header). */
export interface CsvVectors {
  n: number;
  d: number;
  vectors: Float32Array;
  columns: readonly string[];
}

/** Columns of this project's own tables that describe an image and are no coordinate of its vector. */
const DESCRIPTIONS = new Set([
  'index',
  'split',
  'label',
  'label_name',
  'file',
  'x',
  'y',
  'z',
  'bce',
  'kl',
  'distortion',
]);

/**
 * The vectors in a CSV text: its columns `mu_0`, `mu_1`, … when it has them, as this project's tables do;
 * otherwise every column that is no description in such a table. A first row of numbers alone is data, not a
 * header. Throws FormatError when there is no such column, a cell is no number, or the text is no CSV.
 */
export function readVectorsCsv(text: string): CsvVectors {
  const rows = parseCsv(text);
  const first = rows.next().value;
  if (first === undefined) throw new FormatError('This CSV is empty.');
  const hasHeader = first.some((cell) => parseNumber(cell) === undefined);
  const places = hasHeader ? vectorColumns(first) : first.map((_, column) => column);
  const values: number[] = [];
  let n = 0;
  const take = (row: readonly string[]): void => {
    n++;
    for (const column of places) {
      const number = parseNumber(row[column]!);
      if (number === undefined) {
        const name = hasHeader ? `"${first[column]}"` : String(column + 1);
        throw new FormatError(
          `Row ${n} of this CSV has "${row[column]!.slice(0, 40)}" in column ${name}, which is no number.`,
        );
      }
      values.push(number);
    }
  };
  if (!hasHeader) take(first);
  for (const row of rows) take(row);
  const columns = hasHeader ? places.map((column) => first[column]!) : [];
  return { n, d: places.length, vectors: Float32Array.from(values), columns };
}

function vectorColumns(header: readonly string[]): number[] {
  const mu: number[] = [];
  for (let i = 0, at = header.indexOf('mu_0'); at >= 0; i++, at = header.indexOf(`mu_${i}`)) mu.push(at);
  if (mu.length > 0) return mu;
  const others = [...header.keys()].filter((column) => !DESCRIPTIONS.has(header[column]!));
  // A table from elsewhere may hold places in space and nothing else.
  if (header.every((name) => ['x', 'y', 'z'].includes(name))) return [...header.keys()];
  if (others.length === 0)
    throw new FormatError('This CSV has no columns of vectors, like mu_0, mu_1 and so on.');
  return others;
}
