import { symmetricEigen } from './eigen';
import { leadingEigen } from './leading-eigen';

/** Vectors wider than this have their few leading components found alone. */
const MOST_JACOBI = 96;
/** Rows that are added to the scatter matrix at once, so that it is read and written a quarter as often. */
const ROWS = 4;

/** `positions` `[n, dims]` about the mean; `explainedVariance` `[dims]`, each a share of the whole variance. */
export interface PcaResult {
  positions: Float32Array;
  explainedVariance: number[];
}

/**
 * The first `dims` principal components of `vectors` `[n, d]`: the eigenvectors of the covariance matrix, signs
 * fixed, so that the same data always give the same picture. Components beyond `d` are 0, and so are the shares
 * when nothing varies. Where `rows` names some, the axes are those of these rows alone, which takes less time; all
 * are still placed. Throws RangeError when `vectors` has another length or is not finite.
 */
export function pca(
  vectors: Float32Array,
  n: number,
  d: number,
  dims: number,
  rows: ArrayLike<number> = { length: 0 },
): PcaResult {
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${d}.`);
  const positions = new Float32Array(n * dims);
  const explainedVariance = new Array<number>(dims).fill(0);
  if (n === 0) return { positions, explainedVariance };
  const used = rows.length > 0 ? rows : Uint32Array.from({ length: n }, (_, i) => i);
  const mean = columnMeans(vectors, used, d);
  const scatter = scatterMatrix(vectors, mean, used, d);
  const components = Math.min(dims, d);
  const { values, vectors: axes } =
    d <= MOST_JACOBI ? symmetricEigen(scatter, d) : leadingEigen(scatter, d, components);
  let total = 0;
  for (let i = 0; i < d; i++) total += scatter[i * d + i]!;
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

function columnMeans(vectors: Float32Array, rows: ArrayLike<number>, d: number): Float64Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < rows.length; i++) {
    const at = rows[i]! * d;
    for (let j = 0; j < d; j++) mean[j]! += vectors[at + j]!;
  }
  return mean.map((sum) => sum / rows.length);
}

/** The covariance matrix of the rows times their number less 1, which has the same eigenvectors and shares. `[d, d]`. */
function scatterMatrix(
  vectors: Float32Array,
  mean: Float64Array,
  rows: ArrayLike<number>,
  d: number,
): Float64Array {
  const scatter = new Float64Array(d * d);
  const centred = new Float64Array(ROWS * d);
  for (let start = 0; start < rows.length; start += ROWS) {
    centred.fill(0);
    for (let i = 0; i < Math.min(ROWS, rows.length - start); i++) {
      const at = rows[start + i]! * d;
      for (let j = 0; j < d; j++) centred[i * d + j] = vectors[at + j]! - mean[j]!;
    }
    for (let j = 0; j < d; j++) {
      const x0 = centred[j]!;
      const x1 = centred[d + j]!;
      const x2 = centred[2 * d + j]!;
      const x3 = centred[3 * d + j]!;
      for (let l = j; l < d; l++) {
        scatter[j * d + l]! +=
          x0 * centred[l]! + x1 * centred[d + l]! + (x2 * centred[2 * d + l]! + x3 * centred[3 * d + l]!);
      }
    }
  }
  for (let j = 0; j < d; j++) {
    for (let l = 0; l < j; l++) scatter[j * d + l] = scatter[l * d + j]!;
  }
  return scatter;
}
