import { z } from 'zod';
import { bestEpoch, type BestEpoch, type EarlyStopping, type TrainingConfig } from '../../contract/training';
import { count } from '../../contract/values';

/** What a run's epochs have come to; survives JSON. */
export const epochWatch = z.object({
  best: bestEpoch.nullable(),
  /** The negative ELBO that the next epoch has to undercut by `minDelta`; null until the warm-up is over. */
  toBeat: z.number().nullable(),
  /** Epochs since one did. */
  waited: count,
  /** Whether the posterior has collapsed and not been active again since. */
  collapsed: z.boolean(),
});
export type EpochWatch = z.infer<typeof epochWatch>;

export function emptyWatch(): EpochWatch {
  return { best: null, toBeat: null, waited: 0, collapsed: false };
}

/** The watch after one more epoch; its `best` is this epoch when this one is the best so far. */
export function watchEpoch(
  watch: EpochWatch,
  epoch: BestEpoch,
  { warmup, earlyStopping }: Pick<TrainingConfig, 'warmup' | 'earlyStopping'>,
): Pick<EpochWatch, 'best' | 'toBeat' | 'waited'> {
  const { best, toBeat, waited } = watch;
  // Within the warm-up the loss still changes: whoever waits for it there would stop before beta has had its say.
  const counts = epoch.epoch > warmup;
  const isBest = best === null || (counts && best.epoch <= warmup) || epoch.elbo < best.elbo;
  const next = { best: isBest ? epoch : best };
  if (!counts) return { ...next, toBeat: null, waited: 0 };
  const improved = toBeat === null || epoch.elbo < toBeat - (earlyStopping?.minDelta ?? 0);
  return improved ? { ...next, toBeat: epoch.elbo, waited: 0 } : { ...next, toBeat, waited: waited + 1 };
}

/** Whether a run has waited long enough. */
export function isOutOfPatience(waited: number, earlyStopping: EarlyStopping | null): boolean {
  return earlyStopping !== null && waited >= earlyStopping.patience;
}
