import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { trainingConfig, type TrainingProgress } from '../../contract/training';
import { Vae } from '../network/vae';
import { squaresData, squaresPlan, trainSquares } from '../testing/train-squares';
import { GraphStepper } from './graph-stepper';
import { streams } from './streams';
import { Trainer } from './trainer';

describe('training', () => {
  it('lowers the loss and reports each epoch', async () => {
    const { end, results } = await trainSquares({ epochs: 12, learningRate: 5e-3, warmup: 2, beta: 0.5 });
    expect(end).toEqual({ reason: 'finished', step: 48, message: 'Trained 12 epochs.' });
    const rows = results.map(({ metrics }) => metrics);
    expect(rows.map(({ epoch, step }) => [epoch, step]).at(-1)).toEqual([12, 48]);
    expect(rows.at(-1)!.test.elbo).toBeLessThan(0.9 * rows[0]!.test.elbo);
    for (const { train: trained, test, klPerDimension, gradientNorm, learningRate, diagnosis } of rows) {
      expect(test.elbo).toBeCloseTo(test.bce + test.kl, 10);
      expect(trained.elbo).toBeGreaterThan(0);
      expect(klPerDimension.reduce((sum, kl) => sum + kl, 0)).toBeCloseTo(test.kl, 3);
      expect(gradientNorm).toBeGreaterThan(0);
      expect(learningRate).toBe(5e-3);
      expect(diagnosis.sentence).not.toBe('');
    }
    // 4 steps an epoch: beta rises over 8 steps, and each epoch names that of its last.
    expect(rows.map(({ beta }) => beta).slice(0, 4)).toEqual([0.5 * (3 / 8), 0.5 * (7 / 8), 0.5, 0.5]);
    const lowest = Math.min(...rows.slice(2).map(({ test }) => test.elbo));
    expect(results.at(-1)!.watch.best).toMatchObject({ elbo: lowest });
    expect(rows.findLast(({ best }) => best)!.test.elbo).toBe(lowest);
  });

  it('reports the mean of the gradient’s norm over the steps of an epoch', async () => {
    const norms: number[] = [];
    const { results } = await trainSquares(
      { epochs: 1 },
      {
        afterStep: (losses) => {
          norms.push(losses.gradientNorm);
          return losses;
        },
      },
    );
    expect(norms).toHaveLength(4);
    const mean = norms.reduce((sum, norm) => sum + norm, 0) / 4;
    expect(results[0]!.metrics.gradientNorm).toBeCloseTo(mean, 10);
  });

  it('can be prolonged', async () => {
    const short = await trainSquares({ epochs: 1 });
    const longer = await trainSquares({ epochs: 2 }, { resume: short.last! });
    expect(longer.weights).toEqual((await trainSquares({ epochs: 2 })).weights);
  });

  it('pauses between steps, lets others work, and goes on', async () => {
    const told: Pick<TrainingProgress, 'state' | 'step'>[] = [];
    const seen: number[] = [];
    let goOn = (): void => undefined;
    const othersWork = async (trainer: Trainer): Promise<void> => {
      for (let turn = 0; turn < 20; turn++) {
        await nextTurn();
        seen.push(trainer.step);
      }
      trainer.continue();
    };
    const { end } = await trainSquares(
      { epochs: 2 },
      {
        onProgress: ({ state, step }) => {
          told.push({ state, step });
          if (state === 'paused') goOn();
        },
        afterStep: (losses, step, trainer) => {
          if (step === 3) {
            trainer.pause();
            goOn = () => void othersWork(trainer);
          }
          return losses;
        },
      },
    );
    expect(end.reason).toBe('finished');
    expect(seen).toEqual(Array(20).fill(3));
    expect(told).toContainEqual({ state: 'pausing', step: 2 });
    // Only once nothing moves any more.
    expect(told.filter(({ state }) => state === 'paused')).toEqual([{ state: 'paused', step: 3 }]);
    expect(told.at(-1)?.state).toBe('running');
  });

  it('gives way before each step, and is the same run', async () => {
    const steps: string[] = [];
    const { weights } = await trainSquares(
      { epochs: 1 },
      {
        giveWay: async () => {
          await nextTurn();
          steps.push('gave way');
        },
        afterStep: (losses, step) => {
          steps.push(String(step));
          return losses;
        },
      },
    );
    expect(steps).toEqual(['1', '2', '3', '4'].flatMap((step) => ['gave way', step]));
    expect(weights).toBe((await trainSquares({ epochs: 1 })).weights);
  });

  it('stops while paused', async () => {
    let stop = (): void => undefined;
    const { end } = await trainSquares(
      {},
      {
        watch: (trainer) => {
          stop = () => trainer.stop();
          trainer.pause();
        },
        onProgress: ({ state }) => {
          if (state === 'paused') setImmediate(stop);
        },
      },
    );
    expect(end).toMatchObject({ reason: 'stopped', step: 0 });
  });
});

describe('early stopping', () => {
  const hasty = { epochs: 40, learningRate: 5e-3, earlyStopping: { patience: 2, minDelta: 0 } };

  it('ends a run that no longer improves, says since when, and has handed out the best', async () => {
    const { end, results, checkpoints } = await trainSquares(hasty);
    expect(end.reason).toBe('stopped-early');
    const elbos = results.map(({ metrics }) => metrics.test.elbo);
    const best = elbos.indexOf(Math.min(...elbos)) + 1;
    expect(elbos).toHaveLength(best + 2);
    expect(end.message).toBe(
      `Stopped early after epoch ${best + 2} of 40: the ELBO of the test images has not improved for 2 epochs; epoch ${best} was the best, with ${elbos[best - 1]!.toFixed(2)} nats.`,
    );
    expect(checkpoints.at(-1)).toMatchObject({ best: { epoch: best, step: 4 * best }, waited: 2 });
    expect(checkpoints.map(({ step }) => step)).toContain(4 * best);
  });

  it('waits for the end of the warm-up', async () => {
    const { results } = await trainSquares({ ...hasty, warmup: 8, epochs: 12 });
    expect(results.length).toBeGreaterThanOrEqual(11);
    expect(results.slice(0, 8).map(({ watch }) => watch.waited)).toEqual(Array(8).fill(0));
  });
});

describe('what training leaves behind', () => {
  it('keeps the number of tensors over 1,000 steps', async () => {
    const vae = await Vae.create(squaresPlan, streams.weights(0));
    const { tf } = vae.network.ops;
    const before = tf.memory().numTensors;
    const counts: number[] = [];
    const config = trainingConfig.parse({ epochs: 70, batch: 4, latent: 4 });
    const count = (): void => void counts.push(tf.memory().numTensors);
    const trainer = await Trainer.start({
      vae,
      data: squaresData,
      config,
      startStepper: (start) => GraphStepper.start(squaresPlan, start),
      onEpoch: count,
      onSamples: count,
    });
    expect((await trainer.run()).step).toBe(1050);
    expect(new Set(counts.slice(1)).size).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    vae.dispose();
    expect(tf.memory().numTensors).toBe(before - vae.network.parameters.layout.length);
  });
});
