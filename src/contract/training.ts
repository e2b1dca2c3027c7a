import { z } from 'zod';
import { count, imageShape, uint8 } from './values';

/** `elbo`: per-image sums, beta x KL. `notebook`: the notebook's own loss, which collapses (design, section 2). */
export const objective = z.enum(['elbo', 'notebook']);
export type Objective = z.infer<typeof objective>;

/** The settings of a training run; the defaults are the notebook's. */
export const trainingConfig = z.object({
  epochs: z.number().int().min(1).max(10_000).default(30),
  batch: z.number().int().min(1).max(4096).default(100),
  latent: z.number().int().min(2).max(256).default(64),
  learningRate: z.number().positive().max(1).default(1e-3),
  seed: z.number().int().min(0).max(0xffffffff).default(0),
  objective: objective.default('elbo'),
  beta: z.number().min(0).max(1000).default(1),
  /** Epochs over which beta rises from 0; 0 for none. */
  warmup: z.number().min(0).max(10_000).default(0),
});
export type TrainingConfig = z.infer<typeof trainingConfig>;

/** Nats per image: reconstruction, divergence, and their sum, the negative ELBO (always with beta 1). */
export const losses = z.object({ bce: z.number(), kl: z.number(), elbo: z.number() });
export type Losses = z.infer<typeof losses>;

/** Whether the posterior still uses its dimensions, in words; `suggestion` says what to change. */
export const diagnosis = z.object({
  state: z.enum(['healthy', 'pruned', 'collapsed']),
  sentence: z.string(),
  suggestion: z.string().nullable(),
});
export type Diagnosis = z.infer<typeof diagnosis>;

/** One row of a run's metrics, written at the end of an epoch. */
export const epochMetrics = z.object({
  epoch: count,
  step: count,
  train: losses,
  test: losses,
  activeUnits: count,
  /** Nats, one for each latent dimension. */
  klPerDimension: z.array(z.number()),
  /** Training alone, without evaluation and saving. */
  imagesPerSecond: z.number(),
  seconds: z.number(),
  diagnosis,
});
export type EpochMetrics = z.infer<typeof epochMetrics>;

export const trainingState = z.enum(['running', 'paused', 'stopping']);

/** Sent several times a second while a run trains. */
export const trainingProgress = z.object({
  state: trainingState,
  runFolder: z.string(),
  epoch: count,
  epochs: count,
  /** Steps done of `steps` in the whole run. */
  step: count,
  steps: count,
  /** Of the latest step, nats per image. */
  losses,
  imagesPerSecond: z.number(),
  secondsLeft: z.number().nullable(),
});
export type TrainingProgress = z.infer<typeof trainingProgress>;

/** Test images over their reconstructions, as in the notebook's last cell: both `[n, side, side, channels]`. */
export const trainingSamples = z.object({
  ...imageShape,
  originals: uint8,
  reconstructions: uint8,
});
export type TrainingSamples = z.infer<typeof trainingSamples>;

/** How a training run ended. */
export const trainingEnd = z.object({
  reason: z.enum(['finished', 'stopped', 'failed']),
  runFolder: z.string(),
  step: count,
  message: z.string(),
});
export type TrainingEnd = z.infer<typeof trainingEnd>;
