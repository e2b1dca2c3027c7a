import type { Tensor } from '@tensorflow/tfjs-node';
import type { NativeOps } from '../tensorflow/native-ops';

/** Slots of which the nearest is looked at first; the size at which the matrix product and the rest take least together. */
export const GROUP = 16;
/** What stands for the norm of a place that holds no vector: nothing is as far. */
const FAR = 1e38;

/** A run of slots, `first` to `last` (exclusive), both multiples of `GROUP`. */
export interface SlotRange {
  first: number;
  last: number;
}

/**
 * Slots `a` and what seems nearest to each, `[queries, count]`, by the rounded values 2 a b - |b|^2: the greatest first.
 * No slot that was left out has a greater value than the last.
 */
export interface Candidates {
  count: number;
  slots: Int32Array;
  values: Float32Array;
  /** Nothing was left out. */
  all: boolean;
}

/**
 * Compares slots with others by a matrix product on TensorFlow. Of each group the greatest value is taken, then the best
 * groups, then the best of their values: `topk` on the whole product would take ten times as long. Memory for
 * the product is bounded by the block that is asked for.
 */
export class GroupSearch {
  /**
   * `[16, groups, d + 1]`: x and |x|^2, of the vectors less their mean, which leaves the product less to cancel. The
   * slots of a group lie apart, so that the greatest of 16 rows are taken at once for all groups.
   */
  private readonly right: Tensor;
  private readonly values: Float32Array;
  private readonly groups: number;
  /** |x|^2 of each slot. */
  private readonly norms: Float64Array;

  /** `rows` `[slots]`: the vector in each slot, -1 for none; `slots` is a multiple of `GROUP`. */
  constructor(
    private readonly ops: NativeOps,
    vectors: Float32Array,
    private readonly d: number,
    mean: Float64Array,
    rows: Int32Array,
  ) {
    const width = d + 1;
    const values = new Float32Array(rows.length * width);
    this.norms = new Float64Array(rows.length);
    this.groups = rows.length / GROUP;
    rows.forEach((row, slot) => {
      const at = this.placeOf(slot) * width;
      let norm = 0;
      for (let j = 0; row >= 0 && j < d; j++) {
        const x = Math.fround(vectors[row * d + j]! - mean[j]!);
        values[at + j] = x;
        norm += x * x;
      }
      values[at + d] = row >= 0 ? norm : FAR;
      this.norms[slot] = norm;
    });
    this.values = values;
    this.right = ops.tf.tensor3d(values, [GROUP, this.groups, width]);
  }

  /** What of `ranges` seems nearest to each of the slots `queries`: at most `most` of each. */
  nearest(queries: ArrayLike<number>, ranges: readonly SlotRange[], most: number): Candidates {
    const { tf } = this.ops;
    const firsts = firstsOf(ranges);
    const groups = Math.min(most, firsts.length);
    const count = Math.min(most, groups * GROUP);
    const found = tf.tidy(() => {
      const product = this.compare(queries, ranges);
      const { indices: best } = tf.topk(tf.max(product, 1), groups);
      const values = this.ops.gatherInRows(product, best).reshape([queries.length, GROUP * groups]);
      return { best, nearest: tf.topk(values, count) };
    });
    const best = found.best.dataSync<'int32'>();
    const slots = found.nearest.indices.dataSync<'int32'>();
    const values = found.nearest.values.dataSync<'float32'>();
    tf.dispose(found);
    for (let i = 0; i < slots.length; i++) {
      const place = slots[i]!;
      const group = best[Math.floor(i / count) * groups + (place % groups)]!;
      slots[i] = firsts[group]! + Math.floor(place / groups);
    }
    return { count, slots, values, all: count === firsts.length * GROUP };
  }

  /** `[queries, 16, groups]` */
  private compare(queries: ArrayLike<number>, ranges: readonly SlotRange[]): Tensor {
    const { tf } = this.ops;
    const left = tf.tensor2d(this.left(queries), [queries.length, this.d + 1]);
    const parts = ranges.map((range) => this.part(range));
    const right = parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
    return this.ops
      .matMul(left, right.reshape([-1, this.d + 1]), false, true)
      .reshape([queries.length, GROUP, right.shape[1]!]);
  }

  /**
   * The least value that a vector can have whose squared distance from `slot` is `square` at most: |a|^2 - `square`, less
   * what rounding may take, which is that of a dot product of d + 1 float32 terms (Higham, Accuracy and Stability,
   * section 3.1), twice for the centring and the norms. The terms add up to 2 |a| |b| + |b|^2, and |b| is at most |a|
   * and the distance.
   */
  leastValue(slot: number, square: number): number {
    const norm = this.norms[slot]!;
    const longest = Math.sqrt(norm) + Math.sqrt(square);
    return norm - square - 2 * (this.d + 3) * 2 ** -24 * 4 * longest ** 2;
  }

  dispose(): void {
    this.right.dispose();
  }

  private part({ first, last }: SlotRange): Tensor {
    const from = first / GROUP;
    const count = last / GROUP - from;
    return count === this.groups ? this.right : this.right.slice([0, from, 0], [GROUP, count, this.d + 1]);
  }

  /** 2 x and -1. */
  private left(queries: ArrayLike<number>): Float32Array {
    const width = this.d + 1;
    const left = new Float32Array(queries.length * width).fill(-1);
    for (let i = 0; i < queries.length; i++) {
      const from = this.placeOf(queries[i]!) * width;
      for (let j = 0; j < this.d; j++) left[i * width + j] = 2 * this.values[from + j]!;
    }
    return left;
  }

  private placeOf(slot: number): number {
    return (slot % GROUP) * this.groups + Math.floor(slot / GROUP);
  }
}

/** The first slot of each group in the ranges. */
function firstsOf(ranges: readonly SlotRange[]): Int32Array {
  return Int32Array.from(
    ranges.flatMap(({ first, last }) =>
      Array.from({ length: (last - first) / GROUP }, (_, i) => first + i * GROUP),
    ),
  );
}
