import type { TrainingConfig } from '../../../contract/training';

/** What to change after a collapse, and how the button says it. */
export interface Remedy {
  changes: Partial<TrainingConfig>;
  label: string;
}

const FIRST_WARMUP = 10;

/** The change that the engine's diagnosis suggests for these settings, as settings. */
export function remedyFor({ objective, beta, warmup }: TrainingConfig): Remedy {
  if (objective === 'notebook')
    return { changes: { objective: 'elbo', beta: 1 }, label: 'Train again with the ELBO' };
  if (beta > 1) return { changes: { beta: 1 }, label: 'Train again with beta 1' };
  const longer = warmup === 0 ? FIRST_WARMUP : Math.ceil(warmup * 2);
  return { changes: { warmup: longer }, label: `Train again with a warm-up of ${longer} epochs` };
}
