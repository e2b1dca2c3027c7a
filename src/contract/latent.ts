import { z } from 'zod';
import type { CallSchema } from './call-schema';
import { decodedImages, pathRequest } from './space';
import { count, float32, int32, nothing } from './values';

/**
 * Where `n` latent vectors lie: `positions` `[n, dims]` in the map (none when there is no map); their `k` nearest
 * encoded images `nearest` `[n, k]`, nearest first, at `distances` `[n, k]`; and `percentile` `[n]`, the distance of
 * the nearest in the live dimensions as a percentile of the images' own such distances: 0 on an image, 100 farther out
 * than any.
 */
export const located = z.object({
  n: count,
  k: count,
  positions: float32.nullable(),
  nearest: int32,
  distances: float32,
  percentile: float32,
});
export type Located = z.infer<typeof located>;

/** Latent vectors `[n, latent]`, decoded and located. */
export const decodedLatents = z.object({ latents: float32, images: decodedImages, located });
export type DecodedLatents = z.infer<typeof decodedLatents>;

/**
 * What lies at a place of the map: the mean of the mu of the points `around` `[k]` it, each with its part `weights`
 * `[k]`. `mapPercentile`: how far the place is from the nearest point of the map, as a percentile of the points' own
 * such distances; far from all points the mean says little of the place.
 */
export const decodedPlace = decodedLatents.extend({
  around: int32,
  weights: float32,
  mapPercentile: z.number(),
});
export type DecodedPlace = z.infer<typeof decodedPlace>;

/**
 * Images drawn from the prior N(0, I), on which the model was regularised, beside ones drawn from a mixture of
 * Gaussians fitted to the mu of `fittedOn` encoded images (the aggregate posterior): where the two differ much, samples
 * of the prior are bad however good the reconstructions are.
 */
export const latentSamples = z.object({
  prior: decodedLatents,
  mixture: decodedLatents,
  components: count,
  fittedOn: count,
  /** Mean log density of `unseen` further mu under both, in the live dimensions, nats per image; null when there are too few images to spare some. */
  logDensity: z.object({ prior: z.number(), mixture: z.number(), unseen: count }).nullable(),
});
export type LatentSamples = z.infer<typeof latentSamples>;

export const pathFormat = z.enum(['gif', 'png', 'csv']);
export type PathFormat = z.infer<typeof pathFormat>;

/** The calls of the latent tools; part of `engineCalls`. */
export const latentCalls = {
  /** Where latent vectors `[n, latent]` lie: in the map, among the images, how far from them. */
  'space.locate': {
    input: z.object({ n: count.min(1), latents: float32, k: z.number().int().min(1).max(100).default(12) }),
    output: located,
  },
  /** Decodes the place `[dims]` of the map at hand. */
  'space.decodePlace': { input: z.object({ position: float32 }), output: decodedPlace },
  /** Draws images from the prior and from a mixture fitted to the data; a later call ends an earlier one. */
  'space.samples': {
    input: z.object({
      n: z.number().int().min(1).max(256).default(12),
      seed: z.number().int().min(0).max(0xffffffff).default(0),
      components: z.number().int().min(1).max(40).default(10),
    }),
    output: latentSamples,
  },
  /** Ends the samples that are being drawn, if any; their call rejects with a sentence. */
  'space.stopSamples': { input: nothing, output: nothing },
  /** Writes a path as an endless GIF, as a strip of PNG, or its latent vectors as CSV. */
  'export.path': {
    input: pathRequest.extend({ path: z.string().min(1), format: pathFormat }),
    output: z.object({ path: z.string(), frames: count, bytes: count }),
  },
} as const satisfies Record<string, CallSchema>;
