import type * as TensorFlowModule from '@tensorflow/tfjs-node';
import type { Tensor } from '@tensorflow/tfjs-node';
import type { NativeBackend, OpAttribute } from './native-backend';

export type TensorFlow = typeof TensorFlowModule;

/** How TensorFlow's convolutions are told to go: see `convAttributes`. */
export type ConvAttributes = readonly OpAttribute[];

/** What decides the attributes of a convolution. `padding` other than SAME and VALID becomes EXPLICIT. */
export interface ConvPadding {
  stride: number;
  padding: 'SAME' | 'VALID' | { before: number; after: number };
}

/** LeakyReLU's slope below zero, PyTorch's default. */
export const LEAKY_SLOPE = 0.01;

/**
 * The TensorFlow operations that tfjs does not offer, or only with more work around them: padding other than
 * SAME and VALID, biases and activations as single operations. Whoever gets a tensor from here disposes it (or calls within `tf.tidy`). All floats are 32-bit, all images NHWC.
 */
export class NativeOps {
  private readonly floatType: OpAttribute;
  private readonly biasAttributes: OpAttribute[];
  private readonly leakyAttributes: OpAttribute[];

  constructor(
    readonly tf: TensorFlow,
    readonly backend: NativeBackend,
  ) {
    const { binding } = backend;
    this.floatType = { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
    this.biasAttributes = [
      this.floatType,
      { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    ];
    this.leakyAttributes = [
      this.floatType,
      { name: 'alpha', type: binding.TF_ATTR_FLOAT, value: LEAKY_SLOPE },
    ];
  }

  /** Version of the native library. */
  get version(): string {
    return this.backend.binding.TF_Version;
  }

  /** The attributes of a convolution and of its two gradients, made once for each layer. */
  convAttributes({ stride, padding }: ConvPadding): ConvAttributes {
    const { binding } = this.backend;
    const explicit = typeof padding === 'object';
    return [
      this.floatType,
      { name: 'strides', type: binding.TF_ATTR_INT, value: [1, stride, stride, 1] },
      { name: 'padding', type: binding.TF_ATTR_STRING, value: explicit ? 'EXPLICIT' : padding },
      { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
      ...(explicit
        ? [
            {
              name: 'explicit_paddings',
              type: binding.TF_ATTR_INT,
              value: [0, 0, padding.before, padding.after, padding.before, padding.after, 0, 0],
            },
          ]
        : []),
    ];
  }

  /** `input` [n, h, w, in], `kernel` [k, k, in, out] to [n, h', w', out]. */
  conv2d(input: Tensor, kernel: Tensor, attributes: ConvAttributes): Tensor {
    return this.backend.executeSingleOutput('Conv2D', [...attributes], [input, kernel]);
  }

  /**
   * The gradient of a convolution with respect to its input of shape `inputShape` [n, h, w, in], from that of its
   * output, [n, h', w', out]: a transposed convolution.
   */
  conv2dBackpropInput(
    inputShape: readonly number[],
    kernel: Tensor,
    output: Tensor,
    attributes: ConvAttributes,
  ): Tensor {
    const sizes = this.tf.tensor1d([...inputShape], 'int32');
    const inputs = [sizes, kernel, output];
    const result = this.backend.executeSingleOutput('Conv2DBackpropInput', [...attributes], inputs);
    sizes.dispose();
    return result;
  }

  /** Adds `bias` [c] to the last axis. */
  biasAdd(value: Tensor, bias: Tensor): Tensor {
    return this.backend.executeSingleOutput('BiasAdd', this.biasAttributes, [value, bias]);
  }

  leakyRelu(value: Tensor): Tensor {
    return this.backend.executeSingleOutput('LeakyRelu', this.leakyAttributes, [value]);
  }

  /** Matrix product of [a, b] and [b, c], either transposed on request. */
  matMul(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
    const { binding } = this.backend;
    const attributes: OpAttribute[] = [
      this.floatType,
      { name: 'transpose_a', type: binding.TF_ATTR_BOOL, value: transposeA },
      { name: 'transpose_b', type: binding.TF_ATTR_BOOL, value: transposeB },
    ];
    return this.backend.executeSingleOutput('MatMul', attributes, [a, b]);
  }

  /** Of `values` `[rows, m, n]`, in each row those that stand at its `places` `[rows, k]` of the last axis: `[rows, m, k]`. */
  gatherInRows(values: Tensor, places: Tensor): Tensor {
    const { binding } = this.backend;
    const attributes: OpAttribute[] = [
      { name: 'Tparams', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
      { name: 'Tindices', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
      { name: 'Taxis', type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
      { name: 'batch_dims', type: binding.TF_ATTR_INT, value: 1 },
    ];
    const axis = this.tf.scalar(2, 'int32');
    const gathered = this.backend.executeSingleOutput('GatherV2', attributes, [values, places, axis]);
    axis.dispose();
    return gathered;
  }

  /** Disposes `former` and gives `next`. */
  replace(former: Tensor, next: Tensor): Tensor {
    former.dispose();
    return next;
  }
}
