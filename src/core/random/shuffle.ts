import type { Generator } from './generator';

/** Puts `array` into a random order in place (Fisher and Yates; Knuth 3.4.2 P): every order equally likely. */
export function shuffle(array: Uint32Array, g: Generator): void {
  for (let last = array.length - 1; last > 0; last--) {
    const chosen = g.below(last + 1);
    const kept = array[last]!;
    array[last] = array[chosen]!;
    array[chosen] = kept;
  }
}

/** The numbers 0 to n-1 in a random order. `n`: 0 to 2^32 - 1. Throws RangeError for any other. */
export function permutation(n: number, g: Generator): Uint32Array {
  if (!Number.isInteger(n) || n < 0 || n > 2 ** 32 - 1) {
    throw new RangeError(`A permutation needs a whole number of things, not ${n}.`);
  }
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  shuffle(order, g);
  return order;
}
