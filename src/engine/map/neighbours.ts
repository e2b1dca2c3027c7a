import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tensor } from '@tensorflow/tfjs-node';
import { UserError } from '../../contract/errors';
import type { NeighbourGraph } from '../../core/map/neighbours';
import { loadTensorFlow } from '../tensorflow/load';
import type { NativeOps } from '../tensorflow/native-ops';

/** Distances that are computed at once: 250 rows of 10,000 points are 10 MB. */
const BLOCK_VALUES = 2_500_000;
/** Candidates beyond k whose distances are computed again, because those of the matrix product are rounded. */
const SPARE = 8;

/** `signal` makes the search throw its reason between two blocks; `onProgress` counts points. */
export interface NeighbourOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * The exact Euclidean `k` nearest neighbours of each of `vectors` `[n, d]`, itself left out; `k` is reduced to
 * n - 1. Candidates come from blocks of a matrix product on TensorFlow, then their distances are computed again
 * in double precision; a row whose candidates the rounding leaves in doubt is compared with all points. Equally near
 * ones stand by index (among more than k + 8 copies of one point, which of them is left open). Throws
 * UserError when a vector is not finite, RangeError when `vectors` has another length or `k` is not from 1 up.
 */
export async function nearestNeighbours(
  vectors: Float32Array,
  n: number,
  d: number,
  k: number,
  options: NeighbourOptions = {},
): Promise<NeighbourGraph> {
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${d}.`);
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`Neighbours must be 1 or more, not ${k}.`);
  const most = Math.max(0, Math.min(k, n - 1));
  const graph = { n, k: most, indices: new Int32Array(n * most), distances: new Float32Array(n * most) };
  if (most === 0) return graph;
  const centred = centre(vectors, n, d);
  const ops = await loadTensorFlow();
  const search = new BlockSearch(ops, centred, n, d, Math.min(n, most + 1 + SPARE));
  const row = new RowSearch(vectors, n, d, graph);
  const rows = Math.max(1, Math.floor(BLOCK_VALUES / n));
  try {
    for (let start = 0; start < n; start += rows) {
      if (start > 0) await nextTurn();
      options.signal?.throwIfAborted();
      const end = Math.min(n, start + rows);
      const { indices, bounds } = search.candidates(start, end);
      const width = search.width;
      for (let i = start; i < end; i++) {
        const place = (i - start) * width;
        row.measure(i, indices.subarray(place, place + width));
        if (width < n && row.farthest > 0 && row.farthest >= bounds[i - start]!) row.measureAll(i);
      }
      options.onProgress?.(end, n);
    }
  } finally {
    search.dispose();
  }
  return graph;
}

/** The nearest candidates of rows by one matrix product, and how near any other point may be. */
class BlockSearch {
  /** [n, d + 1]: 2 x and -1, so that the product with `right` is 2 a b - |b|^2: the larger, the nearer. */
  private readonly left: Tensor;
  /** [n, d + 1]: x and |x|^2. */
  private readonly right: Tensor;
  private readonly norms: Float64Array;
  private readonly doubt: number;

  constructor(
    private readonly ops: NativeOps,
    centred: Float32Array,
    n: number,
    private readonly d: number,
    readonly width: number,
  ) {
    const left = new Float32Array(n * (d + 1));
    const right = new Float32Array(n * (d + 1));
    this.norms = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let norm = 0;
      for (let j = 0; j < d; j++) {
        const x = centred[i * d + j]!;
        left[i * (d + 1) + j] = 2 * x;
        right[i * (d + 1) + j] = x;
        norm += x * x;
      }
      left[i * (d + 1) + d] = -1;
      right[i * (d + 1) + d] = norm;
      this.norms[i] = norm;
    }
    // Rounding of a dot product of d + 1 float32 terms (Higham, Accuracy and Stability, section 3.1), twice for
    // that of the centring and the norms.
    this.doubt = 2 * (d + 3) * 2 ** -24 * 4 * this.norms.reduce((most, norm) => Math.max(most, norm), 0);
    this.left = ops.tf.tensor2d(left, [n, d + 1]);
    this.right = ops.tf.tensor2d(right, [n, d + 1]);
  }

  /** `indices` [rows, width], and for each row the squared distance that every other point exceeds. */
  candidates(start: number, end: number): { indices: Int32Array; bounds: Float64Array } {
    const { tf } = this.ops;
    const { values, indices } = tf.tidy(() => {
      const rows = this.left.slice([start, 0], [end - start, this.d + 1]);
      return tf.topk(this.ops.matMul(rows, this.right, false, true), this.width);
    });
    const nearness = values.dataSync<'float32'>();
    const found = indices.dataSync<'int32'>();
    values.dispose();
    indices.dispose();
    const bounds = Float64Array.from({ length: end - start }, (_, i) => {
      const last = nearness[(i + 1) * this.width - 1]!;
      return this.norms[start + i]! - last - this.doubt;
    });
    return { indices: found, bounds };
  }

  dispose(): void {
    this.left.dispose();
    this.right.dispose();
  }
}

/** Measures candidates in double precision and keeps the k nearest of each row, equals by index. */
class RowSearch {
  private readonly squares: Float64Array;
  private readonly everyone: Int32Array;

  constructor(
    private readonly vectors: Float32Array,
    n: number,
    private readonly d: number,
    private readonly graph: NeighbourGraph,
  ) {
    this.squares = new Float64Array(graph.k);
    this.everyone = Int32Array.from({ length: n }, (_, i) => i);
  }

  measure(i: number, candidates: Int32Array): void {
    const { squares, graph } = this;
    const { k } = graph;
    squares.fill(Infinity);
    for (const j of candidates) {
      if (j === i) continue;
      const square = this.squaredDistance(i, j);
      let place = k;
      while (place > 0 && this.isNearer(square, j, i, place - 1)) {
        place--;
        if (place + 1 < k) {
          squares[place + 1] = squares[place]!;
          graph.indices[i * k + place + 1] = graph.indices[i * k + place]!;
        }
      }
      if (place === k) continue;
      squares[place] = square;
      graph.indices[i * k + place] = j;
    }
    for (let place = 0; place < k; place++) graph.distances[i * k + place] = Math.sqrt(squares[place]!);
  }

  measureAll(i: number): void {
    this.measure(i, this.everyone);
  }

  /** Squared distance of the last neighbour of the row that was measured last. */
  get farthest(): number {
    return this.squares[this.graph.k - 1]!;
  }

  private isNearer(square: number, j: number, i: number, place: number): boolean {
    const other = this.squares[place]!;
    return square < other || (square === other && j < this.graph.indices[i * this.graph.k + place]!);
  }

  private squaredDistance(i: number, j: number): number {
    const { vectors, d } = this;
    let sum = 0;
    for (let axis = 0; axis < d; axis++) {
      const difference = vectors[i * d + axis]! - vectors[j * d + axis]!;
      sum += difference * difference;
    }
    return sum;
  }
}

/** The vectors less their mean, which leaves the distances as they are and the matrix product less to cancel. */
function centre(vectors: Float32Array, n: number, d: number): Float32Array {
  const mean = new Float64Array(d);
  for (let i = 0; i < vectors.length; i++) {
    const value = vectors[i]!;
    if (!Number.isFinite(value)) {
      throw new UserError(
        `Vector ${Math.floor(i / d)} has a value that is not a finite number in dimension ${i % d}: only finite vectors can be mapped.`,
      );
    }
    mean[i % d]! += value / n;
  }
  return vectors.map((value, i) => value - mean[i % d]!);
}
