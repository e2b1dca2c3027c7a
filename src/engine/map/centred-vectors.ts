import { UserError } from '../../contract/errors';

/**
 * Vectors `[n, d]`, from which `mean` `[d]` is taken before they are compared by a matrix product, which leaves it less to
 * cancel.
 */
export interface CentredVectors {
  vectors: Float32Array;
  n: number;
  d: number;
  mean: Float64Array;
}

/** Writes vector `row`, less the mean, to `to` from place `at` on. */
export function centre(
  { vectors, d, mean }: CentredVectors,
  row: number,
  to: Float32Array,
  at: number,
): void {
  for (let j = 0; j < d; j++) to[at + j] = vectors[row * d + j]! - mean[j]!;
}

/** The mean of `vectors` `[n, d]`, `[d]`. Throws UserError when one is not finite. */
export function finiteMean(vectors: Float32Array, n: number, d: number): Float64Array {
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
