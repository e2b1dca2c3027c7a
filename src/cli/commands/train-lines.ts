import type { BestEpoch, EpochMetrics, TrainingAlarm, TrainingProgress } from '../../contract/training';

/** How far training is, in one line. */
export function progressLine(progress: TrainingProgress): string {
  const { epoch, epochs, step, steps, losses, imagesPerSecond, secondsLeft } = progress;
  const left = secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`;
  return `epoch ${epoch} of ${epochs}, step ${step} of ${steps}: -ELBO ${losses.elbo.toFixed(1)}, ${imagesPerSecond.toFixed(0)} images/s${left}`;
}

/** An epoch's figures, in one line; losses in nats per image. */
export function epochLine({
  epoch,
  train,
  test,
  activeUnits,
  imagesPerSecond,
  klPerDimension,
}: EpochMetrics): string {
  const test3 = `${test.elbo.toFixed(1)} (reconstruction ${test.bce.toFixed(1)} + KL ${test.kl.toFixed(1)})`;
  return `epoch ${epoch}: -ELBO test ${test3}, train ${train.elbo.toFixed(1)}; ${activeUnits} of ${klPerDimension.length} dimensions active; ${imagesPerSecond.toFixed(0)} images/s`;
}

/** The epoch whose checkpoint is kept as the best, in one line. */
export function bestLine({ epoch, elbo }: BestEpoch): string {
  return `best: epoch ${epoch}, -ELBO test ${elbo.toFixed(1)}`;
}

/** What is amiss, or no longer, and what to do. */
export function alarmLine({ sentence, suggestion }: TrainingAlarm): string {
  return suggestion === null ? sentence : `${sentence} ${suggestion}`;
}

function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
