import { setImmediate as nextTurn } from 'node:timers/promises';
import { squaredDistance } from '../../core/latent/squared-distance';
import { TrustMeter, type Trustworthiness } from '../../core/map/trustworthiness';
import { VectorStore } from '../../core/map/vector-store';
import { loadTensorFlow } from '../tensorflow/load';
import { centre, finiteMean } from './centred-vectors';
import { asMatrix, asQueries } from './nearness';

/** Values of the matrix product that are computed at once: 16 MB. */
const BLOCK_VALUES = 4_000_000;
/** The share of the distance to a row's nearest that rounding may take before all are measured one by one. */
const BLUR = 1e-3;

/**
 * `trustworthiness` of a map `[n, dims]` of `vectors` `[n, d]`, with distances from a matrix product on TensorFlow: in a
 * tenth of the time. Where its rounding would blur what is near (copies, tight groups far from each other), a row's
 * distances are measured one by one. Throws UserError when a vector is not finite, the signal's reason between
 * two blocks, RangeError when an array has another length.
 */
export async function measureTrust(
  { vectors, n, d }: { vectors: Float32Array; n: number; d: number },
  { positions, dims }: { positions: Float32Array; dims: number },
  k: number,
  signal: AbortSignal,
): Promise<Trustworthiness> {
  signal.throwIfAborted();
  const meter = new TrustMeter(positions, n, dims, k);
  const { rows } = meter;
  if (rows.length === 0) return meter.result;
  const ops = await loadTensorFlow();
  const { tf } = ops;
  const data = { vectors, n, d, mean: finiteMean(vectors, n, d) };
  const values = new Float32Array(n * d);
  for (let row = 0; row < n; row++) centre(data, row, values, row * d);
  let store: VectorStore | null = null;
  const block = Math.max(1, Math.floor(BLOCK_VALUES / n));
  const all = asMatrix(ops, values, n, d);
  try {
    for (let start = 0; start < rows.length; start += block) {
      await nextTurn();
      signal.throwIfAborted();
      const some = rows.subarray(start, start + block);
      const queries = new Float32Array(some.length * d);
      some.forEach((row, i) => queries.set(values.subarray(row * d, (row + 1) * d), i * d));
      const farness = tf.tidy(() =>
        ops.matMul(tf.neg(asQueries(ops, queries, some.length, d)), all, false, true),
      );
      const distances = farness.dataSync<'float32'>();
      farness.dispose();
      some.forEach((row, i) => {
        if (isSharp(row, meter.nearest(row), values, d)) {
          meter.add(row, distances.subarray(i * n, (i + 1) * n));
          return;
        }
        store ??= VectorStore.of(vectors, n, d);
        store.measure(row, 0, n);
        meter.add(row, store.squares);
      });
    }
  } finally {
    all.dispose();
  }
  return meter.result;
}

/**
 * Whether the rounding of the product, which grows with the root of its d + 1 terms (Higham and Mary 2019, A New Approach
 * to Probabilistic Rounding Error Analysis) and with their size, is small beside the distance of `row` from the
 * nearest of `others`.
 */
function isSharp(row: number, others: Int32Array, values: Float32Array, d: number): boolean {
  let least = Infinity;
  for (const other of others) {
    least = Math.min(least, squaredDistance(values, row * d, values, other * d, d));
  }
  let norm = 0;
  for (let j = row * d; j < (row + 1) * d; j++) norm += values[j]! ** 2;
  const size = (Math.sqrt(norm) + Math.sqrt(least)) ** 2;
  return 16 * Math.sqrt(d + 1) * 2 ** -24 * size < BLUR * least;
}
