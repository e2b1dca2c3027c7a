import type { Tensor } from '@tensorflow/tfjs-node';
import type { NetworkPlan } from '../../core/network/plan';
import type { ConvAttributes, NativeOps } from '../tensorflow/native-ops';
import { encoderGeometry } from './geometry';

interface ConvLayer {
  attributes: ConvAttributes;
  activation: boolean;
}

/**
 * From turned images to the heads. Parameters come as the list that `Parameters.read` gives; the encoder's stand at
 * its beginning: kernel and bias of each convolution, then of the heads.
 */
export class Encoder {
  private readonly layers: readonly ConvLayer[];
  private readonly flat: number;

  constructor(
    private readonly ops: NativeOps,
    plan: NetworkPlan,
  ) {
    this.flat = plan.flat;
    this.layers = plan.encoder.map((conv) => {
      return { attributes: ops.convAttributes(encoderGeometry(conv)), activation: conv.activation };
    });
  }

  /** How many tensors of the parameter list are the encoder's. */
  get parameterCount(): number {
    return 2 * this.layers.length + 2;
  }

  /** Heads [n, 2 latent] of `images` [n, side, side, channels], turned; `images` are disposed. */
  forward(images: Tensor, parameters: readonly Tensor[]): Tensor {
    const { ops } = this;
    let map = images;
    this.layers.forEach(({ attributes, activation }, i) => {
      map = ops.replace(map, ops.conv2d(map, parameters[2 * i]!, attributes));
      map = ops.replace(map, ops.biasAdd(map, parameters[2 * i + 1]!));
      if (activation) map = ops.replace(map, ops.leakyRelu(map));
    });
    const features = ops.replace(map, map.reshape([-1, this.flat]));
    const product = ops.replace(features, ops.matMul(features, parameters[2 * this.layers.length]!));
    return ops.replace(product, ops.biasAdd(product, parameters[2 * this.layers.length + 1]!));
  }
}
