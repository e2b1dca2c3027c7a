import { z } from 'zod';
import { UserError } from '../../contract/errors';
import type { TrainingConfig } from '../../contract/training';
import { count } from '../../contract/values';
import type { Weights } from '../network/weights';

/** Sums over the steps of the epoch so far; `seconds` of training alone. */
const epochSums = z.object({
  images: count,
  bce: z.number(),
  kl: z.number(),
  seconds: z.number(),
  /** Euclidean norm of the loss's gradient at the epoch's last step, once that is done. */
  gradientNorm: z.number().nullable(),
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
});
export type TrainerState = z.infer<typeof trainerState>;

/** All that a run needs to go on bit for bit as if it had never stopped. */
export interface TrainingCheckpoint {
  step: number;
  /** PyTorch's names and layouts. */
  weights: Weights;
  /** Adam's moments, under the weights' names after `exp_avg.` and `exp_avg_sq.`. */
  optimiser: Weights;
  /** A `TrainerState`; unknown, because it may come from a file. */
  state: unknown;
}

export function emptySums(): EpochSums {
  return { images: 0, bce: 0, kl: 0, seconds: 0, gradientNorm: null };
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
