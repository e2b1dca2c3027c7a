import type { Losses, TrainingConfig, TrainingProgress, TrainingSamples } from '../../contract/training';
import type { Vae } from '../network/vae';
import type { TrainingCheckpoint } from './checkpoint';
import type { TrainingData } from './data';
import type { EpochResult } from './epoch-end';
import type { Stepper, StepperStart } from './stepper';

/** What a trainer tells. It waits for those that return a promise; whatever one throws ends the run with it. */
export interface TrainerCallbacks {
  /** At most about five times a second, and whenever the state changes. */
  onProgress?: (progress: Omit<TrainingProgress, 'runFolder'>) => void;
  /** After each step, with the losses of its images. */
  onStep?: (step: number, losses: Losses) => void;
  onEpoch?: (result: EpochResult) => void | Promise<void>;
  /** After each epoch and every few seconds. */
  onSamples?: (samples: TrainingSamples) => void;
  /** Answers whether it was kept; when it was not, training goes on and hands out another one in its time. */
  onCheckpoint?: (checkpoint: TrainingCheckpoint) => boolean | Promise<boolean>;
}

export interface TrainerOptions extends TrainerCallbacks {
  /** Shows how far the run is: it takes the stepper's weights whenever it is evaluated or saved. */
  vae: Vae;
  /** What takes the steps, from these weights on; the trainer closes it when the run ends. */
  startStepper: (start: StepperStart) => Promise<Stepper>;
  data: TrainingData;
  config: TrainingConfig;
  /** Awaited before each step: what comes before training is done then. */
  giveWay?: () => Promise<void>;
  /** Where to go on from. */
  resume?: TrainingCheckpoint;
  /** A checkpoint after so many steps or seconds, besides those at the start, at each epoch's end and on stop. */
  checkpointEvery?: { steps?: number; seconds?: number };
}
