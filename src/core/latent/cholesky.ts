/**
 * The lower triangle L with L L' = `matrix` `[d, d]`, symmetric and positive definite (Golub and Van Loan, section
 * 4.2), as `[d, d]` with zeros above. Throws RangeError when the matrix is not positive definite.
 */
export function cholesky(matrix: Float64Array, d: number): Float64Array {
  if (matrix.length !== d * d) throw new RangeError(`${matrix.length} numbers are no ${d} x ${d} matrix.`);
  const lower = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * d + j]!;
      for (let m = 0; m < j; m++) sum -= lower[i * d + m]! * lower[j * d + m]!;
      if (i !== j) lower[i * d + j] = sum / lower[j * d + j]!;
      else if (sum > 0) lower[i * d + i] = Math.sqrt(sum);
      else throw new RangeError('A matrix that is not positive definite has no Cholesky factor.');
    }
  }
  return lower;
}

/** log of the determinant of L L'. */
export function logDeterminant(lower: Float64Array, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += Math.log(lower[i * d + i]!);
  return 2 * sum;
}

/**
 * The squared length of L^-1 (x - mean), Mahalanobis' distance squared, where x is the row of `vectors` `[n, d]`
 * from place `at` on. It only grows from one dimension to the next, so it stops, with some number above `limit`, as
 * soon as that is passed. `scratch` `[d]`.
 */
export function mahalanobis(
  lower: Float64Array,
  mean: Float64Array,
  vectors: Float32Array,
  at: number,
  scratch: Float64Array,
  limit = Infinity,
): number {
  const d = mean.length;
  let total = 0;
  for (let i = 0; i < d; i++) {
    let sum = vectors[at + i]! - mean[i]!;
    const row = i * d;
    for (let j = 0; j < i; j++) sum -= lower[row + j]! * scratch[j]!;
    const z = sum / lower[row + i]!;
    scratch[i] = z;
    total += z * z;
    if (total > limit) return total;
  }
  return total;
}
