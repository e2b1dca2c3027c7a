import type { Nearest } from '../../core/latent/nearest';
import { squaredDistance } from '../../core/latent/squared-distance';
import { VectorStore } from '../../core/map/vector-store';
import { scaled, scaleOf } from './small-vectors';

/** Points that are compared at once, where that is not more than so many distances. */
const BATCH = 32;
const MOST_DISTANCES = 2 ** 22;
/** Vectors that are compared with all of the points while they are near the processor. */
const TILE = 256;
/** Candidates beyond k that are measured again, because the first measures are rounded. */
const SPARE = 8;
/** Squares that are looked at one by one, to know what is small. */
const HEAD = 1024;

/** Vectors that were searched, as they are compared: for as long as anybody holds them. */
const stores = new WeakMap<Float32Array, VectorStore>();
/** The same of vectors that are too small to be compared as they are. */
const scales = new WeakMap<Float32Array, { scale: number; vectors: Float32Array }>();

/**
 * As `nearest`, for `count` points `[count, d]` at once and about ten times as fast: in each row the `k` nearest of
 * `vectors` `[n, d]`. What is equally near to the 7th digit may be left out for its like. Throws RangeError when an array
 * has another length or the vectors take more than 4 GiB.
 */
export function nearestAmong(
  points: Float32Array,
  count: number,
  { vectors, n, d }: { vectors: Float32Array; n: number; d: number },
  k: number,
): Nearest[] {
  if (vectors.length !== n * d || points.length !== count * d) {
    throw new RangeError(
      `${vectors.length} and ${points.length} numbers are not ${n} and ${count} vectors of ${d}.`,
    );
  }
  const { scale, vectors: larger } = largerOf(vectors);
  if (scale !== 1) {
    const found = nearestAmong(scaled(points, scale), count, { vectors: larger, n, d }, k);
    return found.map((each) => ({ ...each, distances: each.distances.map((distance) => distance / scale) }));
  }
  const most = Math.max(1, Math.min(BATCH, Math.floor(MOST_DISTANCES / n)));
  const store = storeOf(vectors, n, d, most);
  const found: Nearest[] = [];
  for (let start = 0; start < count; start += most) {
    const batch = Math.min(most, count - start);
    for (let i = 0; i < batch; i++) store.put(n + i, points, start + i);
    for (let first = 0; first < n; first += TILE) {
      const last = Math.min(n, first + TILE);
      for (let i = 0; i < batch; i++) store.measure(n + i, first, last, i * n + first);
    }
    for (let i = 0; i < batch; i++) {
      const candidates = least(store, i * n, (i + 1) * n, Math.min(n, k + SPARE));
      found.push(measured(points, (start + i) * d, vectors, d, candidates, Math.min(k, n)));
    }
  }
  return found;
}

function largerOf(vectors: Float32Array): { scale: number; vectors: Float32Array } {
  let known = scales.get(vectors);
  if (known === undefined) {
    const scale = scaleOf(vectors);
    scales.set(vectors, (known = { scale, vectors: scaled(vectors, scale) }));
  }
  return known;
}

/** The last rows are for the points, `most` at once. */
function storeOf(vectors: Float32Array, n: number, d: number, most: number): VectorStore {
  const known = stores.get(vectors);
  if (known !== undefined) return known;
  const store = new VectorStore(n + most, d, most * n);
  for (let i = 0; i < n; i++) store.put(i, vectors, i);
  stores.set(vectors, store);
  return store;
}

/** The places, from `first`, of the `most` least of the squares from `first` to `last` (exclusive). */
function least({ squares, scan }: VectorStore, first: number, last: number, most: number): Int32Array {
  const places = new Int32Array(most);
  const held = new Float64Array(most).fill(Infinity);
  let count = 0;
  const hold = (at: number): void => {
    const square = squares[at]!;
    // The first are taken whatever they are: squares beyond float32 are infinite.
    if (count === most && !(square < held[most - 1]!)) return;
    let to = count < most ? count++ : most - 1;
    for (; to > 0 && held[to - 1]! > square; to--) {
      held[to] = held[to - 1]!;
      places[to] = places[to - 1]!;
    }
    held[to] = square;
    places[to] = at - first;
  };
  // What is greater than the least of the first cannot be among the least of all.
  const head = Math.min(last, first + Math.max(most, HEAD));
  for (let at = first; at < head; at++) hold(at);
  for (const at of scan.atMost(held[most - 1]!, head, last)) hold(at);
  return places;
}

/** The candidates in the order of their distance in double precision, equals by index. */
function measured(
  points: Float32Array,
  at: number,
  vectors: Float32Array,
  d: number,
  candidates: Int32Array,
  k: number,
): Nearest {
  const exact = Array.from(candidates, (i) => ({
    i,
    square: squaredDistance(vectors, i * d, points, at, d),
  }));
  exact.sort((one, other) => one.square - other.square || one.i - other.i);
  return {
    indices: Int32Array.from(exact.slice(0, k), ({ i }) => i),
    distances: Float32Array.from(exact.slice(0, k), ({ square }) => Math.sqrt(square)),
  };
}
