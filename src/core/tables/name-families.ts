import type { ForeignColumn } from '../formats/foreign-table';

/** Columns whose names differ in their numbers alone, in the order of these. */
export interface NameFamily {
  /** The name with `#` for every number. */
  shape: string;
  columns: ForeignColumn[];
}

interface Member {
  column: ForeignColumn;
  numbers: number[];
}

/** A name that is one number, as wavelengths are, perhaps with a letter or a sign before it or a unit after it. */
const ONE_NUMBER = /^([a-z]?(?=\d)|(?=[+-]))([+-]?\d+(?:\.\d+)?)\s*(nm|[uµ]m|cm-1|cm\^-1|hz|khz|ev|s|ms)?$/i;

/** One number after a word, with or without a fraction: `mz_100`, `mz_100.1`. */
const ENDS_IN_NUMBER = /^(\D*[_\s])(\d+(?:\.\d+)?)$/;

/** The families among columns, those of one member included. Landmarks (`x0, y0, z0, x1, …`) are one. */
export function familiesAmong(columns: readonly ForeignColumn[]): NameFamily[] {
  const families = new Map<string, Member[]>();
  for (const column of columns) {
    const numbered = numberedName(column.name.trim());
    if (numbered === null) continue;
    const family = families.get(numbered.shape) ?? [];
    family.push({ column, numbers: numbered.numbers });
    families.set(numbered.shape, family);
  }
  joinAxes(families);
  return [...families].map(([shape, members]) => ({
    shape,
    columns: members.sort((a, b) => inOrder(a.numbers, b.numbers)).map(({ column }) => column),
  }));
}

function numberedName(name: string): { shape: string; numbers: number[] } | null {
  const [, letter = '', number, unit = ''] = ONE_NUMBER.exec(name) ?? [];
  if (number !== undefined) return { shape: `${letter}#${unit}`, numbers: [Number(number)] };
  const [, before, last] = ENDS_IN_NUMBER.exec(name) ?? [];
  if (before !== undefined) return { shape: `${before}#`, numbers: [Number(last)] };
  const numbers = name.match(/\d+/g)?.map(Number);
  return numbers === undefined ? null : { shape: name.replace(/\d+/g, '#'), numbers };
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return a.length - b.length;
}

/** The axes of a landmark, and how sure its place is, in the order of a vector. */
const AXES = ['x', 'y', 'z', 'v', 'c', 'visibility', 'presence', 'confidence', 'score'];
/** An axis in a name: a word of its own. */
const AXIS = new RegExp(`(^|[^a-z])(${AXES.join('|')})(?![a-z])`, 'i');

/** Makes one family of those that differ in an axis alone, x and y among them, and have the same numbers: the axis is their last number. */
function joinAxes(families: Map<string, Member[]>): void {
  const byRest = new Map<string, { shape: string; axis: string }[]>();
  for (const shape of families.keys()) {
    const [, before = '', axis] = AXIS.exec(shape) ?? [];
    if (axis === undefined) continue;
    const rest = shape.replace(AXIS, `${before}@`);
    byRest.set(rest, [...(byRest.get(rest) ?? []), { shape, axis: axis.toLowerCase() }]);
  }
  for (const [rest, shapes] of byRest) {
    const [first, ...more] = shapes.map(({ shape }) => families.get(shape)!);
    const key = numbersKey(first!);
    const isPlane = ['x', 'y'].every((each) => shapes.some(({ axis }) => axis === each));
    if (!isPlane || more.some((members) => numbersKey(members) !== key)) continue;
    const joined = shapes.flatMap(({ shape, axis }) =>
      families
        .get(shape)!
        .map(({ column, numbers }) => ({ column, numbers: [...numbers, AXES.indexOf(axis)] })),
    );
    for (const { shape } of shapes) families.delete(shape);
    families.set(rest, joined);
  }
}

function numbersKey(members: readonly Member[]): string {
  return JSON.stringify(members.map(({ numbers }) => numbers).sort(inOrder));
}

/** Words by which the coordinates of vectors are usually called. */
const USUAL_WORD =
  /(^|[^a-z])(emb|embed|embedding|embeddings|feat|feature|features|dim|dimension|latent|pixel|px|vec|vector)([^a-z]|$)/;
/** Letters that are usual alone. */
const USUAL_ALONE = /^[^a-z]*(z|pc|v|x)[^a-z]*$/;

/** Whether the names of a family are usual for the coordinates of vectors. */
export function isUsual({ shape }: NameFamily): boolean {
  const small = shape.toLowerCase();
  return USUAL_WORD.test(small) || USUAL_ALONE.test(small);
}
