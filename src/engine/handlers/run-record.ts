import { messageOf } from '../../contract/errors';
import type { EmitEvent } from '../../contract/engine-calls';
import type { EpochMetrics, TrainingAlarm } from '../../contract/training';
import type { RunFolder } from '../runs/run-folder';
import type { TrainingCheckpoint } from '../training/checkpoint';
import type { EpochResult } from '../training/epoch-end';
import type { HistoryRecord } from './history-record';

/** What a run has done before this record begins. */
export interface RunSoFar {
  stepsPerEpoch: number;
  /** Rows of the epochs done. */
  metrics: readonly EpochMetrics[];
  /** Step of the checkpoint it goes on from; null when it has none. */
  savedStep: number | null;
  history: HistoryRecord;
}

/**
 * Writes what a trainer tells into the run's folder, and passes its epochs on. A disk that fails later than at the
 * first save does not end the run: it is told once, everything is tried again at the next checkpoint, and nothing that
 * is on the disk is given up before its successor is there.
 */
export class RunRecord {
  private readonly stepsPerEpoch: number;
  private readonly history: HistoryRecord;
  private metrics: readonly EpochMetrics[];
  private metricsAreSaved = true;
  private savedStep: number | null;
  /** The best epoch's, while the disk does not take it. */
  private unsavedBest: TrainingCheckpoint | null = null;
  /** Why the last save failed; null when it did not. */
  private failure: string | null = null;
  private isAlarmed = false;

  constructor(
    private readonly run: RunFolder,
    { stepsPerEpoch, metrics, savedStep, history }: RunSoFar,
    private readonly emit: EmitEvent,
  ) {
    this.stepsPerEpoch = stepsPerEpoch;
    this.history = history;
    this.metrics = metrics;
    this.savedStep = savedStep;
  }

  /** A sentence when the newest state of the run is not on the disk; null when it is. */
  get unsaved(): string | null {
    if (this.failure === null) return null;
    const reason = this.failure.replace(/\.$/, '');
    return `The last checkpoint could not be saved (${reason}), so the run on the disk ends at step ${this.savedStep ?? 0}.`;
  }

  async keepEpoch({ metrics, collapse }: EpochResult): Promise<void> {
    // An epoch that is evaluated again after a restart takes the place of its former row.
    this.metrics = [...this.metrics.filter(({ epoch }) => epoch < metrics.epoch), metrics];
    this.metricsAreSaved = false;
    await this.attempt(metrics.step, () => this.saveMetrics());
    this.history.endEpoch(metrics);
    this.emit('training.epoch', metrics);
    if (collapse !== null) {
      const { sentence, suggestion } = metrics.diagnosis;
      const raised = collapse === 'raised';
      this.tell({ kind: 'collapse', raised, step: metrics.step, sentence, suggestion });
    }
  }

  /** Answers whether it was kept. Throws what the first save of a run throws: there is nothing yet to go on for. */
  async keepCheckpoint(checkpoint: TrainingCheckpoint): Promise<boolean> {
    const { step } = checkpoint;
    // Before the checkpoint, so that none lies there without the steps that led to it.
    const problem = await this.history.save();
    const isKept = await this.attempt(step, async () => {
      // A failure leaves it to be saved with the next one.
      if (checkpoint.best?.step === step) this.unsavedBest = checkpoint;
      // Whoever resumes from this checkpoint relies on the rows and on the best that came before it.
      await this.saveMetrics();
      if (this.unsavedBest !== null && this.unsavedBest.step !== step) await this.save(this.unsavedBest);
      const note = await this.save(checkpoint);
      this.failure = null;
      if (note !== null) this.alarm(step, note, null);
      else this.allClear(step);
    });
    // Where not even the checkpoint could be saved, its own alarm says enough.
    if (isKept || problem === null) this.history.tell('checkpoint', step, problem);
    return isKept;
  }

  private async saveMetrics(): Promise<void> {
    if (this.metricsAreSaved) return;
    await this.run.writeMetrics(this.metrics);
    this.metricsAreSaved = true;
  }

  private async save(checkpoint: TrainingCheckpoint): Promise<string | null> {
    const { note } = await this.run.saveCheckpoint({ ...checkpoint, stepsPerEpoch: this.stepsPerEpoch });
    this.savedStep = checkpoint.step;
    if (checkpoint.best?.step === checkpoint.step) this.unsavedBest = null;
    return note;
  }

  private async attempt(step: number, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (this.savedStep === null) throw error;
      this.failure = messageOf(error);
      const until = `until then that of step ${this.savedStep} is kept`;
      this.alarm(step, this.failure, `Training goes on and saves again at the next checkpoint; ${until}.`);
      return false;
    }
  }

  private alarm(step: number, sentence: string, suggestion: string | null): void {
    if (this.isAlarmed) return;
    this.isAlarmed = true;
    this.tell({ kind: 'saving', raised: true, step, sentence, suggestion });
  }

  private allClear(step: number): void {
    if (!this.isAlarmed) return;
    this.isAlarmed = false;
    const sentence = `Saving works again: the checkpoint of step ${step} is on the disk.`;
    this.tell({ kind: 'saving', raised: false, step, sentence, suggestion: null });
  }

  private tell(alarm: Omit<TrainingAlarm, 'runFolder'>): void {
    this.emit('training.alarm', { ...alarm, runFolder: this.run.folder });
  }
}
