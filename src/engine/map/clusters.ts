import { setImmediate as nextTurn } from 'node:timers/promises';
import { sampledRows } from '../../core/map/sampled-rows';
import { Generator } from '../../core/random/generator';
import type { NativeOps } from '../tensorflow/native-ops';
import { centre, type CentredVectors } from './centred-vectors';
import { asMatrix, asQueries, BLOCK_VALUES } from './nearness';

/** Vectors from which the centres are learnt, for each of them. */
const SAMPLES_PER_CENTRE = 40;
const ROUNDS = 8;
/** The clusters of the same vectors are the same each time. */
const SEED = 0;

/** Vectors grouped about centres: `centres` `[count, d]`, less the mean, and of each vector the nearest centre, `[n]`. */
export interface Clusters {
  count: number;
  centres: Float32Array;
  assigned: Int32Array;
}

/**
 * Groups vectors about `count` centres by Lloyd's method (k-means) on a sample of them, which is enough to cut space
 * into cells. `goOn` is called between blocks, and may throw.
 */
export async function cluster(
  ops: NativeOps,
  data: CentredVectors,
  count: number,
  goOn: () => void,
): Promise<Clusters> {
  const { n, d } = data;
  const sample = sampledRows(n, { rows: count * SAMPLES_PER_CENTRE, seed: SEED });
  const generator = new Generator(SEED);
  const centres = new Float32Array(count * d);
  sampledRows(sample.length, { rows: count, seed: SEED + 1 }).forEach((place, c) => {
    centre(data, sample[place]!, centres, c * d);
  });
  const one = new Float32Array(d);
  for (let round = 0; round < ROUNDS; round++) {
    const nearest = await assign(ops, data, sample, centres, goOn);
    const sums = new Float64Array(count * d);
    const sizes = new Int32Array(count);
    nearest.forEach((c, i) => {
      sizes[c]!++;
      centre(data, sample[i]!, one, 0);
      for (let j = 0; j < d; j++) sums[c * d + j]! += one[j]!;
    });
    for (let c = 0; c < count; c++) {
      // A centre that nobody is near to begins again at one of the vectors.
      if (sizes[c] === 0) centre(data, sample[generator.below(sample.length)]!, centres, c * d);
      else for (let j = 0; j < d; j++) centres[c * d + j] = sums[c * d + j]! / sizes[c]!;
    }
  }
  const everyone = Uint32Array.from({ length: n }, (_, i) => i);
  return { count, centres, assigned: await assign(ops, data, everyone, centres, goOn) };
}

/** The `most` centres nearest to each, itself first: `[count, most]`. */
export function nearestCentres(
  ops: NativeOps,
  { centres, count }: Clusters,
  d: number,
  most: number,
): Int32Array {
  const { tf } = ops;
  const product = tf.tidy(() => {
    const all = asMatrix(ops, centres, count, d);
    return tf.topk(ops.matMul(asQueries(ops, centres, count, d), all, false, true), most).indices;
  });
  const nearest = product.dataSync<'int32'>();
  product.dispose();
  return nearest;
}

/** The nearest centre of each of `rows`. */
async function assign(
  ops: NativeOps,
  data: CentredVectors,
  rows: Uint32Array,
  centres: Float32Array,
  goOn: () => void,
): Promise<Int32Array> {
  const { tf } = ops;
  const { d } = data;
  const count = centres.length / d;
  const nearest = new Int32Array(rows.length);
  const block = Math.max(1, Math.floor(BLOCK_VALUES / count));
  const all = asMatrix(ops, centres, count, d);
  try {
    for (let first = 0; first < rows.length; first += block) {
      await nextTurn();
      goOn();
      const some = rows.subarray(first, first + block);
      const values = new Float32Array(some.length * d);
      some.forEach((row, i) => centre(data, row, values, i * d));
      const found = tf.tidy(() =>
        tf.argMax(ops.matMul(asQueries(ops, values, some.length, d), all, false, true), 1),
      );
      nearest.set(found.dataSync<'int32'>(), first);
      found.dispose();
    }
  } finally {
    all.dispose();
  }
  return nearest;
}
