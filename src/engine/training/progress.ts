import type { TrainingConfig, TrainingProgress } from '../../contract/training';
import { inNats } from './epoch-end';
import { Rate } from './rate';
import type { StepLosses } from './stepper';

/** Where a run stands, for whoever watches it. */
export class Progress {
  /** Seconds that the last evaluation of the test set took. */
  evaluationSeconds = 0;
  private readonly rate = new Rate();
  private latest: StepLosses | null = null;

  constructor(
    private readonly config: TrainingConfig,
    /** Of the whole run. */
    private readonly steps: number,
    /** Of an epoch, in the mean, for its last step may be a smaller one. */
    private readonly imagesPerStep: number,
  ) {}

  add(losses: StepLosses, seconds: number): void {
    this.rate.add(losses.images, seconds);
    this.latest = losses;
  }

  /** `epoch` counts the epochs done. */
  at(
    state: TrainingProgress['state'],
    { step, epoch }: { step: number; epoch: number },
  ): Omit<TrainingProgress, 'runFolder'> {
    const { epochs } = this.config;
    const { imagesPerSecond } = this.rate;
    const { images, bce, kl } = this.latest ?? { images: 1, bce: 0, kl: 0 };
    const imagesLeft = (this.steps - step) * this.imagesPerStep;
    return {
      state,
      epoch: Math.min(epoch + 1, epochs),
      epochs,
      step,
      steps: this.steps,
      losses: inNats(bce / images, kl / images),
      imagesPerSecond,
      secondsLeft:
        imagesPerSecond > 0 ? imagesLeft / imagesPerSecond + (epochs - epoch) * this.evaluationSeconds : null,
    };
  }
}
