import type { Tensor as NativeTensor } from '@tensorflow/tfjs-node';
import type { Tensor } from '../../core/formats/safetensors';
import type { NetworkPlan } from '../../core/network/plan';
import type { NativeOps } from '../tensorflow/native-ops';
import { nativeParameters, type NativeParameter } from './parameter-layout';
import { sizeOf, type Weights } from './weights';

let created = 0;

/**
 * One float variable for each parameter of a network, in the order and layout of `nativeParameters`; also used for
 * Adam's moments, which have the same shapes. `dispose` frees them.
 */
export class Parameters {
  readonly layout: readonly NativeParameter[];
  readonly variables: readonly NativeTensor[];

  /** All zero, until `load`. */
  constructor(
    private readonly ops: NativeOps,
    plan: NetworkPlan,
    layout?: readonly NativeParameter[],
  ) {
    this.layout = layout ?? nativeParameters(plan);
    const group = created++;
    this.variables = this.layout.map(({ name, shape }) => {
      const variable = ops.variable(`latent-atelier/${group}/${name}`, shape);
      this.assign(variable, new Float32Array(sizeOf(shape)), shape);
      return variable;
    });
  }

  /** Takes tensors with PyTorch's names and layouts, whose shapes the caller has checked. */
  load(weights: Weights): void {
    this.layout.forEach((parameter, i) => {
      this.assign(this.variables[i]!, fromWeights(parameter, weights), parameter.shape);
    });
  }

  /** The present values; the caller disposes them. */
  read(): NativeTensor[] {
    return this.variables.map((variable) => this.ops.readVariable(variable));
  }

  /** A copy of the present values, with PyTorch's names and layouts. */
  save(): Map<string, Tensor> {
    const values = this.read();
    const weights = toWeights(
      this.layout,
      values.map((value) => value.dataSync<'float32'>()),
    );
    for (const value of values) value.dispose();
    return weights;
  }

  private assign(variable: NativeTensor, data: Float32Array, shape: readonly number[]): void {
    const value = this.ops.tf.tensor(data, [...shape]);
    // A product with 1 is a copy in TensorFlow's own memory: `value` shares JavaScript's, which nothing may change.
    const copy = this.ops.tf.mul(value, 1);
    this.ops.assignVariable(variable, copy);
    value.dispose();
    copy.dispose();
  }

  dispose(): void {
    for (const variable of this.variables) this.ops.destroyVariable(variable);
  }
}

/** One native tensor, made of those of PyTorch's names and layouts, whose shapes the caller has checked. */
export function fromWeights({ shape, parts }: NativeParameter, weights: Weights): Float32Array {
  const native = new Float32Array(sizeOf(shape));
  for (const { name, index } of parts) {
    const source = weights.get(name)!.data;
    for (let j = 0; j < index.length; j++) native[index[j]!] = source[j]!;
  }
  return native;
}

/** Native tensors, in the order of `layout`, as PyTorch names and lays them out. */
export function toWeights(
  layout: readonly NativeParameter[],
  values: readonly Float32Array[],
): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  layout.forEach(({ parts }, i) => {
    const native = values[i]!;
    for (const { name, shape, index } of parts) {
      const data = new Float32Array(index.length);
      for (let j = 0; j < index.length; j++) data[j] = native[index[j]!]!;
      weights.set(name, { shape, data });
    }
  });
  return weights;
}
