import type { Tensor } from '@tensorflow/tfjs-node';
import type { NetworkPlan } from '../../core/network/plan';
import type { ConvAttributes, NativeOps } from '../tensorflow/native-ops';
import { encoderGeometry, type ConvGeometry } from './geometry';

interface ConvLayer {
  geometry: ConvGeometry;
  attributes: ConvAttributes;
  activation: boolean;
}

/** What `backward` needs of a pass: the input of each layer and, last, that of the heads, [n, flat]. */
export interface EncoderTrace {
  inputs: Tensor[];
  /** [n, 2 latent] */
  heads: Tensor;
}

/**
 * From turned images to the heads, and the gradients back. Parameters come as the list that `Parameters.read`
 * gives; the encoder's stand at its beginning: kernel and bias of each convolution, then of the heads.
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
      const geometry = encoderGeometry(conv);
      return { geometry, attributes: ops.convAttributes(geometry), activation: conv.activation };
    });
  }

  /** How many tensors of the parameter list are the encoder's. */
  get parameterCount(): number {
    return 2 * this.layers.length + 2;
  }

  /** `images` [n, side, side, channels], turned; the trace owns them and everything computed from them. */
  forward(images: Tensor, parameters: readonly Tensor[]): EncoderTrace {
    const { ops } = this;
    const inputs = [images];
    this.layers.forEach(({ attributes, activation }, i) => {
      const convolved = ops.conv2d(inputs[i]!, parameters[2 * i]!, attributes);
      const sum = ops.biasAdd(convolved, parameters[2 * i + 1]!);
      convolved.dispose();
      inputs.push(activation ? ops.leakyRelu(sum) : sum);
      if (activation) sum.dispose();
    });
    const last = inputs.pop()!;
    const features = last.reshape([-1, this.flat]);
    last.dispose();
    inputs.push(features);
    const product = ops.matMul(features, parameters[2 * this.layers.length]!);
    const heads = ops.biasAdd(product, parameters[2 * this.layers.length + 1]!);
    product.dispose();
    return { inputs, heads };
  }

  /** The gradients of the encoder's parameters, in their order; disposes the trace and `headsGradient`. */
  backward(trace: EncoderTrace, headsGradient: Tensor, parameters: readonly Tensor[]): Tensor[] {
    const { ops } = this;
    const { inputs, heads } = trace;
    const count = this.layers.length;
    const gradients = new Array<Tensor>(this.parameterCount);
    const features = inputs.pop()!;
    gradients[2 * count] = ops.matMul(features, headsGradient, true, false);
    gradients[2 * count + 1] = ops.biasAddGrad(headsGradient);
    const flat = ops.matMul(headsGradient, parameters[2 * count]!, false, true);
    const { smallSide, smallChannels } = this.layers[count - 1]!.geometry;
    let gradient: Tensor = flat.reshape([-1, smallSide, smallSide, smallChannels]);
    for (const done of [features, headsGradient, heads, flat]) done.dispose();
    // `output` is what the layer at hand gave: only those with an activation need it.
    let output: Tensor | null = null;
    for (let i = count - 1; i >= 0; i--) {
      const { geometry, attributes, activation } = this.layers[i]!;
      if (activation && output !== null) {
        const before = ops.leakyReluGrad(gradient, output);
        gradient.dispose();
        gradient = before;
      }
      output?.dispose();
      const input = inputs.pop()!;
      const kernel = parameters[2 * i]!;
      gradients[2 * i] = ops.conv2dBackpropKernel(input, kernel.shape, gradient, attributes);
      gradients[2 * i + 1] = ops.biasAddGrad(gradient);
      if (i > 0) {
        const { bigSide, bigChannels } = geometry;
        const shape = [input.shape[0], bigSide, bigSide, bigChannels];
        const before = ops.conv2dBackpropInput(shape, kernel, gradient, attributes);
        gradient.dispose();
        gradient = before;
      }
      output = input;
    }
    gradient.dispose();
    output?.dispose();
    return gradients;
  }
}
