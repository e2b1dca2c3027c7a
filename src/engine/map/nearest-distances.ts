import { squaredDistance } from '../../core/latent/squared-distance';
import { loadTensorFlow } from '../tensorflow/load';
import { finiteMean } from './centred-vectors';
import { GROUP, GroupSearch } from './group-search';
import { BLOCK_VALUES } from './nearness';
import { nextTurn, SPARE, type NeighbourOptions } from './neighbours';

/**
 * The Euclidean distance of some of `vectors` `[n, d]` to their nearest other one, each compared with all: `[rows]`. To
 * the 4th digit, for candidates come from a rounded product. Throws UserError when a vector is not finite, and the
 * signal's reason between two blocks.
 */
export async function nearestDistances(
  vectors: Float32Array,
  n: number,
  d: number,
  rows: Uint32Array,
  { signal, onProgress, giveWay = nextTurn }: NeighbourOptions = {},
): Promise<Float32Array<ArrayBuffer>> {
  const mean = finiteMean(vectors, n, d);
  const ops = await loadTensorFlow();
  const slots = Int32Array.from({ length: Math.ceil(n / GROUP) * GROUP }, (_, slot) =>
    slot < n ? slot : -1,
  );
  const search = new GroupSearch(ops, vectors, d, mean, slots);
  const block = Math.max(1, Math.floor(BLOCK_VALUES / slots.length));
  const distances = new Float32Array(rows.length);
  try {
    for (let first = 0; first < rows.length; first += block) {
      await giveWay();
      signal?.throwIfAborted();
      const some = rows.subarray(first, first + block);
      const found = search.nearest(some, [{ first: 0, last: slots.length }], 2 + SPARE);
      some.forEach((row, i) => {
        let least = Infinity;
        for (const other of found.slots.subarray(i * found.count, (i + 1) * found.count)) {
          if (other === row || other >= n) continue;
          least = Math.min(least, squaredDistance(vectors, row * d, vectors, other * d, d));
        }
        distances[first + i] = Math.sqrt(least);
      });
      onProgress?.(first + some.length, rows.length);
    }
    return distances;
  } finally {
    search.dispose();
  }
}
