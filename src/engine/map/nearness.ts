import type { Tensor } from '@tensorflow/tfjs-node';
import type { NativeOps } from '../tensorflow/native-ops';

/** Values of a product that are computed at once: 16 MB, whatever the number of vectors. */
export const BLOCK_VALUES = 4_000_000;

/**
 * `values` `[rows, d]` as `[rows, d + 1]`: x and |x|^2. The product of `asQueries` of a with it is 2 a b - |b|^2: the
 * greater, the nearer.
 */
export function asMatrix({ tf }: NativeOps, values: Float32Array, rows: number, d: number): Tensor {
  return tf.tidy(() => {
    const x = tf.tensor2d(values.slice(), [rows, d]);
    return tf.concat([x, tf.sum(tf.square(x), 1, true)], 1);
  });
}

/** `values` `[rows, d]` as `[rows, d + 1]`: 2 x and -1. */
export function asQueries({ tf }: NativeOps, values: Float32Array, rows: number, d: number): Tensor {
  return tf.tidy(() => {
    const x = tf.tensor2d(values.slice(), [rows, d]);
    return tf.concat([tf.mul(x, 2), tf.fill([rows, 1], -1)], 1);
  });
}
