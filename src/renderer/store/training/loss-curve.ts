import type { RunHistory } from '../../../contract/history';
import type { EpochMetrics, Losses } from '../../../contract/training';
import { StepCurve } from '../../../core/formats/step-curve';

/** Points kept at most; beyond that every second one of the older half goes. */
const MOST_POINTS = 3000;

/**
 * The losses of a run over its steps, nats per image. It is changed in place, so that React never copies it: whoever
 * draws it looks at `version`.
 */
export class LossCurve {
  version = 0;
  readonly steps: number[] = [];
  /** The step up to which the training losses are means of whole epochs, as a run on disk holds them. */
  averagedUntil = 0;
  /** Of single steps, from `averagedUntil` on. */
  readonly train: Losses[] = [];
  readonly test: { step: number; losses: Losses }[] = [];
  /** Euclidean norm of the gradient, mean over each epoch; of those that noted it. */
  readonly gradient: { step: number; norm: number }[] = [];

  /**
   * The curve of a run as its folder holds it: its steps, and one point for each epoch before the first of them, or for
   * each where no steps are kept. What `live` has seen of newer steps goes on from there.
   */
  static fromRun(
    epochs: readonly EpochMetrics[],
    steps: RunHistory['curve'] = null,
    live: LossCurve | null = null,
  ): LossCurve {
    const curve = new LossCurve();
    const kept = steps === null ? null : StepCurve.from(steps, MOST_POINTS / 2).columns();
    const first = kept?.steps[0] ?? Infinity;
    for (const epoch of epochs) {
      if (epoch.step < first) {
        curve.addStep(epoch.step, epoch.train);
        curve.averagedUntil = epoch.step;
      }
      curve.addEpoch(epoch);
    }
    kept?.steps.forEach((step, i) => {
      const [bce, kl] = [kept.bce[i] ?? Number.NaN, kept.kl[i] ?? Number.NaN];
      curve.addStep(step, { bce, kl, elbo: bce + kl });
    });
    live?.steps.forEach((step, i) => {
      const losses = live.train[i];
      if (step > live.averagedUntil && losses !== undefined) curve.addStep(step, losses);
    });
    return curve;
  }

  addStep(step: number, losses: Losses): void {
    if (step <= (this.steps.at(-1) ?? -1)) return;
    this.steps.push(step);
    this.train.push(losses);
    if (this.steps.length > MOST_POINTS) this.thin();
    this.version += 1;
  }

  addEpoch(epoch: EpochMetrics): void {
    if (epoch.step <= (this.test.at(-1)?.step ?? -1)) return;
    this.test.push({ step: epoch.step, losses: epoch.test });
    if (epoch.gradientNorm !== null) this.gradient.push({ step: epoch.step, norm: epoch.gradientNorm });
    this.version += 1;
  }

  private thin(): void {
    const half = MOST_POINTS / 2;
    const keep = (_: unknown, index: number) => index >= half || index % 2 === 0;
    this.steps.splice(0, this.steps.length, ...this.steps.filter(keep));
    this.train.splice(0, this.train.length, ...this.train.filter(keep));
  }
}
