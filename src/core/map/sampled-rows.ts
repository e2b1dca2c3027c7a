import { Generator } from '../random/generator';
import { permutation } from '../random/shuffle';

/** Which rows a measure looks at, when all would take too long: at most `rows`, chosen by `seed`. */
export interface Sampling {
  rows: number;
  seed: number;
}

/** At most `rows` of the numbers 0 to n-1, rising; all of them when there are no more. */
export function sampledRows(n: number, { rows, seed }: Sampling): Uint32Array {
  const order = permutation(n, new Generator(seed));
  return order.slice(0, Math.max(0, rows)).sort();
}
