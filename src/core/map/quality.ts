import { nearest } from '../latent/nearest';
import { squaredDistance } from '../latent/squared-distance';
import type { NeighbourGraph } from './neighbours';
import { sampledRows, type Sampling } from './sampled-rows';

/** How far the nearest in the map are also near in the latent space. */
export interface Trustworthiness {
  /** 1 when the map brings no strangers close; about 0.5 for a random map. Null for fewer than 3 points. */
  value: number | null;
  /** Neighbours looked at, and points whose neighbours were. */
  k: number;
  sampled: number;
}

/** How many of the nearest in the latent space are still among the nearest in the map. */
export interface NeighboursKept {
  /** Mean share, 0 to 1; null when there is no neighbour to keep. */
  mean: number | null;
  k: number;
  /** The points looked at, rising, and the share of each. */
  rows: Uint32Array;
  shares: Float32Array;
}

const DEFAULT_SAMPLING: Sampling = { rows: 1000, seed: 0 };
/** All of 10,000 points: in a map, where distances have few terms, they take about a second. */
const MORE_ROWS: Sampling = { rows: 10_000, seed: 0 };

/**
 * Trustworthiness (Venna and Kaski 2001) as scikit-learn defines it: 1 minus the normalised sum, over the `k`
 * nearest in the map `[n, dims]`, of how far beyond the k-th place each stands in the latent space `vectors`
 * `[n, d]`. With more points than `sample.rows` it is the mean over rows chosen by the seed, each still ranked
 * among all points. `k` is reduced to be less than n / 2, where the measure is defined.
 * Throws RangeError when an array has another length.
 */
export function trustworthiness(
  vectors: Float32Array,
  n: number,
  d: number,
  map: Float32Array,
  dims: number,
  k = 15,
  sample: Sampling = DEFAULT_SAMPLING,
): Trustworthiness {
  checkLength(vectors, n, d);
  checkLength(map, n, dims);
  const used = Math.min(k, Math.ceil(n / 2) - 1);
  if (used < 1) return { value: null, k: Math.max(0, used), sampled: 0 };
  const rows = sampledRows(n, sample);
  const squares = new Float64Array(n);
  let penalty = 0;
  for (const row of rows) {
    for (let i = 0; i < n; i++) squares[i] = squaredDistance(vectors, row * d, vectors, i * d, d);
    for (const rank of ranksOf(nearestInMap(map, n, dims, row, used), row, squares)) {
      penalty += Math.max(0, rank - used);
    }
  }
  const worst = (rows.length * used * (2 * n - 3 * used - 1)) / 2;
  return { value: 1 - penalty / worst, k: used, sampled: rows.length };
}

/**
 * Of each point's `k` nearest in the latent space, given by `neighbours`, the share that is among its `k`
 * nearest in the map `[n, dims]`; over rows chosen by the seed when there are more points than `sample.rows`.
 * `k` is reduced to what the graph has. Throws RangeError when the map has another length.
 */
export function neighboursKept(
  neighbours: NeighbourGraph,
  map: Float32Array,
  dims: number,
  k = 15,
  sample: Sampling = MORE_ROWS,
): NeighboursKept {
  const { n, k: stride, indices } = neighbours;
  checkLength(map, n, dims);
  const used = Math.min(k, stride);
  const rows = used < 1 ? new Uint32Array(0) : sampledRows(n, sample);
  const shares = new Float32Array(rows.length);
  let sum = 0;
  rows.forEach((row, i) => {
    const kept = new Set(indices.subarray(row * stride, row * stride + used));
    let count = 0;
    for (const neighbour of nearestInMap(map, n, dims, row, used)) if (kept.has(neighbour)) count++;
    shares[i] = count / used;
    sum += count / used;
  });
  return { mean: rows.length > 0 ? sum / rows.length : null, k: used, rows, shares };
}

/** The `k` nearest of point `row` in the map, itself left out. */
function nearestInMap(map: Float32Array, n: number, dims: number, row: number, k: number): Int32Array {
  const query = map.subarray(row * dims, (row + 1) * dims);
  // One more, since the point finds itself; it may miss itself among many at the same place, then the last goes.
  return nearest(map, n, dims, query, k + 1)
    .indices.filter((i) => i !== row)
    .subarray(0, k);
}

/**
 * The places of some points among all points but `row`, sorted by distance from it (`squares` `[n]`), from 1; of
 * equals by index. All points are gone through once, and most are farther than any of the few asked about.
 */
function ranksOf(points: Int32Array, row: number, squares: Float64Array): Int32Array {
  const isBefore = (i: number, j: number): boolean =>
    squares[i]! < squares[j]! || (squares[i] === squares[j] && i < j);
  const sorted = points.toSorted((i, j) => (isBefore(i, j) ? -1 : 1));
  const farthest = sorted.at(-1)!;
  const ranks = new Int32Array(sorted.length).fill(1);
  for (let i = 0; i < squares.length; i++) {
    if (i === row || !isBefore(i, farthest)) continue;
    for (let place = sorted.length - 1; place >= 0 && isBefore(i, sorted[place]!); place--) ranks[place]!++;
  }
  return ranks;
}

function checkLength(values: Float32Array, n: number, d: number): void {
  if (values.length !== n * d) throw new RangeError(`${values.length} numbers are not ${n} points of ${d}.`);
}
