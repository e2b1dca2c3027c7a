import { parseNumber } from './decimal';
import { FormatError } from './format-error';

/** A column of a table from elsewhere; `numbers` `[n]` when every cell is one or is empty (NaN). */
export interface ForeignColumn {
  name: string;
  texts: readonly string[];
  numbers: Float32Array | null;
}

/** Vectors from elsewhere and what came with them. */
export interface ForeignVectors {
  n: number;
  d: number;
  /** `[n, d]`. */
  vectors: Float32Array;
  /** The columns they were, in order; none of an array. */
  names: readonly string[];
  /** The other columns. */
  columns: ForeignColumn[];
}

/** Names of columns, in small letters, by what they tell of a vector; the first that is there is taken. */
export const LABEL_NAMES = ['label_name', 'label', 'labels', 'class', 'class_name', 'category', 'target'];
export const FILE_NAMES = [
  'file',
  'path',
  'image',
  'filename',
  'file_name',
  'filepath',
  'file_path',
  'image_path',
];
/** Columns of the places in a map. */
export const AXES = ['x', 'y', 'z'];
/** Columns that describe an image and are no coordinate of its vector. */
const DESCRIPTIONS = new Set([
  ...LABEL_NAMES,
  ...FILE_NAMES,
  ...['index', 'id', 'split', 'set', ...AXES, 'bce', 'kl', 'distortion'],
  // As pandas names the numbers of its rows in Parquet, and in a CSV that it read and wrote again.
  ...['__index_level_0__', 'unnamed: 0'],
]);

/** A column of texts, with its numbers where they are some. */
export function foreignColumn(name: string, texts: readonly string[]): ForeignColumn {
  const numbers = new Float32Array(texts.length);
  for (let i = 0; i < texts.length; i++) {
    const number = parseNumber(texts[i]!);
    if (number === undefined) return { name, texts, numbers: null };
    numbers[i] = number;
  }
  return {
    name,
    texts,
    numbers: numbers.every(Number.isNaN) && texts.some((text) => text !== 'NaN') ? null : numbers,
  };
}

/**
 * Tells which columns of a table are the vectors: `mu_0`, `mu_1`, … where there are such; else the longest family of
 * columns of numbers that differ in the number they end with; else a column of texts that are lists of numbers, as NumPy
 * and Python write them; else every column of numbers that is no usual description; else the places in a map, if they are
 * all there is. Throws FormatError when there are none.
 */
export function vectorsOf(columns: readonly ForeignColumn[]): ForeignVectors {
  const n = columns[0]?.texts.length ?? 0;
  const family = longestFamily(columns);
  const isFamily = family !== null;
  const lists = isFamily ? undefined : columns.find((column) => column.numbers === null && isLists(column));
  if (lists !== undefined) return listsOf(lists, columns);
  const numbers = columns.filter((column) => column.numbers !== null);
  const others = numbers.filter(({ name }) => !isDescription(name));
  const places = numbers.filter(({ name }) => AXES.includes(name.toLowerCase()));
  const chosen = isFamily ? family : others.length > 0 ? others : places.length > 1 ? places : [];
  if (columns.length > 0 && n === 0) throw new FormatError('This table has columns and no rows.');
  if (chosen.length === 0) {
    throw new FormatError('This table has no columns of vectors, like mu_0, mu_1 and so on.');
  }
  const d = chosen.length;
  const vectors = new Float32Array(n * d);
  chosen.forEach(({ numbers }, at) => {
    for (let i = 0; i < n; i++) vectors[i * d + at] = numbers![i]!;
  });
  // Places that are the vectors as well are still places.
  const taken = new Set(chosen === places ? [] : chosen);
  return {
    n,
    d,
    vectors,
    names: chosen.map(({ name }) => name),
    columns: columns.filter((column) => !taken.has(column)),
  };
}

/**
 * Columns of numbers that differ in the number that they end with, in its order: of those called mu, else of the most.
 * Null when there are no two. Throws FormatError for one among them that is not all numbers.
 */
function longestFamily(columns: readonly ForeignColumn[]): ForeignColumn[] | null {
  const families = new Map<string, { column: ForeignColumn; number: number }[]>();
  for (const column of columns) {
    const match = /^(.*?)(\d+)$/.exec(column.name);
    if (match === null) continue;
    const family = families.get(match[1]!) ?? [];
    family.push({ column, number: Number(match[2]) });
    families.set(match[1]!, family);
  }
  const numbersIn = (family: readonly { column: ForeignColumn }[]): number =>
    family.filter(({ column }) => column.numbers !== null).length;
  const [largest] = [...families.values()]
    .filter((family) => family.length >= 2 && numbersIn(family) > 0)
    .sort((a, b) => numbersIn(b) - numbersIn(a));
  const family = families.get('mu_') ?? largest;
  if (family === undefined || family.length < 2) return null;
  for (const { column } of family) {
    if (column.numbers !== null) continue;
    const row = column.texts.findIndex((text) => parseNumber(text) === undefined);
    throw new FormatError(
      row < 0
        ? `The column "${column.name}" is empty.`
        : `Row ${row} of the column "${column.name}" holds "${column.texts[row]!.slice(0, 40)}", which is no number.`,
    );
  }
  return family.sort((a, b) => a.number - b.number).map(({ column }) => column);
}

/** Whether a column of this name describes an image, and is no coordinate of its vector. */
export function isDescription(name: string): boolean {
  return DESCRIPTIONS.has(name.trim().toLowerCase());
}

/** A text like `[0.5, -1]` or `[0.5 -1]`, over as many lines as it likes. */
const LIST = /^\s*[[(]([^[\]()]*)[\])]\s*$/;

function isLists({ texts }: ForeignColumn): boolean {
  return texts.length > 0 && texts.every((text) => LIST.test(text));
}

function listsOf(column: ForeignColumn, columns: readonly ForeignColumn[]): ForeignVectors {
  const cells = column.texts.map((text, row) =>
    (LIST.exec(text)?.[1] ?? '')
      .split(/[\s,]+/)
      .filter((part) => part !== '')
      .map((part) => {
        const number = parseNumber(part);
        // NumPy leaves out the middle of a long array.
        if (number === undefined)
          throw new FormatError(
            `The list in row ${row} of the column "${column.name}" holds "${part}", which is no number.`,
          );
        return number;
      }),
  );
  return vectorsFromLists(
    column.name,
    cells,
    columns.filter((each) => each !== column),
  );
}

/** Vectors that stand in one cell each. Throws FormatError when they are empty or differ in length. */
export function vectorsFromLists(
  name: string,
  cells: readonly (readonly number[])[],
  columns: ForeignColumn[],
): ForeignVectors {
  const d = cells[0]?.length ?? 0;
  const odd = cells.findIndex((cell) => cell.length !== d);
  if (odd >= 0) {
    throw new FormatError(
      `The list in row ${odd} of the column "${name}" has ${cells[odd]!.length} numbers where the first has ${d}.`,
    );
  }
  if (d === 0) throw new FormatError(`The lists in the column "${name}" are empty.`);
  const vectors = new Float32Array(cells.length * d);
  cells.forEach((cell, row) => vectors.set(cell, row * d));
  return { n: cells.length, d, vectors, names: [name], columns };
}
