import { squaredDistance } from './squared-distance';

/** The nearest of a set, nearest first; `distances` are Euclidean. Both `[min(k, n)]`. */
export interface Nearest {
  indices: Int32Array;
  distances: Float32Array;
}

/**
 * The `k` nearest of `vectors` `[n, d]` to `query` `[d]`, exactly, by looking at all; of equally near ones the
 * lower index first. Vectors without a distance (a coordinate is NaN) are never among them.
 * Throws RangeError when `vectors` or `query` has another length, or `k` is not a whole number from 0.
 */
export function nearest(
  vectors: Float32Array,
  n: number,
  d: number,
  query: Float32Array,
  k: number,
): Nearest {
  if (vectors.length !== n * d || query.length !== d) {
    throw new RangeError(
      `${vectors.length} and ${query.length} numbers are not ${n} vectors of ${d} and a query.`,
    );
  }
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`There is no list of the ${k} nearest.`);
  const most = Math.min(k, n);
  const indices = new Int32Array(most);
  const squares = new Float64Array(most);
  let held = 0;
  for (let i = 0; i < n; i++) {
    const square = squaredDistance(vectors, i * d, query, 0, d);
    // Strictly nearer than the farthest held, so that the earlier of two equals stays.
    if (!(held < most ? square === square : square < squares[held - 1]!)) continue;
    let place = held < most ? held++ : held - 1;
    for (; place > 0 && squares[place - 1]! > square; place--) {
      squares[place] = squares[place - 1]!;
      indices[place] = indices[place - 1]!;
    }
    squares[place] = square;
    indices[place] = i;
  }
  return {
    indices: indices.subarray(0, held),
    distances: Float32Array.from(squares.subarray(0, held), Math.sqrt),
  };
}
