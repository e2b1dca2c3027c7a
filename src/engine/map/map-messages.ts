import { z } from 'zod';
import { mapMethod } from '../../contract/space';
import { float32, int32 } from '../../contract/values';

/** What the map's thread is given: `vectors` `[n, d]`, neighbours `[n, k]`, `initial` `[n, dims]`. */
export const mapJob = z.object({
  n: z.number().int(),
  d: z.number().int(),
  vectors: float32,
  method: mapMethod,
  dims: z.union([z.literal(2), z.literal(3)]),
  minDist: z.number(),
  seed: z.number().int(),
  /** As UMAP counts them, with the point itself. */
  nNeighbors: z.number().int(),
  neighbours: z.object({ k: z.number().int(), indices: int32, distances: float32 }),
  initial: float32.nullable(),
});
export type MapJob = z.infer<typeof mapJob>;

export const mapMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('progress'),
    stage: z.enum(['graph', 'layout', 'quality']),
    fraction: z.number(),
    positions: float32.nullable(),
  }),
  z.object({
    type: z.literal('done'),
    positions: float32,
    epochs: z.number().int(),
    seconds: z.object({ graph: z.number(), layout: z.number(), quality: z.number() }),
    trustworthiness: z.number().nullable(),
    sampled: z.number().int(),
    neighboursKept: z.number().nullable(),
    distortion: float32,
    explainedVariance: z.array(z.number()),
    notes: z.array(z.string()),
  }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type MapMessage = z.infer<typeof mapMessage>;
