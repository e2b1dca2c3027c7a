import { symmetricEigen } from './eigen';

/**
 * A map `[n, dims]` turned, mirrored and moved so that it lies on `former` `[n, dims]` as nearly as it can, in least
 * squares (the orthogonal Procrustes problem: Schönemann 1966; by Horn, Hilden and Negahdaripour 1988 without a singular value
 * decomposition): distances stay as they are. Returns a new array. Throws RangeError when the lengths differ.
 */
export function alignTo(former: Float32Array, map: Float32Array, n: number, dims: number): Float32Array {
  if (map.length !== n * dims || former.length !== n * dims) {
    throw new RangeError(`${map.length} and ${former.length} numbers are not ${n} points of ${dims} each.`);
  }
  const from = means(map, n, dims);
  const to = means(former, n, dims);
  const turn = rotation(former, map, n, dims, from, to);
  const aligned = new Float32Array(n * dims);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < dims; c++) {
      let sum = to[c]!;
      for (let a = 0; a < dims; a++) sum += turn[c * dims + a]! * (map[i * dims + a]! - from[a]!);
      aligned[i * dims + c] = sum;
    }
  }
  return aligned;
}

/** The orthogonal matrix `[dims, dims]` M (M'M)^(-1/2), where M is the sum of former times map'; no turn when M has not full rank. */
function rotation(
  former: Float32Array,
  map: Float32Array,
  n: number,
  dims: number,
  from: Float64Array,
  to: Float64Array,
): Float64Array {
  const m = new Float64Array(dims * dims);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < dims; c++) {
      const wanted = former[i * dims + c]! - to[c]!;
      for (let a = 0; a < dims; a++) m[c * dims + a]! += wanted * (map[i * dims + a]! - from[a]!);
    }
  }
  const { values, vectors } = symmetricEigen(product(m, m, dims, true), dims);
  const turn = new Float64Array(dims * dims);
  if (!(values[dims - 1]! > 1e-12 * values[0]!)) {
    for (let c = 0; c < dims; c++) turn[c * dims + c] = 1;
    return turn;
  }
  const inverseRoot = new Float64Array(dims * dims);
  for (let e = 0; e < dims; e++) {
    const weight = 1 / Math.sqrt(values[e]!);
    for (let a = 0; a < dims; a++) {
      for (let b = 0; b < dims; b++) {
        inverseRoot[a * dims + b]! += weight * vectors[e * dims + a]! * vectors[e * dims + b]!;
      }
    }
  }
  return product(m, inverseRoot, dims, false);
}

/** a b, or a' b. */
function product(a: Float64Array, b: Float64Array, dims: number, transposed: boolean): Float64Array {
  const result = new Float64Array(dims * dims);
  for (let i = 0; i < dims; i++) {
    for (let j = 0; j < dims; j++) {
      for (let l = 0; l < dims; l++) {
        result[i * dims + j]! += (transposed ? a[l * dims + i]! : a[i * dims + l]!) * b[l * dims + j]!;
      }
    }
  }
  return result;
}

function means(map: Float32Array, n: number, dims: number): Float64Array {
  const sums = new Float64Array(dims);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < dims; c++) sums[c]! += map[i * dims + c]!;
  }
  return sums.map((sum) => (n > 0 ? sum / n : 0));
}
