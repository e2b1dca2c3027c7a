import { nearest } from './nearest';

/** How far a point of latent space is from what the model has seen. */
export interface DistanceFromData {
  /** Of the nearest vector, Euclidean. */
  distance: number;
  nearest: number;
  /** Per cent of the data whose own nearest neighbour is nearer than this point's; 0 on the data, 100 beyond all. */
  percentile: number;
}

/**
 * The yardstick: each vector's distance to its nearest neighbour, sorted, `[n]`. `distances`: `[n, k]`, rows
 * rising, as a neighbour graph has them. Throws RangeError when they have another length or `k` is 0.
 */
export function ownDistances(distances: Float32Array, n: number, k: number): Float32Array {
  if (k < 1 || distances.length !== n * k) {
    throw new RangeError(`${distances.length} distances are not those of ${n} vectors to ${k} neighbours.`);
  }
  const own = new Float32Array(n);
  for (let i = 0; i < n; i++) own[i] = distances[i * k]!;
  return own.sort();
}

/**
 * Measures `query` `[d]` against the data `vectors` `[n, d]` by the yardstick `own` (`ownDistances`).
 * Throws RangeError when there is no data or a length does not fit.
 */
export function distanceFromData(
  vectors: Float32Array,
  n: number,
  d: number,
  query: Float32Array,
  own: Float32Array,
): DistanceFromData {
  const { indices, distances } = nearest(vectors, n, d, query, 1);
  const index = indices[0];
  const distance = distances[0];
  if (index === undefined || distance === undefined) {
    throw new RangeError(
      'The distance from the data needs data and a point that is a number in every dimension.',
    );
  }
  return { distance, nearest: index, percentile: percentileOf(own, distance) };
}

function percentileOf(sorted: Float32Array, value: number): number {
  if (sorted.length === 0) return 100;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return (100 * low) / sorted.length;
}
