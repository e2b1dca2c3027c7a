import { Generator } from '../random/generator';
import { permutation } from '../random/shuffle';

/** Which rows a measure looks at, when all would take too long: at most `rows`, chosen by `seed`. */
export interface Sampling {
  rows: number;
  seed: number;
  /** Every `of`-th of these rows alone, from the `index`-th on: for who shares them with others. */
  part?: { index: number; of: number };
}

/** At most `rows` of the numbers 0 to n-1, rising; all of them when there are no more; or a part of these. */
export function sampledRows(n: number, { rows, seed, part = { index: 0, of: 1 } }: Sampling): Uint32Array {
  const order = permutation(n, new Generator(seed));
  return order
    .slice(0, Math.max(0, rows))
    .sort()
    .filter((_, i) => i % part.of === part.index);
}
