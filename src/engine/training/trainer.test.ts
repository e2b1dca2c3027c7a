import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { trainingConfig, type TrainingConfig, type TrainingProgress } from '../../contract/training';
import { planNetwork } from '../../core/network/plan';
import { Generator } from '../../core/random/generator';
import { Vae } from '../network/vae';
import type { TrainingCheckpoint } from './checkpoint';
import type { TrainingData } from './data';
import type { EpochResult } from './epoch-end';
import { LocalStepper } from './local-stepper';
import type { Stepper, StepperStart } from './stepper';
import { streams } from './streams';
import { Trainer, type TrainerCallbacks, type TrainerEnd } from './trainer';

const plan = planNetwork({ side: 16, channels: 1, latent: 4 });
const SIZE = 16 * 16;

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

/** 4 steps an epoch, the last of them smaller. */
const data: TrainingData = { train: squares(58, 1), nTrain: 58, test: squares(20, 2), nTest: 20 };

interface Outcome {
  end: TrainerEnd;
  /** SHA-256 over all weights. */
  weights: string;
  results: EpochResult[];
  last: TrainingCheckpoint | undefined;
}

async function train(
  changes: Partial<TrainingConfig>,
  more: Partial<TrainerCallbacks> & {
    resume?: TrainingCheckpoint;
    checkpointEvery?: { steps: number };
    watch?: (trainer: Trainer) => void;
  } = {},
): Promise<Outcome> {
  const config = trainingConfig.parse({ epochs: 3, batch: 16, latent: 4, seed: 5, ...changes });
  const vae = await Vae.create(plan, streams.weights(config.seed));
  const results: EpochResult[] = [];
  let last: TrainingCheckpoint | undefined;
  const { watch, ...options } = more;
  const trainer = await Trainer.start({
    vae,
    startStepper: (start) => LocalStepper.start(plan, start),
    data,
    config,
    ...options,
    onEpoch: async (result) => {
      results.push(result);
      await more.onEpoch?.(result);
    },
    onCheckpoint: async (checkpoint) => {
      last = checkpoint;
      await more.onCheckpoint?.(checkpoint);
    },
  });
  watch?.(trainer);
  const end = await trainer.run();
  const hash = createHash('sha256');
  for (const tensor of vae.weights().values()) hash.update(tensor.data);
  vae.dispose();
  return { end, weights: hash.digest('hex'), results, last };
}

/** What of a result does not depend on the clock. */
const withoutTime = (results: EpochResult[]): unknown[] =>
  results.map((result) => ({ ...result, seconds: 0, imagesPerSecond: 0 }));

/** As a checkpoint comes back from disk: its state through JSON. */
const reread = (checkpoint: TrainingCheckpoint): TrainingCheckpoint => ({
  ...checkpoint,
  state: JSON.parse(JSON.stringify(checkpoint.state)) as unknown,
});

