import { MapTree } from './map-tree';
import { sampledRows, type Sampling } from './sampled-rows';
import { ValueScan } from './value-scan';
import { VectorStore } from './vector-store';

/** How far the nearest in the map are also near in the latent space. */
export interface Trustworthiness {
  /** 1 when the map brings no strangers close; about 0.5 for a random map. Null for fewer than 3 points. */
  value: number | null;
  /** Neighbours looked at, and points whose neighbours were. */
  k: number;
  sampled: number;
}

/** Rows whose neighbours are looked at, unless others are asked for. */
const SAMPLED: Sampling = { rows: 1000, seed: 0 };

/** The rows by which the trustworthiness of a map of `n` points is measured. */
export function trustRows(n: number): Uint32Array {
  return sampledRows(n, SAMPLED);
}

/** Rows that `trustworthiness` compares at once, and vectors that it does while they are near the processor: 64 KB of 64 numbers. */
const BATCH = 16;
const TILE_NUMBERS = 16_384;

/**
 * Trustworthiness (Venna and Kaski 2001) as scikit-learn defines it: 1 minus the normalised sum, over the `k`
 * nearest in the map, of how far beyond the k-th place each stands in the latent space. Whoever has the distances in the
 * latent space adds them row by row; of fewer rows than there are it is the mean, each still ranked among all points.
 */
export class TrustMeter {
  private readonly k: number;
  private readonly tree: MapTree;
  private readonly distances: ValueScan;
  private added = 0;
  private penalty = 0;

  /**
   * Of the map `[n, dims]`. `k` is reduced to be less than n / 2, where the measure is defined. Throws RangeError when
   * `map` has another length.
   */
  constructor(
    map: Float32Array,
    private readonly n: number,
    dims: number,
    k = 15,
  ) {
    this.k = Math.max(0, Math.min(k, Math.ceil(n / 2) - 1));
    this.tree = new MapTree(map, n, dims, this.k);
    this.distances = new ValueScan(n);
  }

  /** The nearest of `row` in the map; the array is written anew each time. */
  nearest(row: number): Int32Array {
    return this.tree.nearest(row);
  }

  /** `distances` `[n]` of all from `row`, or what rises with them. */
  add(row: number, distances: Float32Array): void {
    if (this.k === 0) return;
    this.added += 1;
    this.distances.values.set(distances);
    for (const rank of ranksOf(this.nearest(row), row, this.distances)) {
      this.penalty += Math.max(0, rank - this.k);
    }
  }

  get result(): Trustworthiness {
    const { k, n, added } = this;
    const worst = (added * k * (2 * n - 3 * k - 1)) / 2;
    return { value: added === 0 ? null : 1 - this.penalty / worst, k, sampled: added };
  }
}

/**
 * The trustworthiness of a map `[n, dims]` of `vectors` `[n, d]`, by rows that `sample` chooses; see `TrustMeter`. Throws RangeError when an array has
 * another length.
 */
export function trustworthiness(
  vectors: Float32Array,
  n: number,
  d: number,
  map: Float32Array,
  dims: number,
  k?: number,
  sample: Sampling = SAMPLED,
): Trustworthiness {
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} points of ${d}.`);
  const meter = new TrustMeter(map, n, dims, k);
  const rows = sampledRows(n, sample);
  const store = VectorStore.of(vectors, n, d, n * Math.min(BATCH, rows.length));
  const tile = Math.max(1, Math.floor(TILE_NUMBERS / store.width));
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.subarray(start, start + BATCH);
    for (let first = 0; first < n; first += tile) {
      const last = Math.min(n, first + tile);
      batch.forEach((row, i) => store.measure(row, first, last, i * n + first));
    }
    batch.forEach((row, i) => meter.add(row, store.squares.subarray(i * n, (i + 1) * n)));
  }
  return meter.result;
}

/**
 * The ranks of some points among all points but `row`, by distance from it (`distances` `[n]`), from 1, nearest first; of
 * equals by index. All points are gone through once, and most are farther than any of the few asked about.
 */
function ranksOf(points: Int32Array, row: number, distances: ValueScan): Int32Array {
  const { values } = distances;
  const sorted = points.toSorted((i, j) => values[i]! - values[j]! || i - j);
  const limits = Float32Array.from(sorted, (point) => values[point]!);
  // Of each, how many stand between it and the one before.
  const ranks = new Int32Array(sorted.length);
  for (const i of distances.atMost(limits.at(-1)!)) {
    if (i === row) continue;
    const distance = values[i]!;
    // The first that is not nearer, by halving.
    let place = 0;
    for (let end = sorted.length; place < end;) {
      const middle = (place + end) >>> 1;
      if (limits[middle]! < distance) place = middle + 1;
      else end = middle;
    }
    while (limits[place] === distance && sorted[place]! <= i) place++;
    if (place < sorted.length) ranks[place]! += 1;
  }
  for (let place = 1; place < ranks.length; place++) ranks[place]! += ranks[place - 1]!;
  return ranks.map((before) => before + 1);
}
