/** Up to so many vectors each is measured for the yardstick; of more some, for to find the nearest of all takes long. */
const ALL_MEASURED = 20_000;
const SOME_MEASURED = 2000;

/** On how many of `n` vectors the yardstick of distances from them rests. */
export function measuredOf(n: number): number {
  return n <= ALL_MEASURED ? n : SOME_MEASURED;
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
 * How far a distance from the data is, as a percentile of the data's own (`ownDistances`): per cent of `sorted`, rising,
 * that are smaller than `value`: 0 on the data, 100 beyond all, and of none.
 */
export function percentileOf(sorted: Float32Array, value: number): number {
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
