import { squaredDistance } from '../latent/squared-distance';

/**
 * The `k` nearest neighbours of each of `n` points, the point itself left out: `indices` and `distances`
 * `[n, k]`, each row from the nearest on; equally near ones by index.
 */
export interface NeighbourGraph {
  n: number;
  k: number;
  indices: Int32Array;
  distances: Float32Array;
}

/**
 * The exact graph (Euclidean) of `vectors` `[n, d]`, by comparing all pairs once: n^2 d / 2 multiplications,
 * for a few thousand points. `k` is reduced to n - 1 when there are not so many others; the vectors must be
 * finite. Throws RangeError when `vectors` has another length or `k` is not a whole number from 1.
 */
export function exactNeighbours(vectors: Float32Array, n: number, d: number, k: number): NeighbourGraph {
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${d}.`);
  if (!Number.isInteger(k) || k < 1)
    throw new RangeError(`A neighbour graph needs 1 neighbour or more, not ${k}.`);
  const most = Math.max(0, Math.min(k, n - 1));
  const indices = new Int32Array(n * most).fill(-1);
  const squares = new Float64Array(n * most).fill(Infinity);
  if (most === 0) return { n, k: 0, indices, distances: new Float32Array(0) };
  // Pairs come to each point in rising order of the other's index, so strictly nearer keeps the lower of equals.
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const square = squaredDistance(vectors, i * d, vectors, j * d, d);
      if (square < squares[(i + 1) * most - 1]!) insert(indices, squares, i * most, most, j, square);
      if (square < squares[(j + 1) * most - 1]!) insert(indices, squares, j * most, most, i, square);
    }
  }
  return { n, k: most, indices, distances: Float32Array.from(squares, Math.sqrt) };
}

/** Puts a neighbour into its place in the row of `k` from `start` on; the last one falls out. */
function insert(
  indices: Int32Array,
  squares: Float64Array,
  start: number,
  k: number,
  index: number,
  square: number,
): void {
  let place = start + k - 1;
  for (; place > start && squares[place - 1]! > square; place--) {
    squares[place] = squares[place - 1]!;
    indices[place] = indices[place - 1]!;
  }
  squares[place] = square;
  indices[place] = index;
}
