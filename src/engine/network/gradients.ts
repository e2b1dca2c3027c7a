import type { Tensor } from '@tensorflow/tfjs-node';
import type { Batch } from './batch';
import { headsGradient, klPerImage, sample, splitHeads } from './latent';
import { crossEntropy, type Network } from './network';

/** The weights of one image's cross-entropy (summed over its pixels) and of its KL in the loss. */
export interface LossWeights {
  bce: number;
  kl: number;
}

/** `bce` and `kl` of each image, `[n]` nats, and the loss's gradients, which the caller disposes. */
export interface Gradients {
  bce: Float32Array;
  kl: Float32Array;
  /** In the order of the network's parameters. */
  gradients: Tensor[];
}

/**
 * One pass forwards and backwards, written out by hand: every layer's gradient is one or two native operations, and
 * each tensor is freed as soon as nothing needs it. `eps` [n, latent] is the noise of the samples. All tensors but
 * the gradients are gone afterwards.
 */
export function lossAndGradients(
  network: Network,
  batch: Batch,
  eps: Float32Array,
  weights: LossWeights,
): Gradients {
  const { ops, plan, encoder, decoder } = network;
  const { tf } = ops;
  const { n } = batch;
  const parameters = network.parameters.read();
  const decoderParameters = network.ofDecoder(parameters);
  const forth = encoder.forward(network.images(batch.turned, n), parameters);
  const posterior = splitHeads(forth.heads.dataSync<'float32'>(), n, plan.latent);
  const z = tf.tensor2d(sample(posterior, eps), [n, plan.latent]);
  const back = decoder.forward(z, decoderParameters);
  const { losses, logitsGradient } = tf.tidy(() => {
    const target = network.images(batch.upright, n);
    return {
      losses: crossEntropy(back.logits, target),
      logitsGradient: back.logits.sigmoid().sub(target).mul(weights.bce),
    };
  });
  const ofDecoder = decoder.backward(back, logitsGradient, decoderParameters);
  const zGradient = ofDecoder.z.dataSync<'float32'>();
  const heads = headsGradient(posterior, eps, zGradient, weights.kl);
  const headsTensor = tf.tensor2d(heads, [n, 2 * plan.latent]);
  const ofEncoder = encoder.backward(forth, headsTensor, parameters);
  const bce = losses.dataSync<'float32'>();
  for (const done of [...parameters, losses, ofDecoder.z]) done.dispose();
  return { bce, kl: klPerImage(posterior), gradients: [...ofEncoder, ...ofDecoder.gradients] };
}
