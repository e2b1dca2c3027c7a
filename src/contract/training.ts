import { z } from 'zod';
import { count, imageShape, uint8 } from './values';

/** `elbo`: per-image sums, beta x KL. `notebook`: the notebook's own loss, which collapses (design, section 2). */
export const objective = z.enum(['elbo', 'notebook']);
export type Objective = z.infer<typeof objective>;

/**
 * Ends a run that no longer improves. The measure is the test set's negative ELBO (with beta 1, whatever beta is
 * trained with), and epochs count from the end of beta's warm-up: before that the loss itself still changes.
 */
export const earlyStopping = z.object({
  /** Epochs in a row that may pass without an improvement. */
  patience: z.number().int().min(1).max(10_000),
  /** Nats per image that an epoch has to gain to count as an improvement. */
  minDelta: z.number().min(0).max(1000).default(0),
});
export type EarlyStopping = z.infer<typeof earlyStopping>;

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
  /** Null: every epoch is trained. */
  earlyStopping: earlyStopping.nullable().default(null),
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
  /** Euclidean norm of the loss's gradient, mean over the epoch's steps; null where an older run did not note it. */
  gradientNorm: z.number().nullable().default(null),
  /** Weight of the KL at the epoch's last step, warm-up included; null as above. */
  beta: z.number().nullable().default(null),
  learningRate: z.number().nullable().default(null),
  /** Whether it was the best of the epochs so far: the last such row is the best of the run (`bestEpoch`). */
  best: z.boolean().default(false),
  diagnosis,
});
export type EpochMetrics = z.infer<typeof epochMetrics>;

/**
 * The epoch with the lowest negative ELBO on the test set, whose checkpoint is kept beside the last ones. Epochs after
 * the warm-up come before those within it, which count only until there are others.
 */
export const bestEpoch = z.object({ epoch: count, step: count, elbo: z.number() });
export type BestEpoch = z.infer<typeof bestEpoch>;

/** Which of a run's checkpoints: the newest, or that of its best epoch. */
export const checkpointChoice = z.enum(['last', 'best']);
export type CheckpointChoice = z.infer<typeof checkpointChoice>;

/** `pausing`: asked to pause, with the step or evaluation at hand still under way. */
export const trainingState = z.enum(['running', 'pausing', 'paused', 'stopping']);

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
  /** Steps that the model had taken. */
  step: count,
  originals: uint8,
  reconstructions: uint8,
});
export type TrainingSamples = z.infer<typeof trainingSamples>;

/**
 * Something that the researcher should know while a run trains, told once when it begins and once when it is over:
 * the posterior has collapsed, what was learnt could not be saved, or only its history (curve, reconstructions, maps of
 * the epochs) could not; training goes on and tries again.
 */
export const trainingAlarm = z.object({
  kind: z.enum(['collapse', 'saving', 'history']),
  /** False: the all-clear. */
  raised: z.boolean(),
  runFolder: z.string(),
  step: count,
  sentence: z.string(),
  /** What to change; null where there is nothing to do. */
  suggestion: z.string().nullable(),
});
export type TrainingAlarm = z.infer<typeof trainingAlarm>;

/** How a training run ended. */
export const trainingEnd = z.object({
  /** `stopped-early`: it no longer improved; `stopped`: someone stopped it. */
  reason: z.enum(['finished', 'stopped-early', 'stopped', 'failed']),
  runFolder: z.string(),
  step: count,
  /** One sentence. */
  message: z.string(),
  /** A sentence when the end of the run could not be saved: what is on the disk is older. */
  unsaved: z.string().optional(),
});
export type TrainingEnd = z.infer<typeof trainingEnd>;
