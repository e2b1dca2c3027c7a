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
  /** Which columns they were, in words. */
  from: string;
  /** The other columns. */
  columns: ForeignColumn[];
}

/** Columns that describe an image and are no coordinate of its vector. */
const DESCRIPTIONS = new Set(
  'index,id,split,label,label_name,class,category,target,file,path,image,filename,set,x,y,z,bce,kl,distortion'.split(
    ',',
  ),
);

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
 * columns of numbers that differ in the number they end with; else every column of numbers that is no usual
 * description. Throws FormatError when there are none.
 */
export function vectorsOf(columns: readonly ForeignColumn[]): ForeignVectors {
  const n = columns[0]?.texts.length ?? 0;
  const families = new Map<string, { column: ForeignColumn; number: number }[]>();
  for (const column of columns) {
    const match = /^(.*?)(\d+)$/.exec(column.name);
    if (match === null || column.numbers === null) continue;
    const family = families.get(match[1]!) ?? [];
    family.push({ column, number: Number(match[2]) });
    families.set(match[1]!, family);
  }
  const mu = families.get('mu_');
  const largest = [...families].sort((a, b) => b[1].length - a[1].length)[0];
  const family = mu === undefined ? largest?.[1] : mu;
  const chosen =
    family !== undefined && family.length >= 2
      ? family.sort((a, b) => a.number - b.number).map(({ column }) => column)
      : columns.filter(({ name, numbers }) => numbers !== null && !DESCRIPTIONS.has(name.toLowerCase()));
  if (chosen.length === 0 || n === 0) {
    throw new FormatError('This table has no columns of vectors, like mu_0, mu_1 and so on.');
  }
  const d = chosen.length;
  const vectors = new Float32Array(n * d);
  chosen.forEach(({ numbers }, at) => {
    for (let i = 0; i < n; i++) vectors[i * d + at] = numbers![i]!;
  });
  const taken = new Set(chosen);
  return {
    n,
    d,
    vectors,
    from: d === 1 ? chosen[0]!.name : `${chosen[0]!.name} to ${chosen.at(-1)!.name}`,
    columns: columns.filter((column) => !taken.has(column)),
  };
}
