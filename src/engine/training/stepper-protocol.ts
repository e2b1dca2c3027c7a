import { z } from 'zod';
import { channels, count, float32, uint8 } from '../../contract/values';

/** Tensors by name, with PyTorch's names and layouts. */
const weights = z.map(z.string(), z.object({ shape: z.array(z.number()).readonly(), data: float32 }));

/** What the process that takes the steps is asked; `start` comes first. */
export const stepperRequest = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    size: z.object({ side: count, channels, latent: count }),
    replicas: count.min(1),
    weights,
    learningRate: z.number(),
    resume: z.object({ optimiser: weights, steps: count }).nullable(),
  }),
  z.object({
    kind: z.literal('step'),
    n: count,
    images: uint8,
    eps: float32,
    weights: z.object({ bce: z.number(), kl: z.number() }),
  }),
  z.object({ kind: z.literal('weights') }),
  z.object({ kind: z.literal('state') }),
]);
export type StepperRequest = z.infer<typeof stepperRequest>;

/** Its answers, one to each. */
export const stepperAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started') }),
  /** Bce, kl and the gradient's norm, none of which need be finite. */
  z.object({ kind: z.literal('losses'), values: z.instanceof(Float64Array) }),
  z.object({ kind: z.literal('weights'), weights }),
  z.object({ kind: z.literal('state'), weights, optimiser: weights }),
  /** `user`: the message is a sentence for the user. */
  z.object({
    kind: z.literal('failed'),
    error: z.object({ kind: z.enum(['user', 'engine']), message: z.string() }),
  }),
]);
export type StepperAnswer = z.infer<typeof stepperAnswer>;
