import type { Tensor } from '@tensorflow/tfjs-node';
import type { NativeOps } from '../tensorflow/native-ops';

/** Vectors whose nearest is looked at first; the size at which the matrix product and the rest take least together. */
export const GROUP = 16;
/** What stands for the norm of a place that holds no vector: nothing is as far. */
const FAR = 1e38;

/** A run of slots, `first` to `last` (exclusive), both multiples of `GROUP`. */
export interface SlotRange {
  first: number;
  last: number;
}

/**
 * Compares slots with others by a matrix product on TensorFlow, of which only each group's greatest value leaves it and
 * then the values of the groups that are chosen by it: reading the whole product, or `topk` on it, would take three
 * times as long. Memory for the product is bounded by the block that is asked for.
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
  readonly norms: Float64Array;
  /** By how much rounding may have changed a value. */
  readonly doubt: number;

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
    let greatest = 0;
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
      greatest = Math.max(greatest, norm);
    });
    // Rounding of a dot product of d + 1 float32 terms (Higham, Accuracy and Stability, section 3.1), twice for
    // that of the centring and the norms.
    this.doubt = 2 * (d + 3) * 2 ** -24 * 4 * greatest;
    this.values = values;
    this.right = ops.tf.tensor3d(values, [GROUP, this.groups, width]);
  }

  /** The slots `queries` with all slots of `ranges`. The caller disposes the result. */
  compare(queries: ArrayLike<number>, ranges: readonly SlotRange[]): Comparison {
    const { tf } = this.ops;
    const rows = queries.length;
    const product = tf.tidy(() => {
      const left = tf.tensor2d(this.left(queries), [rows, this.d + 1]);
      const parts = ranges.map((range) => this.part(range));
      const right = parts.length === 1 ? parts[0]! : tf.concat(parts, 1);
      return this.ops
        .matMul(left, right.reshape([-1, this.d + 1]), false, true)
        .reshape([rows, GROUP, right.shape[1]!]);
    });
    return new Comparison(this.ops, product);
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

/** Of slots `a` with slots `b`, the values 2 a b - |b|^2: the greater, the nearer. */
export class Comparison {
  /** Of each slot and group the greatest, `[queries, groups]`. */
  readonly greatest: Float32Array;

  /** `product` `[queries, 16, groups]`. */
  constructor(
    private readonly ops: NativeOps,
    private readonly product: Tensor,
  ) {
    const greatest = ops.tf.max(product, 1);
    this.greatest = greatest.dataSync<'float32'>();
    greatest.dispose();
  }

  /** All values of `count` groups of each slot, by their places `[queries, count]`: `[queries, 16, count]`. */
  valuesOf(groups: Int32Array, count: number): Float32Array {
    const { tf } = this.ops;
    const result = tf.tidy(() =>
      this.ops.gatherInRows(this.product, tf.tensor2d(groups, [groups.length / count, count], 'int32')),
    );
    const values = result.dataSync<'float32'>();
    result.dispose();
    return values;
  }

  dispose(): void {
    this.product.dispose();
  }
}
