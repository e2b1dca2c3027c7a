import type { DataOptions, DataSource } from '../../../contract/dataset';
import type {
  BestEpoch,
  CheckpointChoice,
  EpochMetrics,
  TrainingAlarm,
  TrainingConfig,
  TrainingEnd,
  TrainingProgress,
  TrainingSamples,
} from '../../../contract/training';
import type { Progress } from '../progress';
import { LossCurve } from './loss-curve';
import { defaultDraft, type TrainingDraft } from './training-draft';
import type { TrainingPhase } from './training-phase';

/** The run whose model is the one at hand. */
export interface RunAtHand {
  runFolder: string;
  name: string;
  dataName: string;
  source: DataSource;
  options: DataOptions;
  config: TrainingConfig;
  network: { side: number; channels: 1 | 3; latent: number; parameterCount: number };
  step: number;
  steps: number;
  /** It has trained all its epochs, or was stopped early: it can be prolonged, and not just resumed. */
  finished: boolean;
  /** It came with the app, and is not trained further. */
  shipped: boolean;
  /** The epoch whose checkpoint is kept as the best. */
  best: BestEpoch | null;
  /** Whose weights are at hand. */
  checkpoint: CheckpointChoice;
}

/** The step of the weights that a run was opened with. */
export function stepOf({ checkpoint, step, best }: RunAtHand): number {
  return checkpoint === 'best' ? (best?.step ?? step) : step;
}

export interface TrainingSlice {
  draft: TrainingDraft;
  /** The form is in front, not the run. */
  setUp: boolean;
  phase: TrainingPhase;
  starting: Progress | null;
  /** The user has called off the run that is being set up. */
  cancelled: boolean;
  run: RunAtHand | null;
  progress: TrainingProgress | null;
  epochs: readonly EpochMetrics[];
  curve: LossCurve;
  samples: TrainingSamples | null;
  /** Sentences on what the run does not keep of its training. */
  historyNotes: readonly string[];
  end: TrainingEnd | null;
  /** What is wrong with the run, or was until just now: one of a kind. */
  alarms: readonly TrainingAlarm[];
  /** Start again, with the settings of the form, when the run at hand has stopped. */
  startAgain: boolean;
}

/** Of a run that has told nothing yet. */
export function nothingToldYet(): Pick<
  TrainingSlice,
  'run' | 'progress' | 'epochs' | 'curve' | 'samples' | 'historyNotes' | 'end' | 'alarms' | 'startAgain'
> {
  return {
    run: null,
    progress: null,
    epochs: [],
    curve: new LossCurve(),
    samples: null,
    historyNotes: [],
    end: null,
    alarms: [],
    startAgain: false,
  };
}

/** Before any run. */
export function noTraining(): TrainingSlice {
  return {
    draft: defaultDraft(),
    setUp: true,
    phase: 'idle',
    starting: null,
    cancelled: false,
    ...nothingToldYet(),
  };
}