describe('training', () => {
  it('lowers the loss and reports each epoch', async () => {
    const { end, results } = await train({ epochs: 12, learningRate: 5e-3 });
    expect(end).toMatchObject({ reason: 'finished', step: 48 });
    expect(results.map(({ epoch, step }) => [epoch, step]).at(-1)).toEqual([12, 48]);
    expect(results.at(-1)!.test.elbo).toBeLessThan(0.9 * results[0]!.test.elbo);
    for (const { train: trained, test, klPerDimension, gradientNorm, diagnosis } of results) {
      expect(test.elbo).toBeCloseTo(test.bce + test.kl, 10);
      expect(trained.elbo).toBeGreaterThan(0);
      expect(klPerDimension.reduce((sum, kl) => sum + kl, 0)).toBeCloseTo(test.kl, 3);
      expect(gradientNorm).toBeGreaterThan(0);
      expect(diagnosis.sentence).not.toBe('');
    }
  });

  it('is the same, bit for bit, wherever it was stopped and resumed', async () => {
    const whole = await train({});
    // After the first step, within an epoch, at the end of one, and before its last, smaller batch.
    for (const cut of [1, 2, 4, 7]) {
      const first = await train({}, { watch: stopAfter(cut), onProgress: () => undefined });
      expect(first.end).toMatchObject({ reason: 'stopped', step: cut });
      const second = await train({}, { resume: reread(first.last!) });
      expect(second.end).toMatchObject({ reason: 'finished', step: 12 });
      expect(second.weights).toEqual(whole.weights);
      expect(withoutTime([...first.results, ...second.results])).toEqual(withoutTime(whole.results));
    }
  });

  it('goes on from any checkpoint of a run that died, with beta warming up', async () => {
    const settings = { warmup: 2, beta: 2, objective: 'elbo' as const };
    const checkpoints: TrainingCheckpoint[] = [];
    const whole = await train(settings, {
      checkpointEvery: { steps: 3 },
      onCheckpoint: (checkpoint) => void checkpoints.push(checkpoint),
    });
    expect(checkpoints.map(({ step }) => step)).toEqual([0, 3, 4, 7, 8, 11, 12]);
    const resumed = await train(settings, { resume: reread(checkpoints[3]!) });
    expect(resumed.weights).toEqual(whole.weights);
    expect(withoutTime(resumed.results)).toEqual(withoutTime(whole.results.slice(1)));
    const fromTheStart = await train(settings, { resume: reread(checkpoints[0]!) });
    expect(fromTheStart.weights).toEqual(whole.weights);
  });

  it('can be prolonged', async () => {
    const short = await train({ epochs: 1 });
    const longer = await train({ epochs: 2 }, { resume: reread(short.last!) });
    expect(longer.weights).toEqual((await train({ epochs: 2 })).weights);
  });

  it('pauses between steps, lets others work, and goes on', async () => {
    const states: TrainingProgress['state'][] = [];
    let step = -1;
    const { end } = await train(
      { epochs: 2 },
      {
        onProgress: ({ state }) => states.push(state),
        watch: (trainer) => {
          setTimeout(() => {
            trainer.pause();
            setTimeout(() => (step = trainer.step), 50);
            setTimeout(() => {
              expect(trainer.step).toBe(step);
              trainer.continue();
            }, 150);
          }, 1);
        },
      },
    );
    expect(end.reason).toBe('finished');
    expect(step).toBeGreaterThanOrEqual(0);
    expect(step).toBeLessThan(8);
    expect(states).toContain('paused');
    expect(states.at(-1)).toBe('running');
  });

  it('stops while paused', async () => {
    const { end } = await train(
      {},
      {
        watch: (trainer) => {
          trainer.pause();
          setTimeout(() => trainer.stop(), 20);
        },
      },
    );
    expect(end).toMatchObject({ reason: 'stopped', step: 0 });
  });
});

/** Stops a trainer once it has done `cut` steps. */
function stopAfter(cut: number): (trainer: Trainer) => void {
  return (trainer) => {
    const look = (): void => {
      if (trainer.step >= cut) trainer.stop();
      else setImmediate(look);
    };
    setImmediate(look);
  };
}

describe('a training that goes wrong', () => {
  it('ends at the first loss that is no number, says where and what to do, and keeps the last checkpoint', async () => {
    const { end, last } = await train({ learningRate: 1, epochs: 60 });
    expect(end.reason).toBe('failed');
    expect(end.message).toMatch(
      /at step \d+ of 240: try a learning rate smaller than 1; the last checkpoint is kept\.$/,
    );
    for (const { data: values } of last!.weights.values()) expect(values.every(Number.isFinite)).toBe(true);
  });

  it('refuses what does not fit, in a sentence', async () => {
    const { last } = await train({ epochs: 1 });
    const state = last!.state as object;
    const resume = (changes: object): Promise<Outcome> =>
      train({}, { resume: { ...last!, state: { ...state, ...changes } } });
    await expect(resume({ seed: 6 })).rejects.toThrow('This run was trained with the seed 6, not 5');
    await expect(resume({ trainImages: 59 })).rejects.toThrow('number of training images 59, not 58');
    await expect(resume({ noise: 'none' })).rejects.toThrow(
      'The training state of this checkpoint is damaged',
    );
    const optimiser = new Map([...last!.optimiser].slice(1));
    await expect(train({}, { resume: { ...last!, optimiser } })).rejects.toThrow(
      'The optimiser tensor "encoder.0.weight" of shape [32, 1, 3, 3] is missing',
    );
  });

  it('ends with whatever a callback throws', async () => {
    const full = train({}, { onCheckpoint: () => Promise.reject(new Error('The disk is full.')) });
    await expect(full).rejects.toThrow('The disk is full.');
  });
});

describe('what training leaves behind', () => {
  it('keeps the number of tensors', async () => {
    const vae = await Vae.create(plan, streams.weights(0));
    const { tf } = vae.network.ops;
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    const config = trainingConfig.parse({ epochs: 3, batch: 16, latent: 4 });
    const onEpoch = (): void => void counts.push(tf.memory().numTensors);
    const startStepper = (start: StepperStart): Promise<Stepper> => LocalStepper.start(plan, start);
    const trainer = await Trainer.start({ vae, data, config, startStepper, onEpoch, onSamples: onEpoch });
    await trainer.run();
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    vae.dispose();
    expect(tf.memory().numTensors).toBe(before - vae.network.parameters.layout.length);
  });
});
