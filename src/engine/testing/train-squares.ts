import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { trainingConfig, type TrainingConfig } from '../../contract/training';
import { planNetwork } from '../../core/network/plan';
import { Generator } from '../../core/random/generator';
import { Vae } from '../network/vae';
import type { Weights } from '../network/weights';
import type { TrainingCheckpoint } from '../training/checkpoint';
import type { TrainingData } from '../training/data';
import type { TrainerEnd } from '../training/endings';
import type { EpochResult } from '../training/epoch-end';
import { GraphStepper } from '../training/graph-stepper';
import type { StepLosses, Stepper, StepperStart } from '../training/stepper';
import { streams } from '../training/streams';
import { Trainer } from '../training/trainer';
import type { TrainerCallbacks } from '../training/trainer-options';

export const squaresPlan = planNetwork({ side: 16, channels: 1, latent: 4 });
const SIZE = 16 * 16;

/** 4 steps an epoch, the last of them smaller. */
export const squaresData: TrainingData = {
  train: squares(58, 1),
  nTrain: 58,
  test: squares(20, 2),
  nTest: 20,
};

/** Bright squares whose size and place vary: something a VAE can learn in a few steps. */
function squares(n: number, seed: number): Uint8Array {
  const generator = new Generator(seed);
  const images = new Uint8Array(n * SIZE);
  for (let i = 0; i < n; i++) {
    const side = 3 + generator.below(8);
    const left = generator.below(16 - side);
    const top = generator.below(16 - side);
    for (let y = top; y < top + side; y++) {
      images.fill(255, i * SIZE + y * 16 + left, i * SIZE + y * 16 + left + side);
    }
  }
  return images;
}

/** What came of a training. */
export interface Outcome {
  end: TrainerEnd;
  /** SHA-256 over all weights. */
  weights: string;
  results: EpochResult[];
  checkpoints: TrainingCheckpoint[];
  last: TrainingCheckpoint | undefined;
}

export interface TrainOptions extends TrainerCallbacks {
  resume?: TrainingCheckpoint;
  checkpointEvery?: { steps: number };
  giveWay?: () => Promise<void>;
  watch?: (trainer: Trainer) => void;
  /** Hears of each step, before the trainer does, and may change what the trainer hears of it. */
  afterStep?: (losses: StepLosses, step: number, trainer: Trainer) => StepLosses;
  /** Sees the weights whenever the trainer asks for them, and may give it others. */
  weightsAt?: (weights: Weights, step: number) => Weights;
}

/** Trains a small network on squares, in this process. */
export async function trainSquares(
  changes: Partial<TrainingConfig>,
  { watch, afterStep = (losses) => losses, weightsAt = (weights) => weights, ...more }: TrainOptions = {},
): Promise<Outcome> {
  const config = trainingConfig.parse({ epochs: 3, batch: 16, latent: 4, seed: 5, ...changes });
  const vae = await Vae.create(squaresPlan, streams.weights(config.seed));
  const results: EpochResult[] = [];
  const checkpoints: TrainingCheckpoint[] = [];
  const startStepper = async (start: StepperStart): Promise<Stepper> => {
    const stepper = await GraphStepper.start(squaresPlan, start);
    return {
      step: async (request) => {
        // As in the product, where the answer comes from another process.
        await nextTurn();
        return afterStep(await stepper.step(request), trainer.step + 1, trainer);
      },
      weights: async () => weightsAt(await stepper.weights(), trainer.step),
      state: () => stepper.state(),
      close: () => stepper.close(),
    };
  };
  const trainer: Trainer = await Trainer.start({
    vae,
    startStepper,
    data: squaresData,
    config,
    ...more,
    // However long it takes: what a test sees does not depend on that.
    checkpointEvery: { seconds: Infinity, ...more.checkpointEvery },
    onEpoch: async (result) => {
      results.push(result);
      await more.onEpoch?.(result);
    },
    onCheckpoint: async (checkpoint) => {
      checkpoints.push(checkpoint);
      return (await more.onCheckpoint?.(checkpoint)) ?? true;
    },
  });
  watch?.(trainer);
  const end = await trainer.run();
  const weights = hashOf(vae.weights());
  vae.dispose();
  return { end, weights, results, checkpoints, last: checkpoints.at(-1) };
}

/** SHA-256 over all weights, for comparing hundreds of thousands of them takes seconds. */
export function hashOf(weights: Weights): string {
  const hash = createHash('sha256');
  for (const tensor of weights.values()) hash.update(tensor.data);
  return hash.digest('hex');
}

/** Stops a training as soon as this step is taken. */
export function stopAfter(cut: number): Pick<TrainOptions, 'afterStep'> {
  return {
    afterStep: (losses, step, trainer) => {
      if (step === cut) trainer.stop();
      return losses;
    },
  };
}

/** What of a result does not depend on the clock. */
export function withoutTime(results: readonly EpochResult[]): unknown[] {
  return results.map(({ metrics, ...rest }) => ({
    ...rest,
    metrics: { ...metrics, seconds: 0, imagesPerSecond: 0 },
  }));
}

/** As a checkpoint comes back from disk: its state through JSON. */
export function reread(checkpoint: TrainingCheckpoint): TrainingCheckpoint {
  return { ...checkpoint, state: JSON.parse(JSON.stringify(checkpoint.state)) as unknown };
}
