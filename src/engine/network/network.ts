import type { Tensor } from '@tensorflow/tfjs-node';
import type { NetworkPlan } from '../../core/network/plan';
import type { NativeOps } from '../tensorflow/native-ops';
import { Decoder } from './decoder';
import { Encoder } from './encoder';
import { Parameters } from './parameters';

/** The network on TensorFlow: parameters, encoder and decoder. `dispose` frees the parameters. */
export class Network {
  readonly parameters: Parameters;
  readonly encoder: Encoder;
  readonly decoder: Decoder;

  constructor(
    readonly ops: NativeOps,
    readonly plan: NetworkPlan,
  ) {
    this.parameters = new Parameters(ops, plan);
    this.encoder = new Encoder(ops, plan);
    this.decoder = new Decoder(ops, plan);
  }

  /** The decoder's part of a list of all parameters. */
  ofDecoder(parameters: readonly Tensor[]): readonly Tensor[] {
    return parameters.slice(this.encoder.parameterCount);
  }

  /** Images in [0, 1] as a tensor, which shares the array's memory. */
  images(data: Float32Array, n: number): Tensor {
    const { side, channels } = this.plan;
    return this.ops.tf.tensor4d(data, [n, side, side, channels]);
  }

  /** Heads [n, 2 latent] of turned images. */
  encode(turned: Float32Array, n: number): Float32Array {
    return this.read(() => {
      return this.encoder.forward(this.images(turned, n), this.parameters.read());
    });
  }

  /** Pixels in [0, 1], [n, side, side, channels], of latent vectors [n, latent]. */
  decode(z: Float32Array, n: number): Float32Array {
    return this.read(() => this.logits(z, n).sigmoid());
  }

  /** Binary cross-entropy in nats, summed over each image's pixels, [n], of `target` given the latent vectors `z`. */
  crossEntropy(z: Float32Array, target: Float32Array, n: number): Float32Array {
    return this.read(() => crossEntropy(this.logits(z, n), this.images(target, n)));
  }

  dispose(): void {
    this.parameters.dispose();
  }

  private logits(z: Float32Array, n: number): Tensor {
    const vectors = this.ops.tf.tensor2d(z, [n, this.plan.latent]);
    return this.decoder.forward(vectors, this.ofDecoder(this.parameters.read()));
  }

  /** The values of the tensor that `compute` gives; frees it and all others. */
  private read(compute: () => Tensor): Float32Array {
    const result = this.ops.tf.tidy(compute);
    const values = result.dataSync<'float32'>();
    result.dispose();
    return values;
  }
}

/**
 * softplus(logit) - logit target, summed over each image: [n]. It is the cross-entropy of sigmoid(logit), and
 * stable for any logit.
 */
export function crossEntropy(logits: Tensor, target: Tensor): Tensor {
  return logits.softplus().sub(logits.mul(target)).sum([1, 2, 3]);
}
