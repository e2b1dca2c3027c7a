import type { NetworkPlan } from './plan';

/**
 * Multiplications of one image's way through the network, encoder and decoder. Training takes about three times as
 * many, so the ratio of two networks is about that of their times per image.
 */
export function multiplications(plan: NetworkPlan): number {
  const { encoder, decoder, flat, latent } = plan;
  let sum = 3 * flat * latent;
  for (const conv of encoder)
    sum += conv.outSide ** 2 * conv.inChannels * conv.outChannels * conv.kernel ** 2;
  for (const conv of decoder) sum += conv.inSide ** 2 * conv.inChannels * conv.outChannels * conv.kernel ** 2;
  return sum;
}
