import type { Tensor } from '@tensorflow/tfjs-node';
import type { NetworkPlan } from '../../core/network/plan';
import type { ConvAttributes, NativeOps } from '../tensorflow/native-ops';
import { decoderGeometry, type ConvGeometry } from './geometry';

interface TransposedLayer {
  geometry: ConvGeometry;
  attributes: ConvAttributes;
  activation: boolean;
}

/**
 * From latent vectors to logits. Each transposed convolution is one gradient of a
 * convolution. Parameters come as a list: kernel and bias of the linear layer, then of each convolution.
 */
export class Decoder {
  private readonly layers: readonly TransposedLayer[];
  private readonly baseShape: [number, number, number, number];

  constructor(
    private readonly ops: NativeOps,
    plan: NetworkPlan,
  ) {
    this.baseShape = [-1, plan.baseSide, plan.baseSide, plan.flat / plan.baseSide ** 2];
    this.layers = plan.decoder.map((conv) => {
      const geometry = decoderGeometry(conv);
      return { geometry, attributes: ops.convAttributes(geometry), activation: conv.activation };
    });
  }

  /** Logits [n, side, side, channels], before the sigmoid, of `z` [n, latent], which is disposed. */
  forward(z: Tensor, parameters: readonly Tensor[]): Tensor {
    const { ops } = this;
    const [n] = z.shape;
    const product = ops.replace(z, ops.matMul(z, parameters[0]!));
    const features = ops.replace(product, ops.biasAdd(product, parameters[1]!));
    let map: Tensor = ops.replace(features, features.reshape(this.baseShape));
    this.layers.forEach(({ geometry, attributes, activation }, i) => {
      const shape = [n, geometry.bigSide, geometry.bigSide, geometry.bigChannels];
      map = ops.replace(map, ops.conv2dBackpropInput(shape, parameters[2 * i + 2]!, map, attributes));
      map = ops.replace(map, ops.biasAdd(map, parameters[2 * i + 3]!));
      if (activation) map = ops.replace(map, ops.leakyRelu(map));
    });
    return map;
  }
}
