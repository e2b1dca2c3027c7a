import { z } from 'zod';
import { UserError } from '../../contract/errors';
import type { BestEpoch, TrainingConfig } from '../../contract/training';
import { count } from '../../contract/values';
import type { Weights } from '../network/weights';
import { emptyWatch, epochWatch } from './epoch-watch';

/** Sums over the steps of the epoch so far; `seconds` of training alone. */
const epochSums = z.object({
  images: count,
  bce: z.number(),
  kl: z.number(),
  seconds: z.number(),
  steps: count.default(0),
  /** Of the Euclidean norms of the loss's gradients; null in an epoch that an older version began. */
  gradientNorms: z.number().nullable().default(null),
});
export type EpochSums = z.infer<typeof epochSums>;

/**
 * Where a run stands, besides its tensors; survives JSON. The order of the epoch follows from the seed and the
 * epoch, the accumulated betas of Adam from the step.
 */
const trainerState = z.object({
  version: z.literal(1),
  /** What the numbers below depend on. */
  seed: count,
  batch: count,
  trainImages: count,
  step: count,
  /** Epochs done. */
  epoch: count,
  /** Steps done of the epoch at hand; all of them when it has not been evaluated yet. */
  stepInEpoch: count,
  /** State of the noise generator. */
  noise: z.array(z.number()),
  sums: epochSums,
  /** Of the epochs done. */
  watch: epochWatch.default(emptyWatch),
});
export type TrainerState = z.infer<typeof trainerState>;

/** All that a run needs to go on bit for bit as if it had never stopped. */
export interface TrainingCheckpoint {
  step: number;
  /** PyTorch's names and layouts. */
  weights: Weights;
  /** Adam's moments, under the weights' names after `exp_avg.` and `exp_avg_sq.`. */
  optimiser: Weights;
  /** The best epoch so far; its weights are those of the checkpoint at its step. */
  best: BestEpoch | null;
  /** Epochs without an improvement, by which early stopping goes. */
  waited: number;
  /** A `TrainerState`; unknown, because it may come from a file. */
  state: unknown;
}

export function emptySums(): EpochSums {
  return { images: 0, bce: 0, kl: 0, seconds: 0, steps: 0, gradientNorms: 0 };
}

/**
 * The checked state of a checkpoint. Throws UserError when it is damaged, or when seed, batch size or the number of
 * images are not those it was saved with, because training could then not go on as it would have.
 */
export function readTrainerState(state: unknown, config: TrainingConfig, trainImages: number): TrainerState {
  const parsed = trainerState.safeParse(state);
  if (!parsed.success) {
    throw new UserError('The training state of this checkpoint is damaged: resume from an older checkpoint.');
  }
  const found = parsed.data;
  const wanted = { seed: config.seed, batch: config.batch, trainImages };
  for (const name of ['seed', 'batch', 'trainImages'] as const) {
    if (found[name] === wanted[name]) continue;
    const word = name === 'trainImages' ? 'number of training images' : name;
    throw new UserError(
      `This run was trained with the ${word} ${found[name]}, not ${wanted[name]}: it can only go on with the same.`,
    );
  }
  return found;
}
