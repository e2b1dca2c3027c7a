import type { EmitEvent } from '../../contract/engine-calls';
import { epochMetrics, type EpochMetrics } from '../../contract/training';
import type { RunFolder } from '../runs/run-folder';
import type { TrainingCheckpoint } from '../training/checkpoint';
import type { EpochResult } from '../training/epoch-end';

/** Writes what a trainer tells into the run's folder, and passes its epochs on. */
export class RunRecord {
  constructor(
    private readonly run: RunFolder,
    private readonly stepsPerEpoch: number,
    /** Rows of the epochs done so far. */
    private metrics: readonly EpochMetrics[],
    private readonly emit: EmitEvent,
  ) {}

  async keepEpoch(result: EpochResult): Promise<void> {
    // The contract's row, without what else the trainer knows.
    const metrics = epochMetrics.parse(result);
    // An epoch that is evaluated again after a restart takes the place of its former row.
    this.metrics = [...this.metrics.filter(({ epoch }) => epoch < metrics.epoch), metrics];
    await this.run.writeMetrics(this.metrics);
    this.emit('training.epoch', metrics);
  }

  async keepCheckpoint(checkpoint: TrainingCheckpoint): Promise<void> {
    await this.run.saveCheckpoint({ ...checkpoint, stepsPerEpoch: this.stepsPerEpoch });
  }
}
