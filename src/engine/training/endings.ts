import type { TrainingConfig, TrainingEnd } from '../../contract/training';
import { divergenceCure } from '../../core/diagnosis/divergence';
import type { EpochWatch } from './epoch-watch';

export type TrainerEnd = Omit<TrainingEnd, 'runFolder'>;

/** What stopped being a finite number in the step `at`, after `step` good ones of `steps` in the whole run. */
interface Divergence {
  what: string;
  at: number;
  step: number;
  steps: number;
}

export function finished(step: number, { epochs }: TrainingConfig): TrainerEnd {
  return {
    reason: 'finished',
    step,
    message: `Trained ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}.`,
  };
}

export function stopped(step: number): TrainerEnd {
  return { reason: 'stopped', step, message: `Stopped after step ${step}.` };
}

export function stoppedEarly(
  step: number,
  epoch: number,
  { best, waited }: EpochWatch,
  { epochs, earlyStopping }: TrainingConfig,
): TrainerEnd {
  const { minDelta } = earlyStopping ?? { minDelta: 0 };
  const improved = minDelta > 0 ? `improved by ${minDelta} nats` : 'improved';
  const kept = best === null ? '' : `; epoch ${best.epoch} was the best, with ${best.elbo.toFixed(2)} nats`;
  return {
    reason: 'stopped-early',
    step,
    message: `Stopped early after epoch ${epoch} of ${epochs}: the ELBO of the test images has not ${improved} for ${waited} ${waited === 1 ? 'epoch' : 'epochs'}${kept}.`,
  };
}

/** `kept`: step of the newest checkpoint. */
export function diverged(
  { what, at, step, steps }: Divergence,
  kept: number | null,
  config: TrainingConfig,
): TrainerEnd {
  const remains = kept === null ? '' : `; the checkpoint of step ${kept} is kept`;
  return {
    reason: 'failed',
    step,
    message: `${what} stopped being a finite number at step ${at} of ${steps}: ${divergenceCure(config)}${remains}.`,
  };
}
