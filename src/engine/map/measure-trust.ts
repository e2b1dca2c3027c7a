import { squaredDistance } from '../../core/latent/squared-distance';
import { TrustMeter, type Trustworthiness } from '../../core/map/trustworthiness';
import { VectorStore } from '../../core/map/vector-store';
import type { RowDistances } from './row-distances';

/** The share of the distance to a row's nearest that rounding may take before all are measured one by one. */
const BLUR = 1e-3;

/**
 * `trustworthiness` of a map `[n, dims]` of `vectors` `[n, d]`, with the `distances` that a matrix product gave of its
 * `trustRows`. Where the product's rounding would blur what is near (copies, tight groups far from each other), a row's
 * distances are measured one by one. Throws what `distances` throws, RangeError when the map has another length.
 */
export async function measureTrust(
  { vectors, n, d }: { vectors: Float32Array; n: number; d: number },
  { positions, dims }: { positions: Float32Array; dims: number },
  k: number,
  distances: AsyncIterable<RowDistances> | Iterable<RowDistances>,
): Promise<Trustworthiness> {
  const meter = new TrustMeter(positions, n, dims, k);
  let store: VectorStore | null = null;
  for await (const { rows, farness, norms } of distances) {
    rows.forEach((row, i) => {
      let least = Infinity;
      for (const other of meter.nearest(row)) {
        least = Math.min(least, squaredDistance(vectors, row * d, vectors, other * d, d));
      }
      if (isSharp(norms[i]!, least, d)) {
        meter.add(row, farness.subarray(i * n, (i + 1) * n));
        return;
      }
      store ??= VectorStore.of(vectors, n, d);
      store.measure(row, 0, n);
      meter.add(row, store.squares);
    });
  }
  return meter.result;
}

/**
 * Whether the rounding of the product of a vector whose length is `norm`, which grows with the root of its d + 1 terms
 * (Higham and Mary 2019, A New Approach to Probabilistic Rounding Error Analysis) and with their size, is small beside
 * the squared distance `square` of what is near.
 */
function isSharp(norm: number, square: number, d: number): boolean {
  const size = (norm + Math.sqrt(square)) ** 2;
  return 16 * Math.sqrt(d + 1) * 2 ** -24 * size < BLUR * square;
}
