import { isMissing, parseNumber } from './decimal';

/** A column of a table from elsewhere. */
export interface ForeignColumn {
  name: string;
  /** How many cells it has. */
  n: number;
  /** Each cell as the file has it; empty where it has none. */
  texts: readonly string[];
  /** `[n]`, where every cell is a number or missing (NaN) and one at least is a number. */
  numbers: Float64Array | null;
  /** Where cells are lists, each of its cells; those of a text are found by `listsOf`. */
  lists?: readonly ListCell[];
  /** Image files that stand in the cells themselves; null for a cell without one. */
  images?: readonly (Uint8Array | null)[];
  /** How many bytes a cell has, where some are bytes and neither texts nor images. */
  bytes?: number;
}

/** The numbers of a list; a text says why a cell is none. */
export type ListCell = ArrayLike<number> | string;

/** An array of vectors `[n, d]` that is no column of a table. */
export interface ForeignArray {
  name: string;
  n: number;
  d: number;
  data: Float32Array;
}

/** What a file from elsewhere holds, before it is decided what its columns are. */
export interface ForeignTable {
  columns: ForeignColumn[];
  /** Columns that came beside the vectors, in a file of their own or as arrays, and are none of them by themselves. */
  metadata: readonly ForeignColumn[];
  /** Arrays that can be the vectors, the likeliest first; metadata of another length belong to another array. */
  arrays: readonly ForeignArray[];
  /** What was done to read it, in sentences. */
  notes: readonly string[];
  /** The only column that came beside the vectors, or the only one of texts that repeat often: their label where nothing else is one. */
  loneLabel?: string;
}

/** Whether a column is of texts; lists that a file holds as such are none. */
export function isOfTexts({ numbers, lists }: ForeignColumn): boolean {
  return numbers === null && lists === undefined;
}

/** A column of texts, with its numbers where they are some. Cells like `NA`, `NULL` and `None` among numbers are missing. */
export function foreignColumn(name: string, texts: readonly string[]): ForeignColumn {
  const numbers = new Float64Array(texts.length);
  let known = false;
  for (let i = 0; i < texts.length; i++) {
    const number = numberIn(texts[i]!);
    if (number === undefined) return { name, n: texts.length, texts, numbers: null };
    numbers[i] = number;
    known ||= !Number.isNaN(number) || texts[i]!.trim().toLowerCase() === 'nan';
  }
  return { name, n: texts.length, texts, numbers: known ? numbers : null };
}

/** The number in a cell of a column of numbers: NaN where it is missing, undefined where it holds something else. */
export function numberIn(text: string): number | undefined {
  return parseNumber(text) ?? (isMissing(text) ? NaN : undefined);
}

/** A column whose texts are made when they are asked for, which those of vectors are not. */
export function lazyColumn(
  { name, n, numbers }: Pick<ForeignColumn, 'name' | 'n' | 'numbers'>,
  texts: () => readonly string[],
): ForeignColumn {
  let made: readonly string[] | null = null;
  return {
    name,
    n,
    numbers,
    get texts() {
      return (made ??= texts());
    },
  };
}
