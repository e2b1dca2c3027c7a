import { symmetricEigen } from './eigen';

/** `positions` `[n, dims]` about the mean; `explainedVariance` `[dims]`, each a share of the whole variance. */
export interface PcaResult {
  positions: Float32Array;
  explainedVariance: number[];
}

/**
 * The first `dims` principal components of `vectors` `[n, d]`: the eigenvectors of the covariance matrix, signs
 * fixed, so that the same data always give the same picture. Components beyond `d` are 0, and so are the shares
 * when nothing varies. Throws RangeError when `vectors` has another length or is not finite.
 */
export function pca(vectors: Float32Array, n: number, d: number, dims: number): PcaResult {
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${d}.`);
  const positions = new Float32Array(n * dims);
  const explainedVariance = new Array<number>(dims).fill(0);
  if (n === 0) return { positions, explainedVariance };
  const mean = columnMeans(vectors, n, d);
  const scatter = scatterMatrix(vectors, mean, n, d);
  const { values, vectors: axes } = symmetricEigen(scatter, d);
  let total = 0;
  for (let i = 0; i < d; i++) total += scatter[i * d + i]!;
  const components = Math.min(dims, d);
  for (let c = 0; c < components; c++) {
    explainedVariance[c] = total > 0 ? Math.max(0, values[c]!) / total : 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += (vectors[i * d + j]! - mean[j]!) * axes[c * d + j]!;
      positions[i * dims + c] = sum;
    }
  }
  return { positions, explainedVariance };
}

function columnMeans(vectors: Float32Array, n: number, d: number): Float64Array {
  const mean = new Float64Array(d);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < d; j++, at++) mean[j]! += vectors[at]!;
  }
  return mean.map((sum) => sum / n);
}

/** The covariance matrix times n - 1, which has the same eigenvectors and shares. `[d, d]`. */
function scatterMatrix(vectors: Float32Array, mean: Float64Array, n: number, d: number): Float64Array {
  const scatter = new Float64Array(d * d);
  const centred = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) centred[j] = vectors[i * d + j]! - mean[j]!;
    for (let j = 0; j < d; j++) {
      const x = centred[j]!;
      for (let l = j; l < d; l++) scatter[j * d + l]! += x * centred[l]!;
    }
  }
  for (let j = 0; j < d; j++) {
    for (let l = 0; l < j; l++) scatter[j * d + l] = scatter[l * d + j]!;
  }
  return scatter;
}
