import { nearest } from './nearest';
import type { Steps } from './steps';

/** Of each set at most so many vectors are compared pair by pair. */
const MOST_COMPARED = 1500;

/**
 * A (nearly) closest pair of two sets, `left` and `right`, of rows of `vectors` `[n, latent]`: the closest of an even
 * sample of each, and then going from the pair
 * found to the nearest in the other whole set and back, until that brings nothing. In steps, for it is long.
 */
export function* closestPair(
  vectors: Float32Array,
  latent: number,
  left: readonly number[],
  right: readonly number[],
): Steps<[number, number]> {
  const gather = (rows: readonly number[]): Float32Array => {
    const gathered = new Float32Array(rows.length * latent);
    rows.forEach((row, i) => gathered.set(vectors.subarray(row * latent, (row + 1) * latent), i * latent));
    return gathered;
  };
  yield;
  const sides = [left, right].map((rows) => ({ rows, vectors: gather(rows) }));
  const closestIn = (side: number, row: number): { row: number; distance: number } => {
    const { rows, vectors: all } = sides[side]!;
    const query = vectors.subarray(row * latent, (row + 1) * latent);
    const { indices, distances } = nearest(all, rows.length, latent, query, 1);
    return { row: rows[indices[0] ?? 0]!, distance: distances[0] ?? Infinity };
  };
  const sample = (rows: readonly number[]): number[] => {
    const step = Math.ceil(rows.length / MOST_COMPARED);
    return rows.filter((_, i) => i % step === 0);
  };
  const sampledRight = sample(right);
  const sampledVectors = gather(sampledRight);
  let best = { a: left[0]!, b: right[0]!, distance: Infinity };
  for (const a of sample(left)) {
    yield;
    const query = vectors.subarray(a * latent, (a + 1) * latent);
    const { indices, distances } = nearest(sampledVectors, sampledRight.length, latent, query, 1);
    const distance = distances[0] ?? Infinity;
    if (distance < best.distance) best = { a, b: sampledRight[indices[0]!]!, distance };
  }
  for (;;) {
    yield;
    const b = closestIn(1, best.a);
    yield;
    const a = closestIn(0, b.row);
    if (!(a.distance < best.distance)) return [best.a, best.b];
    best = { a: a.row, b: b.row, distance: a.distance };
  }
}
