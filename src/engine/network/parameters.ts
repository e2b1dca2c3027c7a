import type { Tensor as NativeTensor } from '@tensorflow/tfjs-node';
import type { Tensor } from '../../core/formats/safetensors';
import type { NetworkPlan } from '../../core/network/plan';
import type { NativeOps } from '../tensorflow/native-ops';
import { nativeParameters, type NativeParameter } from './parameter-layout';
import { sizeOf, type Weights } from './weights';

/** One float tensor for each parameter of a network, in the order and layout of `nativeParameters`. `dispose` frees them. */
export class Parameters {
  readonly layout: readonly NativeParameter[];
  private values: readonly NativeTensor[];

  /** All zero, until `load`. */
  constructor(
    private readonly ops: NativeOps,
    plan: NetworkPlan,
  ) {
    this.layout = nativeParameters(plan);
    this.values = this.layout.map((parameter) =>
      this.tensor(parameter, new Float32Array(sizeOf(parameter.shape))),
    );
  }

  /** Takes tensors with PyTorch's names and layouts, whose shapes the caller has checked. */
  load(weights: Weights): void {
    this.dispose();
    this.values = this.layout.map((parameter) => this.tensor(parameter, fromWeights(parameter, weights)));
  }

  /** The present values, which stay this object's: nobody else disposes them. */
  read(): readonly NativeTensor[] {
    return this.values;
  }

  /** A copy of the present values, with PyTorch's names and layouts. */
  save(): Map<string, Tensor> {
    return toWeights(
      this.layout,
      this.values.map((value) => value.dataSync<'float32'>()),
    );
  }

  dispose(): void {
    for (const value of this.values) value.dispose();
  }

  /** The tensor may share the memory of `data`, which nobody changes afterwards. */
  private tensor({ shape }: NativeParameter, data: Float32Array): NativeTensor {
    return this.ops.tf.tensor(data, [...shape]);
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
