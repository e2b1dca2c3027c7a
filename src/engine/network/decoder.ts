import type { Tensor } from '@tensorflow/tfjs-node';
import type { NetworkPlan } from '../../core/network/plan';
import type { ConvAttributes, NativeOps } from '../tensorflow/native-ops';
import { decoderGeometry, type ConvGeometry, type Padding } from './geometry';

interface TransposedLayer {
  geometry: ConvGeometry;
  attributes: ConvAttributes;
  /**
   * How the gradients of the layer run, when its padding is neither SAME nor VALID: on a padded gradient with
   * VALID, which is faster than EXPLICIT for all but the layer itself (measured: 1.9 ms instead of 6.1).
   */
  padded: { padding: Padding; attributes: ConvAttributes } | null;
  activation: boolean;
}

/** What `backward` needs of a pass: z, then the input of each transposed convolution. */
export interface DecoderTrace {
  inputs: Tensor[];
  /** [n, side, side, channels], before the sigmoid. */
  logits: Tensor;
}

/**
 * From latent vectors to logits, and the gradients back. Each transposed convolution is one gradient of a
 * convolution. Parameters come as a list: kernel and bias of the linear layer, then of each convolution.
 */
export class Decoder {
  private readonly layers: readonly TransposedLayer[];
  private readonly baseShape: [number, number, number, number];
  private readonly flat: number;

  constructor(
    private readonly ops: NativeOps,
    plan: NetworkPlan,
  ) {
    this.flat = plan.flat;
    this.baseShape = [-1, plan.baseSide, plan.baseSide, plan.flat / plan.baseSide ** 2];
    this.layers = plan.decoder.map((conv) => {
      const geometry = decoderGeometry(conv);
      const { padding, stride } = geometry;
      const valid = ops.convAttributes({ stride, padding: 'VALID' });
      return {
        geometry,
        attributes: ops.convAttributes(geometry),
        padded: typeof padding === 'string' ? null : { padding, attributes: valid },
        activation: conv.activation,
      };
    });
  }

  /** `z` [n, latent]; the trace owns it and everything computed from it. */
  forward(z: Tensor, parameters: readonly Tensor[]): DecoderTrace {
    const { ops } = this;
    const product = ops.matMul(z, parameters[0]!);
    const features = ops.biasAdd(product, parameters[1]!);
    const inputs = [z, features.reshape(this.baseShape)];
    for (const done of [product, features]) done.dispose();
    this.layers.forEach(({ geometry, attributes, activation }, i) => {
      const { bigSide, bigChannels } = geometry;
      const shape = [z.shape[0], bigSide, bigSide, bigChannels];
      const convolved = ops.conv2dBackpropInput(shape, parameters[2 * i + 2]!, inputs[i + 1]!, attributes);
      const sum = ops.biasAdd(convolved, parameters[2 * i + 3]!);
      convolved.dispose();
      inputs.push(activation ? ops.leakyRelu(sum) : sum);
      if (activation) sum.dispose();
    });
    return { logits: inputs.pop()!, inputs };
  }

  /**
   * The gradients of the decoder's parameters, in their order, and that with respect to z, [n, latent]; disposes
   * the trace and `logitsGradient`.
   */
  backward(
    trace: DecoderTrace,
    logitsGradient: Tensor,
    parameters: readonly Tensor[],
  ): { gradients: Tensor[]; z: Tensor } {
    const { ops } = this;
    const { inputs } = trace;
    const gradients = new Array<Tensor>(2 * this.layers.length + 2);
    let gradient = logitsGradient;
    let output = trace.logits;
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const { padded, attributes, activation } = this.layers[i]!;
      if (activation) gradient = replace(gradient, ops.leakyReluGrad(gradient, output));
      output.dispose();
      const input = inputs.pop()!;
      const kernel = parameters[2 * i + 2]!;
      gradients[2 * i + 3] = ops.biasAddGrad(gradient);
      if (padded !== null) gradient = replace(gradient, pad(gradient, padded.padding));
      const how = padded?.attributes ?? attributes;
      gradients[2 * i + 2] = ops.conv2dBackpropKernel(gradient, kernel.shape, input, how);
      gradient = replace(gradient, ops.conv2d(gradient, kernel, how));
      output = input;
    }
    output.dispose();
    const features = gradient.reshape([-1, this.flat]);
    const z = inputs.pop()!;
    gradients[0] = ops.matMul(z, features, true, false);
    gradients[1] = ops.biasAddGrad(features);
    const zGradient = ops.matMul(features, parameters[0]!, false, true);
    for (const done of [gradient, features, z]) done.dispose();
    return { gradients, z: zGradient };
  }
}

/** Disposes `former` and gives `next`. */
function replace(former: Tensor, next: Tensor): Tensor {
  former.dispose();
  return next;
}

/** Zero rows and columns around images [n, h, w, c]. */
function pad(images: Tensor, { before, after }: Padding): Tensor {
  return images.pad([
    [0, 0],
    [before, after],
    [before, after],
    [0, 0],
  ]);
}
