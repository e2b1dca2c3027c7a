import type { TrainingProgress } from '../../contract/training';
import { Generator } from '../../core/random/generator';
import { permutation } from '../../core/random/shuffle';
import { gatherBytes } from '../network/batch';
import { drawNoise } from '../network/latent';
import type { Weights } from '../network/weights';
import { emptySums, readTrainerState, type EpochSums, type TrainerState } from './checkpoint';
import { checkData } from './data';
import { diverged, finished, stopped, stoppedEarly, type TrainerEnd } from './endings';
import { epochResult, inNats, reconstructions, type EpochResult } from './epoch-end';
import { emptyWatch, isOutOfPatience, type EpochWatch } from './epoch-watch';
import { betaAt, lossWeights } from './objective';
import { Pause } from './pause';
import { Progress } from './progress';
import type { StepLosses, Stepper } from './stepper';
import { streams } from './streams';
import type { TrainerOptions } from './trainer-options';

const CHECKPOINT_SECONDS = 30;
const PROGRESS_SECONDS = 0.2;
const SAMPLES_SECONDS = 3;
/** A stepper that does not answer for so long hangs: a run that is to stop does not wait for it. */
const STOP_LIMIT_MS = 15_000;

/**
 * Trains a network; between two steps the process can do other work. A run that was stopped and resumed has, bit
 * for bit, the weights and losses of one that never stopped.
 */
export class Trainer {
  /** Of the whole run. */
  readonly steps: number;
  private readonly stepsPerEpoch: number;
  private readonly noise: Generator;
  private readonly progress: Progress;
  private readonly stopping = new AbortController();
  private position = { step: 0, epoch: 0, stepInEpoch: 0 };
  private sums: EpochSums = emptySums();
  private watch: EpochWatch = emptyWatch();
  private paused: Pause | null = null;
  /** Step of the newest checkpoint that was kept. */
  private kept: number | null = null;
  /** The newest weights known to be finite, for a run that fails to end with. */
  private sound: Weights;
  private readonly told = { progress: -Infinity, samples: -Infinity, checkpoint: 0, checkpointStep: 0 };

  private constructor(
    private readonly options: TrainerOptions,
    private readonly stepper: Stepper,
    state: TrainerState | null,
  ) {
    const { vae, data, config } = options;
    this.sound = vae.weights();
    this.stepsPerEpoch = Math.ceil(data.nTrain / config.batch);
    this.steps = this.stepsPerEpoch * config.epochs;
    this.progress = new Progress(config, this.steps, data.nTrain / this.stepsPerEpoch);
    this.noise = state === null ? streams.noise(config.seed) : Generator.fromState(state.noise);
    if (state === null) return;
    const { step, epoch, stepInEpoch } = state;
    this.position = { step, epoch, stepInEpoch };
    this.sums = { ...state.sums };
    this.watch = state.watch;
    this.kept = step;
  }

  /** Throws UserError when the data or the checkpoint does not fit the network and the settings. */
  static async start(options: TrainerOptions): Promise<Trainer> {
    const { vae, data, config, resume, startStepper } = options;
    checkData(data, vae.plan);
    const state = resume === undefined ? null : readTrainerState(resume.state, config, data.nTrain);
    if (resume !== undefined) vae.setWeights(resume.weights);
    const stepper = await startStepper({
      weights: vae.weights(),
      learningRate: config.learningRate,
      resume:
        resume === undefined || state === null ? null : { optimiser: resume.optimiser, steps: state.step },
    });
    return new Trainer(options, stepper, state);
  }

  /** Steps done. */
  get step(): number {
    return this.position.step;
  }

  get state(): TrainingProgress['state'] {
    if (this.stopping.signal.aborted) return 'stopping';
    if (this.paused === null) return 'running';
    return this.paused.holds ? 'paused' : 'pausing';
  }

  /** Holds after the step at hand. */
  pause(): void {
    if (this.paused !== null || this.stopping.signal.aborted) return;
    this.paused = new Pause();
    this.tellProgress();
  }

  continue(): void {
    this.paused?.end();
    this.paused = null;
    this.tellProgress();
  }

  /** Lets `run` save a checkpoint after the step at hand and end. */
  stop(): void {
    this.stopping.abort();
    this.stepper.limit?.(STOP_LIMIT_MS);
    this.continue();
  }

  /**
   * Trains until the last epoch is done, `stop` is called, early stopping has waited long enough or the loss is no
   * longer finite. Call it once. Rejects with whatever a callback throws.
   */
  async run(): Promise<TrainerEnd> {
    this.told.checkpoint = performance.now();
    this.told.checkpointStep = this.position.step;
    try {
      // A run that dies before its first interval is over can go on too, and a disk that takes nothing says so now.
      const broken = this.options.resume === undefined ? await this.tellCheckpoint() : null;
      if (broken !== null) return broken;
      while (this.position.epoch < this.options.config.epochs) {
        const end = (await this.trainEpoch()) ?? (await this.endEpoch());
        if (end !== null) return end;
      }
      return finished(this.step, this.options.config);
    } finally {
      await this.stepper.close();
    }
  }

  /** The remaining steps of the epoch at hand; null when they are done. */
  private async trainEpoch(): Promise<TrainerEnd | null> {
    const { config, data } = this.options;
    const { position } = this;
    const order = permutation(data.nTrain, streams.shuffle(config.seed, position.epoch));
    while (position.stepInEpoch < this.stepsPerEpoch) {
      await this.options.giveWay?.();
      await this.hold();
      if (this.stopping.signal.aborted) return this.endStopped();
      const start = position.stepInEpoch * config.batch;
      const losses = await this.takeStep(order.subarray(start, start + config.batch));
      if (!isFinite(losses)) return this.endFailed('The loss', this.step + 1);
      if (this.seconds(this.told.progress) >= PROGRESS_SECONDS) this.tellProgress();
      if (this.seconds(this.told.samples) >= SAMPLES_SECONDS) await this.tellSamples();
      if (this.checkpointIsDue()) {
        const end = await this.tellCheckpoint();
        if (end !== null) return end;
      }
    }
    return null;
  }

