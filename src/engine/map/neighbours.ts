import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../../contract/errors';
import type { NeighbourGraph } from '../../core/map/neighbours';
import { VectorStore } from '../../core/map/vector-store';
import { loadTensorFlow } from '../tensorflow/load';
import { GROUP, GroupSearch } from './group-search';
import { RowSearch, SPARE } from './row-search';

/** Values of the matrix product that are computed at once: 16 MB. */
const BLOCK_VALUES = 4_000_000;

/** `signal` makes the search throw its reason between two blocks; `onProgress` counts points. */
export interface NeighbourOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * The exact Euclidean `k` nearest neighbours of each of `vectors` `[n, d]`, itself left out; `k` is reduced to
 * n - 1. Candidates come from blocks of a matrix product on TensorFlow, then their distances are computed again,
 * at last in double precision; a row whose candidates the rounding leaves in doubt is compared with all points.
 * Equally near ones stand by index (among more than k + 8 copies of one point, which of them is left open). Throws
 * UserError when a vector is not finite, RangeError when `vectors` has another length or `k` is not from 1 up.
 */
export async function nearestNeighbours(
  vectors: Float32Array,
  n: number,
  d: number,
  k: number,
  options: NeighbourOptions = {},
): Promise<NeighbourGraph> {
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${d}.`);
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`Neighbours must be 1 or more, not ${k}.`);
  const most = Math.max(0, Math.min(k, n - 1));
  const graph = { n, k: most, indices: new Int32Array(n * most), distances: new Float32Array(n * most) };
  if (most === 0) return graph;
  const mean = finiteMean(vectors, n, d);
  const slots = Math.ceil(n / GROUP) * GROUP;
  const rows = Int32Array.from({ length: slots }, (_, slot) => (slot < n ? slot : -1));
  const store = new VectorStore(slots, d, Math.max(slots, (most + 1 + SPARE) * GROUP));
  for (let i = 0; i < n; i++) store.put(i, vectors, i);
  const search = new GroupSearch(await loadTensorFlow(), vectors, d, mean, rows);
  const row = new RowSearch(vectors, d, store, rows, graph);
  const all = [{ first: 0, last: slots }];
  const block = Math.max(1, Math.floor(BLOCK_VALUES / slots));
  try {
    for (let first = 0; first < n; first += block) {
      if (first > 0) await nextTurn();
      options.signal?.throwIfAborted();
      const last = Math.min(n, first + block);
      const greatest = search.greatest({ first, last }, all);
      for (let i = first; i < last; i++) {
        const bound = row.search(i, greatest, (i - first) * (slots / GROUP), all);
        const inDoubt = row.farthest > 0 && row.farthest >= search.norms[i]! - bound - search.doubt;
        if (inDoubt) row.searchAll(i);
      }
      options.onProgress?.(last, n);
    }
  } finally {
    search.dispose();
  }
  return graph;
}

/** The mean of the vectors. Throws UserError when one is not finite. */
function finiteMean(vectors: Float32Array, n: number, d: number): Float64Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      const value = vectors[i * d + j]!;
      if (!Number.isFinite(value)) {
        throw new UserError(
          `Vector ${i} has a value that is not a finite number in dimension ${j}: only finite vectors can be mapped.`,
        );
      }
      mean[j]! += value / n;
    }
  }
  return mean;
}
