import { Generator } from '../random/generator';
import { symmetricEigen, withFixedSign, type Eigen } from './eigen';

/** Vectors iterated beyond those wanted: the more, the faster these settle. */
const GUARD = 8;
/** Where eigenvalues lie close together the vectors settle slowly, but any of them shows nearly as much. */
const MOST_ROUNDS = 50;
/** Products with the matrix between two looks at how far it is. */
const STEPS = 4;
/** What the matrix makes of a vector but its multiple, as a share of the largest eigenvalue. */
const RESIDUAL = 1e-8;

/**
 * The `count` largest eigenvalues of a symmetric positive semidefinite matrix `[d, d]` and their unit eigenvectors, `[count, d]`, by
 * subspace iteration (Golub and Van Loan, section 8.2.4): d^2 work a step, where Jacobi's method takes d^3.
 * Signs are fixed and the start is seeded, so that the result is one and the same. Throws RangeError as `symmetricEigen`.
 */
export function leadingEigen(matrix: Float64Array, d: number, count: number): Eigen {
  const width = Math.min(d, count + GUARD);
  if (matrix.length !== d * d || !matrix.every(Number.isFinite)) {
    throw new RangeError(`Eigenvalues need a ${d} x ${d} matrix of finite numbers.`);
  }
  const random = new Generator(0);
  let basis: Float64Array = Float64Array.from({ length: width * d }, () => random.normal());
  let values: Float64Array = new Float64Array(width);
  orthonormalise(basis, width, d, random);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (let step = 0; step < STEPS; step++) {
      basis = times(matrix, basis, width, d);
      orthonormalise(basis, width, d, random);
    }
    const image = times(matrix, basis, width, d);
    const small = symmetricEigen(products(basis, image, width, d), width);
    basis = combined(small.vectors, basis, width, d);
    const turned = combined(small.vectors, image, width, d);
    values = small.values;
    if (isSettled(turned, basis, values, count, d)) break;
  }
  const vectors = new Float64Array(count * d);
  for (let i = 0; i < count; i++) vectors.set(withFixedSign(basis.subarray(i * d, (i + 1) * d)), i * d);
  return { values: values.slice(0, count), vectors };
}

/** The matrix times each row of `vectors` `[width, d]`. */
function times(matrix: Float64Array, vectors: Float64Array, width: number, d: number): Float64Array {
  const result = new Float64Array(width * d);
  for (let i = 0; i < d; i++) {
    for (let v = 0; v < width; v++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += matrix[i * d + j]! * vectors[v * d + j]!;
      result[v * d + i] = sum;
    }
  }
  return result;
}

/** Gram and Schmidt's method, twice for the last digits; a row that depends on those before begins again at random. */
function orthonormalise(rows: Float64Array, width: number, d: number, random: Generator): void {
  for (let v = 0; v < width; v++) {
    const row = rows.subarray(v * d, (v + 1) * d);
    for (;;) {
      const before = norm(row);
      for (let pass = 0; pass < 2; pass++) {
        for (let u = 0; u < v; u++) {
          let dot = 0;
          for (let j = 0; j < d; j++) dot += row[j]! * rows[u * d + j]!;
          for (let j = 0; j < d; j++) row[j]! -= dot * rows[u * d + j]!;
        }
      }
      const length = norm(row);
      if (length > 1e-12 * before && length > 0) {
        for (let j = 0; j < d; j++) row[j]! /= length;
        break;
      }
      for (let j = 0; j < d; j++) row[j] = random.normal();
    }
  }
}

function norm(row: Float64Array): number {
  let square = 0;
  for (const x of row) square += x * x;
  return Math.sqrt(square);
}

/** The symmetric part of a b', `[width, width]`. */
function products(a: Float64Array, b: Float64Array, width: number, d: number): Float64Array {
  const result = new Float64Array(width * width);
  for (let u = 0; u < width; u++) {
    for (let v = 0; v < width; v++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += a[u * d + j]! * b[v * d + j]!;
      result[u * width + v]! += sum / 2;
      result[v * width + u]! += sum / 2;
    }
  }
  return result;
}

/** Rows put together by `weights` `[width, width]`. */
function combined(weights: Float64Array, rows: Float64Array, width: number, d: number): Float64Array {
  const result = new Float64Array(width * d);
  for (let u = 0; u < width; u++) {
    for (let v = 0; v < width; v++) {
      const weight = weights[u * width + v]!;
      for (let j = 0; j < d; j++) result[u * d + j]! += weight * rows[v * d + j]!;
    }
  }
  return result;
}

/** Whether the matrix only stretches each of the first `count` vectors. */
function isSettled(
  image: Float64Array,
  basis: Float64Array,
  values: Float64Array,
  count: number,
  d: number,
): boolean {
  const most = RESIDUAL * Math.max(values[0]!, 0);
  for (let v = 0; v < count; v++) {
    let square = 0;
    for (let j = 0; j < d; j++) square += (image[v * d + j]! - values[v]! * basis[v * d + j]!) ** 2;
    if (Math.sqrt(square) > most) return false;
  }
  return true;
}
