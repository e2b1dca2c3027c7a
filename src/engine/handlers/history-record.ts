import { messageOf } from '../../contract/errors';
import type { EmitEvent } from '../../contract/engine-calls';
import type { LatentMap } from '../../contract/space';
import type { Losses, TrainingAlarm, TrainingSamples } from '../../contract/training';
import type { StepCurve, StepLossColumns } from '../../core/formats/step-curve';
import { saveCurve } from '../runs/curve-file';
import { saveEpochMap, saveEpochSamples } from '../runs/epoch-files';
import type { RunFolder } from '../runs/run-folder';

interface EpochDone {
  epoch: number;
  step: number;
}

/** The curve and the reconstructions are written with a checkpoint, the maps when they are made. */
type HistoryPart = 'checkpoint' | 'maps';

export interface HistoryOptions {
  /** The steps so far, which this record adds to. */
  curve: StepCurve;
  /** Epochs whose map and reconstructions are kept at most; 0 for none. */
  keptEpochs: number;
}

/**
 * Writes the history of a run that trains into its folder: the curve of its steps, and the reconstructions and maps of
 * its epochs. Training does without them: a disk that does not take them is reported once, and tried again.
 */
export class HistoryRecord {
  private curveIsSaved = true;
  private epoch: EpochDone | null = null;
  /** The reconstructions of the last epoch, while they are not on the disk. */
  private unsaved: { epoch: number; samples: TrainingSamples } | null = null;
  /** What of it the disk does not take at present. */
  private readonly failing = new Set<HistoryPart>();

  constructor(
    private readonly run: RunFolder,
    private readonly options: HistoryOptions,
    private readonly emit: EmitEvent,
  ) {}

  /** All steps so far, whether on the disk or not. */
  get curve(): StepLossColumns {
    return this.options.curve.columns();
  }

  addStep(step: number, { bce, kl }: Losses): void {
    this.options.curve.add(step, bce, kl);
    this.curveIsSaved = false;
  }

  endEpoch({ epoch, step }: EpochDone): void {
    this.epoch = { epoch, step };
  }

  /** Those that the model made right after an epoch are that epoch's. */
  hearSamples(samples: TrainingSamples): void {
    if (this.options.keptEpochs > 0 && this.epoch?.step === samples.step)
      this.unsaved = { epoch: this.epoch.epoch, samples };
  }

  /** Writes what is new; answers why that failed, in one sentence, or null. */
  async save(): Promise<string | null> {
    try {
      if (!this.curveIsSaved) await saveCurve(this.run, this.curve);
      this.curveIsSaved = true;
      const { unsaved } = this;
      if (unsaved !== null)
        await saveEpochSamples(this.run, unsaved.epoch, unsaved.samples, this.options.keptEpochs);
      this.unsaved = null;
      return null;
    } catch (error) {
      return messageOf(error);
    }
  }

  /** What keeps the map of the images that are encoded now as that of the last epoch; null before the first. */
  mapKeeper(): ((map: LatentMap) => Promise<void>) | null {
    const { epoch } = this;
    const { keptEpochs } = this.options;
    if (epoch === null || keptEpochs === 0) return null;
    return async (map) => {
      const problem = await saveEpochMap(this.run, epoch, map, keptEpochs).then(() => null, messageOf);
      this.tell('maps', epoch.step, problem);
    };
  }

  /** Reports once that a part of the history cannot be saved, and once that all of it can again. */
  tell(part: HistoryPart, step: number, problem: string | null): void {
    const wasAlarmed = this.failing.size > 0;
    if (problem === null) this.failing.delete(part);
    else this.failing.add(part);
    const isAlarmed = this.failing.size > 0;
    if (isAlarmed === wasAlarmed) return;
    const alarm: Pick<TrainingAlarm, 'sentence' | 'suggestion'> =
      problem === null
        ? { sentence: 'The history of the run is being saved again.', suggestion: null }
        : {
            sentence: problem,
            suggestion:
              'Training goes on and its checkpoints are saved; of its curve, reconstructions and maps, what is newer is missing when the run is opened again.',
          };
    this.emit('training.alarm', {
      kind: 'history',
      raised: isAlarmed,
      runFolder: this.run.folder,
      step,
      ...alarm,
    });
  }
}
