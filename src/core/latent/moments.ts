/** Of weighted vectors: the sum of the weights, the mean `[d]` and the covariance `[d, d]` (of the population). */
export interface Moments {
  total: number;
  mean: Float64Array;
  covariance: Float64Array;
}

/** Below this a vector does not count. */
const NEGLIGIBLE = 1e-6;

/**
 * The moments of `vectors` `[n, d]`, each with the weight that `weightOf` gives it. Zero everywhere when no weight
 * counts.
 */
export function weightedMoments(
  vectors: Float32Array,
  n: number,
  d: number,
  weightOf: (row: number) => number,
): Moments {
  const mean = new Float64Array(d);
  let total = 0;
  for (let i = 0; i < n; i++) {
    const weight = weightOf(i);
    if (weight < NEGLIGIBLE) continue;
    total += weight;
    for (let j = 0; j < d; j++) mean[j]! += weight * vectors[i * d + j]!;
  }
  const covariance = new Float64Array(d * d);
  if (total === 0) return { total, mean, covariance };
  for (let j = 0; j < d; j++) mean[j]! /= total;
  const off = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const weight = weightOf(i);
    if (weight < NEGLIGIBLE) continue;
    for (let j = 0; j < d; j++) off[j] = vectors[i * d + j]! - mean[j]!;
    for (let row = 0; row < d; row++) {
      const part = weight * off[row]!;
      for (let column = 0; column <= row; column++) covariance[row * d + column]! += part * off[column]!;
    }
  }
  for (let row = 0; row < d; row++) {
    for (let column = 0; column <= row; column++) {
      const value = covariance[row * d + column]! / total;
      covariance[row * d + column] = value;
      covariance[column * d + row] = value;
    }
  }
  return { total, mean, covariance };
}
