import { messageOf } from '../../contract/errors';
import type { EmitEvent } from '../../contract/engine-calls';
import type { EpochMetrics, TrainingEnd } from '../../contract/training';
import type { StepCurve } from '../../core/formats/step-curve';
import type { Dataset } from '../datasets/dataset';
import type { Vae } from '../network/vae';
import type { Checkpoint } from '../runs/checkpoint-files';
import { ProcessStepper } from '../training/process-stepper';
import type { TrainerEnd } from '../training/endings';
import { Trainer } from '../training/trainer';
import { HistoryRecord } from './history-record';
import type { Model } from './model';
import { RunRecord } from './run-record';

/** Everything a session needs; `resume` is where it goes on from. */
export interface SessionOptions {
  model: Model;
  vae: Vae;
  data: Dataset;
  /** Rows of the epochs done before. */
  metrics: readonly EpochMetrics[];
  resume: Checkpoint | null;
  /** The steps done before. */
  curve: StepCurve;
  /** Epochs whose map and reconstructions are kept at most. */
  keptEpochs: number;
  emit: EmitEvent;
  /** Awaited before each step: what comes before training is done then. */
  giveWay: () => Promise<void>;
}

/** A run that trains: what it tells goes out as events and into its folder. */
export class TrainingSession {
  private constructor(
    readonly model: Model,
    private readonly trainer: Trainer,
    private readonly record: RunRecord,
  ) {}

  /** Throws UserError when the data or the checkpoint do not fit. */
  static async start(options: SessionOptions): Promise<TrainingSession> {
    const { model, vae, data, metrics, resume, curve, keptEpochs, emit, giveWay } = options;
    const { config } = model.description;
    const { folder: runFolder } = model.run;
    const stepsPerEpoch = Math.ceil(data.train.n / config.batch);
    const history = new HistoryRecord(model.run, { curve, keptEpochs }, emit);
    const record = new RunRecord(
      model.run,
      { stepsPerEpoch, metrics, savedStep: resume?.step ?? null, history },
      emit,
    );
    model.history = history;
    const trainer = await Trainer.start({
      vae,
      startStepper: (start) => ProcessStepper.start(vae.plan, config.batch, start),
      data: { train: data.train.pixels, nTrain: data.train.n, test: data.test.pixels, nTest: data.test.n },
      config,
      giveWay,
      ...(resume === null ? {} : { resume }),
      onProgress: (progress) => emit('training.progress', { ...progress, runFolder }),
      onStep: (step, losses) => history.addStep(step, losses),
      onSamples: (samples) => {
        history.hearSamples(samples);
        emit('training.samples', samples);
      },
      onEpoch: (result) => record.keepEpoch(result),
      onCheckpoint: (checkpoint) => record.keepCheckpoint(checkpoint),
    });
    return new TrainingSession(model, trainer, record);
  }

  get history(): HistoryRecord | null {
    return this.model.history;
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
    const end = await this.trainer.run().catch((error: unknown): TrainerEnd => {
      const message = messageOf(error);
      return { reason: 'failed', step: this.step, message };
    });
    const { unsaved } = this.record;
    return { ...end, runFolder, ...(unsaved === null ? {} : { unsaved }) };
  }
}