  /** Waits while the run is paused. */
  private async hold(): Promise<void> {
    if (this.paused === null) return;
    const over = this.paused.over();
    this.tellProgress();
    await over;
  }

  private async takeStep(rows: Uint32Array): Promise<StepLosses> {
    const { config, data, vae } = this.options;
    const { position, sums } = this;
    const began = performance.now();
    const losses = await this.stepper.step({
      n: rows.length,
      images: gatherBytes(data.train, rows, vae.plan),
      eps: drawNoise(this.noise, rows.length, vae.plan.latent),
      weights: lossWeights(config.objective, rows.length, vae.plan, this.betaAt(position.step)),
    });
    const seconds = this.seconds(began);
    if (!isFinite(losses)) return losses;
    this.progress.add(losses, seconds);
    sums.images += rows.length;
    sums.bce += losses.bce;
    sums.kl += losses.kl;
    sums.seconds += seconds;
    sums.steps++;
    if (sums.gradientNorms !== null) sums.gradientNorms += losses.gradientNorm;
    position.step++;
    position.stepInEpoch++;
    this.options.onStep?.(position.step, inNats(losses.bce / losses.images, losses.kl / losses.images));
    return losses;
  }

  /** Evaluates, tells, saves, and moves on to the next epoch; the end of the run when it ends with this one. */
  private async endEpoch(): Promise<TrainerEnd | null> {
    const { vae, data, config, onEpoch } = this.options;
    const { signal } = this.stopping;
    const began = performance.now();
    const { sums, watch } = this;
    const { step } = this.position;
    const done = { epoch: this.position.epoch + 1, step, sums, beta: this.betaAt(step - 1), watch };
    let result: EpochResult;
    vae.setWeights(await this.stepper.weights());
    try {
      result = await epochResult(vae, data, config, done, { signal });
    } catch (error) {
      // The epoch stays to be evaluated when the run is resumed.
      if (signal.aborted) return this.endStopped();
      throw error;
    }
    this.progress.evaluationSeconds = this.seconds(began);
    if (!Number.isFinite(result.metrics.test.elbo)) return this.endFailed('The loss on the test images');
    this.position = { step, epoch: done.epoch, stepInEpoch: 0 };
    this.sums = emptySums();
    this.watch = result.watch;
    await onEpoch?.(result);
    await this.tellSamples();
    this.tellProgress();
    const broken = await this.tellCheckpoint();
    if (broken !== null || done.epoch >= config.epochs) return broken;
    return isOutOfPatience(this.watch.waited, config.earlyStopping)
      ? stoppedEarly(step, done.epoch, this.watch, config)
      : null;
  }

  private async endStopped(): Promise<TrainerEnd> {
    return (await this.tellCheckpoint()) ?? stopped(this.step);
  }

  /** `at`: the step that did it. */
  private endFailed(what: string, at = this.step): TrainerEnd {
    this.options.vae.setWeights(this.sound);
    return diverged({ what, at, step: this.step, steps: this.steps }, this.kept, this.options.config);
  }

  private betaAt(step: number): number {
    const { beta, warmup } = this.options.config;
    return betaAt(step, beta, warmup * this.stepsPerEpoch);
  }

  private tellProgress(): void {
    this.told.progress = performance.now();
    this.options.onProgress?.(this.progress.at(this.state, this.position));
  }

  private async tellSamples(): Promise<void> {
    const { vae, data, onSamples } = this.options;
    vae.setWeights(await this.stepper.weights());
    if (onSamples !== undefined) onSamples({ ...(await reconstructions(vae, data)), step: this.step });
    this.told.samples = performance.now();
  }

  private checkpointIsDue(): boolean {
    if (this.position.stepInEpoch === this.stepsPerEpoch) return false;
    const { steps = Infinity, seconds = CHECKPOINT_SECONDS } = this.options.checkpointEvery ?? {};
    return this.step - this.told.checkpointStep >= steps || this.seconds(this.told.checkpoint) >= seconds;
  }

  /** Hands out a checkpoint, unless the weights are broken: then the run has failed and the last one stays. */
  private async tellCheckpoint(): Promise<TrainerEnd | null> {
    const { vae, data, config, onCheckpoint } = this.options;
    const { weights, optimiser } = await this.stepper.state();
    for (const { data: values } of weights.values()) {
      if (!values.every(Number.isFinite)) return this.endFailed('A weight');
    }
    vae.setWeights(weights);
    this.sound = weights;
    const state: TrainerState = {
      version: 1,
      seed: config.seed,
      batch: config.batch,
      trainImages: data.nTrain,
      ...this.position,
      noise: this.noise.state(),
      sums: { ...this.sums },
      watch: this.watch,
    };
    const { best, waited } = this.watch;
    const kept = await onCheckpoint?.({ step: this.step, weights, optimiser, best, waited, state });
    if (kept === true) this.kept = this.step;
    this.told.checkpoint = performance.now();
    this.told.checkpointStep = this.step;
    return null;
  }

  private seconds(since: number): number {
    return (performance.now() - since) / 1000;
  }
}

function isFinite({ bce, kl, gradientNorm }: StepLosses): boolean {
  return Number.isFinite(bce + kl + gradientNorm);
}
