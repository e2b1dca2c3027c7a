import type { NeighbourGraph } from './neighbours';

/** Differences of numbers larger than this have squares that no float32 holds. */
const LARGEST = 1e18;

/**
 * Throws RangeError with one sentence unless `vectors` is `[n, d]`, d at least 1, of numbers that can be measured:
 * none NaN, infinite, or beyond 1e18.
 */
export function checkVectors(vectors: Float32Array, n: number, d: number): void {
  if (!Number.isInteger(n) || n < 0 || !Number.isInteger(d) || d < 1) {
    throw new RangeError(`A map needs vectors of one number or more, not ${n} vectors of ${d}.`);
  }
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${d}.`);
  let bad = 0;
  let first = -1;
  for (let i = 0; i < n; i++) {
    let fits = true;
    for (let at = i * d; at < (i + 1) * d; at++) {
      // Written so that NaN fails too.
      if (!(Math.abs(vectors[at]!) <= LARGEST)) fits = false;
    }
    if (fits) continue;
    bad++;
    if (first < 0) first = i;
  }
  if (bad > 0) {
    throw new RangeError(
      `${bad} of ${n} vectors cannot be mapped, because they hold numbers that are not finite or beyond 1e18; the first is row ${first}.`,
    );
  }
}

/** Throws RangeError with one sentence unless the graph is one of `n` points: lengths right, every neighbour another point. */
export function checkNeighbours({ n, k, indices, distances }: NeighbourGraph, points: number): void {
  if (n !== points || indices.length !== n * k || distances.length !== n * k) {
    throw new RangeError(`The neighbour graph is one of ${n} points, not of the ${points} to be mapped.`);
  }
  for (let at = 0; at < indices.length; at++) {
    const i = indices[at]!;
    if (i < 0 || i >= n || i === Math.floor(at / k)) {
      throw new RangeError(
        `The neighbour graph gives point ${Math.floor(at / k)} the neighbour ${i}, which is no other point.`,
      );
    }
    if (!(distances[at]! >= 0 && distances[at]! < Infinity)) {
      throw new RangeError(
        `The neighbour graph gives point ${Math.floor(at / k)} a distance of ${distances[at]}.`,
      );
    }
  }
}
