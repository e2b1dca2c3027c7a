import type { EmitEvent } from '../../contract/engine-calls';
import { epochMetrics, type EpochMetrics, type TrainingEnd } from '../../contract/training';
import type { Dataset } from '../datasets/dataset';
import type { Vae } from '../network/vae';
import type { Checkpoint } from '../runs/checkpoints';
import { Trainer } from '../training/trainer';
import type { EpochResult } from '../training/epoch-end';
import type { TrainingCheckpoint } from '../training/checkpoint';
import type { Model } from './model';

/** Everything a session needs; `resume` is where it goes on from. */
export interface SessionOptions {
  model: Model;
  vae: Vae;
  data: Dataset;
  /** Rows of the epochs done before. */
  metrics: readonly EpochMetrics[];
  resume: Checkpoint | null;
  emit: EmitEvent;
}

/** A run that trains: what it tells goes out as events and into its folder. */
export class TrainingSession {
  readonly model: Model;
  private readonly trainer: Trainer;
  private readonly emit: EmitEvent;
  private readonly stepsPerEpoch: number;
  private metrics: EpochMetrics[];

  /** Throws UserError when the data or the checkpoint do not fit. */
  constructor({ model, vae, data, metrics, resume, emit }: SessionOptions) {
    this.model = model;
    this.emit = emit;
    this.metrics = [...metrics];
    const { config } = model.description;
    const { folder: runFolder } = model.run;
    this.stepsPerEpoch = Math.ceil(data.train.n / config.batch);
    this.trainer = new Trainer({
      vae,
      data: { train: data.train.pixels, nTrain: data.train.n, test: data.test.pixels, nTest: data.test.n },
      config,
      ...(resume === null ? {} : { resume }),
      onProgress: (progress) => emit('training.progress', { ...progress, runFolder }),
      onSamples: (samples) => emit('training.samples', samples),
      onEpoch: (result) => this.keepEpoch(result),
      onCheckpoint: (checkpoint) => this.keepCheckpoint(checkpoint),
    });
  }

  get steps(): number {
    return this.trainer.steps;
  }

  get step(): number {
    return this.trainer.step;
  }

  pause(): void {
    this.trainer.pause();
  }

  continue(): void {
    this.trainer.continue();
  }

  stop(): void {
    this.trainer.stop();
  }

  /** Trains to the end, which is told by its result alone: a failure too is an end, with its sentence. */
  async run(): Promise<TrainingEnd> {
    const { folder: runFolder } = this.model.run;
    try {
      return { ...(await this.trainer.run()), runFolder };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { reason: 'failed', runFolder, step: this.step, message };
    }
  }

  private async keepEpoch(result: EpochResult): Promise<void> {
    // The contract's row, without what else the trainer knows.
    const metrics = epochMetrics.parse(result);
    // An epoch that is evaluated again after a restart takes the place of its former row.
    this.metrics = [...this.metrics.filter(({ epoch }) => epoch < metrics.epoch), metrics];
    await this.model.run.writeMetrics(this.metrics);
    this.emit('training.epoch', metrics);
  }

  private async keepCheckpoint(checkpoint: TrainingCheckpoint): Promise<void> {
    await this.model.run.saveCheckpoint({ ...checkpoint, stepsPerEpoch: this.stepsPerEpoch });
  }
}
