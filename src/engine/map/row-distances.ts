import { setImmediate as nextTurn } from 'node:timers/promises';
import { loadTensorFlow } from '../tensorflow/load';
import { centre, finiteMean } from './centred-vectors';
import { asMatrix, asQueries, BLOCK_VALUES } from './nearness';

/** Some rows of a set of n vectors, and what rises with their distances from all. */
export interface RowDistances {
  rows: Uint32Array;
  /** `[rows, n]`: |b|^2 - 2 a b, a being the row, both less the mean. */
  farness: Float32Array;
  /** |a|, `[rows]`. */
  norms: Float64Array;
}

/**
 * Compares `rows` of `vectors` `[n, d]` with all by a matrix product on TensorFlow, block by block: in a tenth of the time
 * of measuring each distance. Throws UserError when a vector is not finite, the signal's reason between two blocks.
 */
export async function* rowDistances(
  { vectors, n, d }: { vectors: Float32Array; n: number; d: number },
  rows: Uint32Array,
  signal: AbortSignal,
): AsyncGenerator<RowDistances> {
  if (rows.length === 0) return;
  signal.throwIfAborted();
  const ops = await loadTensorFlow();
  const { tf } = ops;
  const data = { vectors, n, d, mean: finiteMean(vectors, n, d) };
  const values = new Float32Array(n * d);
  for (let row = 0; row < n; row++) centre(data, row, values, row * d);
  const block = Math.max(1, Math.floor(BLOCK_VALUES / n));
  const all = asMatrix(ops, values, n, d);
  try {
    for (let start = 0; start < rows.length; start += block) {
      await nextTurn();
      signal.throwIfAborted();
      const some = rows.slice(start, start + block);
      const queries = new Float32Array(some.length * d);
      some.forEach((row, i) => queries.set(values.subarray(row * d, (row + 1) * d), i * d));
      const product = tf.tidy(() =>
        ops.matMul(tf.neg(asQueries(ops, queries, some.length, d)), all, false, true),
      );
      const farness = product.dataSync<'float32'>();
      product.dispose();
      const norms = Float64Array.from(some, (_, i) => Math.hypot(...queries.subarray(i * d, (i + 1) * d)));
      yield { rows: some, farness, norms };
    }
  } finally {
    all.dispose();
  }
}
