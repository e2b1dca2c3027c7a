/** Eigenvalues, the largest first, and their unit eigenvectors, one after the other: `vectors` `[d, d]`. */
export interface Eigen {
  values: Float64Array;
  vectors: Float64Array;
}

const MOST_SWEEPS = 60;
/** Two axes count as separate when what joins them is this part of the whole matrix: below its last digit. */
const NEGLIGIBLE = 1e-17;

/**
 * The eigenvalues and eigenvectors of a symmetric matrix `[d, d]`, by Jacobi's method of plane rotations
 * (Golub and Van Loan, section 8.5): d^3 work, for d up to a few hundred, and accurate to the last digits.
 * Each vector's sign is such that its largest component is positive, so that the result is one and the same.
 * Throws RangeError when the matrix is not `[d, d]` or holds what is not finite.
 */
export function symmetricEigen(matrix: Float64Array, d: number): Eigen {
  if (matrix.length !== d * d || !matrix.every(Number.isFinite)) {
    throw new RangeError(`Eigenvalues need a ${d} x ${d} matrix of finite numbers.`);
  }
  const a = matrix.slice();
  // Rows of v become the eigenvectors, so that a rotation walks along memory.
  const v = new Float64Array(d * d);
  for (let i = 0; i < d; i++) v[i * d + i] = 1;
  const negligible = NEGLIGIBLE * Math.sqrt(a.reduce((sum, x) => sum + x * x, 0));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    if (!sweepOnce(a, v, d, negligible)) break;
  }
  const order = [...Array(d).keys()].sort((i, j) => a[j * d + j]! - a[i * d + i]! || i - j);
  const values = Float64Array.from(order, (i) => a[i * d + i]!);
  const vectors = new Float64Array(d * d);
  order.forEach((from, to) => vectors.set(withFixedSign(v.subarray(from * d, (from + 1) * d)), to * d));
  return { values, vectors };
}

/** Rotates every pair of axes once; whether any pair was still joined. */
function sweepOnce(a: Float64Array, v: Float64Array, d: number, negligible: number): boolean {
  let rotated = false;
  for (let p = 0; p < d - 1; p++) {
    for (let q = p + 1; q < d; q++) {
      const joint = a[p * d + q]!;
      if (Math.abs(joint) <= negligible) continue;
      rotated = true;
      const theta = (a[q * d + q]! - a[p * d + p]!) / (2 * joint);
      const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
      const cosine = 1 / Math.sqrt(tangent * tangent + 1);
      const sine = tangent * cosine;
      for (let i = 0; i < d; i++) {
        const ip = a[i * d + p]!;
        const iq = a[i * d + q]!;
        a[i * d + p] = cosine * ip - sine * iq;
        a[i * d + q] = sine * ip + cosine * iq;
      }
      rotateRows(a, p * d, q * d, d, cosine, sine);
      rotateRows(v, p * d, q * d, d, cosine, sine);
      a[p * d + q] = a[q * d + p] = 0;
    }
  }
  return rotated;
}

function rotateRows(m: Float64Array, p: number, q: number, d: number, cosine: number, sine: number): void {
  for (let i = 0; i < d; i++) {
    const pi = m[p + i]!;
    const qi = m[q + i]!;
    m[p + i] = cosine * pi - sine * qi;
    m[q + i] = sine * pi + cosine * qi;
  }
}

/** The vector or its opposite: whichever has its largest component positive. */
export function withFixedSign(vector: Float64Array): Float64Array {
  let largest = 0;
  for (const x of vector) if (Math.abs(x) > Math.abs(largest)) largest = x;
  return largest < 0 ? vector.map((x) => -x) : vector;
}
