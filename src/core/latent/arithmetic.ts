import { checkSameLength } from './lerp';

/**
 * The mean `[latent]` of the chosen rows of `vectors` `[n, latent]`, the middle of a class for one.
 * Throws RangeError when none is chosen or one is not there.
 */
export function meanOf(vectors: Float32Array, latent: number, indices: ArrayLike<number>): Float32Array {
  if (indices.length === 0) throw new RangeError('The mean of no vector is not defined.');
  const n = vectors.length / latent;
  const sums = new Float64Array(latent);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i]!;
    if (!Number.isInteger(row) || row < 0 || row >= n)
      throw new RangeError(`There is no vector ${row} among ${n}.`);
    for (let d = 0; d < latent; d++) sums[d]! += vectors[row * latent + d]!;
  }
  return Float32Array.from(sums, (sum) => sum / indices.length);
}

/**
 * `a - b + c`, all `[latent]`: what `a` has and `b` has not, put on `c` ("dress with sleeves - dress + shirt").
 * Throws RangeError when the vectors differ in length.
 */
export function analogy(a: Float32Array, b: Float32Array, c: Float32Array): Float32Array {
  checkSameLength(a, b);
  checkSameLength(a, c);
  return a.map((x, d) => x - b[d]! + c[d]!);
}
