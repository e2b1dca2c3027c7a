import { MapTree } from './map-tree';
import type { NeighbourGraph } from './neighbours';
import { sampledRows, type Sampling } from './sampled-rows';
import { VectorStore } from './vector-store';

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
  /** Of each point, `[n]`; NaN when it has no neighbour. */
  shares: Float32Array;
}

/** Rows whose neighbours are looked at, unless others are asked for. */
export const SAMPLED: Sampling = { rows: 1000, seed: 0 };
/** Vectors that are compared with several others while they are near the processor: 64 KB of 64 numbers. */
const TILE_NUMBERS = 16_384;
/** Rows that are compared at once. */
const BATCH = 16;

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
  sample: Sampling = SAMPLED,
): Trustworthiness {
  checkLength(vectors, n, d);
  const used = Math.min(k, Math.ceil(n / 2) - 1);
  const tree = new MapTree(map, n, dims, Math.max(0, used));
  if (used < 1) return { value: null, k: Math.max(0, used), sampled: 0 };
  const rows = sampledRows(n, sample);
  if (rows.length === 0) return { value: null, k: used, sampled: 0 };
  let penalty = 0;
  forDistances(VectorStore.of(vectors, n, d, n * Math.min(BATCH, rows.length)), rows, (row, squares) => {
    for (const rank of ranksOf(tree.nearest(row), row, squares)) penalty += Math.max(0, rank - used);
  });
  const worst = (rows.length * used * (2 * n - 3 * used - 1)) / 2;
  return { value: 1 - penalty / worst, k: used, sampled: rows.length };
}

/** The measure of all sampled rows, from those of its parts, each of rows of its own. */
export function wholeOf(parts: readonly Pick<Trustworthiness, 'value' | 'sampled'>[]): {
  value: number | null;
  sampled: number;
} {
  const known = parts.filter((part) => part.value !== null);
  const sampled = known.reduce((sum, part) => sum + part.sampled, 0);
  const total = known.reduce((sum, part) => sum + part.value! * part.sampled, 0);
  return { value: sampled === 0 ? null : total / sampled, sampled };
}

/** Calls `visit` with each row's squared distances from all, `[n]`, which stay only that long. */
function forDistances(
  store: VectorStore,
  rows: Uint32Array,
  visit: (row: number, squares: Float32Array) => void,
): void {
  const n = store.rows;
  const tile = Math.max(1, Math.floor(TILE_NUMBERS / store.width));
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.subarray(start, start + BATCH);
    for (let first = 0; first < n; first += tile) {
      const last = Math.min(n, first + tile);
      batch.forEach((row, i) => store.measure(row, first, last, i * n + first));
    }
    batch.forEach((row, i) => visit(row, store.squares.subarray(i * n, (i + 1) * n)));
  }
}

/**
 * Of each point's `k` nearest in the latent space, given by `neighbours`, the share that is among its `k`
 * nearest in the map `[n, dims]`. `k` is reduced to what the graph has. Throws RangeError when the map has another
 * length.
 */
export function neighboursKept(
  neighbours: NeighbourGraph,
  map: Float32Array,
  dims: number,
  k = 15,
): NeighboursKept {
  const { n, k: stride, indices } = neighbours;
  const used = Math.min(k, stride);
  const tree = new MapTree(map, n, dims, used);
  const shares = new Float32Array(n).fill(Number.NaN);
  if (used < 1) return { mean: null, k: used, shares };
  // Of each point, the row whose latent neighbour it was last: so that the mark need not be taken away.
  const marks = new Int32Array(n).fill(-1);
  let sum = 0;
  for (let row = 0; row < n; row++) {
    for (let at = row * stride; at < row * stride + used; at++) marks[indices[at]!] = row;
    let count = 0;
    for (const neighbour of tree.nearest(row)) if (marks[neighbour] === row) count++;
    shares[row] = count / used;
    sum += count / used;
  }
  return { mean: sum / n, k: used, shares };
}

/**
 * The places of some points among all points but `row`, sorted by distance from it (`squares` `[n]`), from 1; of
 * equals by index. All points are gone through once, and most are farther than any of the few asked about.
 */
function ranksOf(points: Int32Array, row: number, squares: Float32Array): Int32Array {
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
