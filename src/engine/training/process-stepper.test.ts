import { getPriority } from 'node:os';
import { describe, expect, it, vi } from 'vitest';
import { timeLimits } from '../../contract/testing/time-limits';
import { planNetwork } from '../../core/network/plan';
import { Generator } from '../../core/random/generator';
import { drawNoise } from '../network/latent';
import { initialWeights, type Weights } from '../network/weights';
import { GraphStepper } from './graph-stepper';
import { lossWeights } from './objective';
import { ProcessStepper } from './process-stepper';
import type { StepRequest } from './stepper';

const plan = planNetwork({ side: 16, channels: 3, latent: 3 });
const weights = initialWeights(plan, new Generator(1));
const start = { weights, learningRate: 1e-3, resume: null };

function request(n: number, seed: number): StepRequest {
  const generator = new Generator(seed);
  return {
    n,
    images: Uint8Array.from({ length: n * 16 * 16 * 3 }, () => generator.below(256)),
    eps: drawNoise(generator, n, 3),
    weights: lossWeights('elbo', n, plan, 1),
  };
}

describe('a stepper in a process of its own', () => {
  it('has the priority of its engine, so that it trains beside other programs too', async () => {
    const stepper = await ProcessStepper.start(plan, 40, start);
    expect(getPriority(stepper.pid)).toBe(getPriority());
    await stepper.close();
  });

  it('takes the steps that one in this process takes, also with fewer images than parts', async () => {
    const there = await ProcessStepper.start(plan, 40, start);
    const here = await GraphStepper.start(plan, start, 4);
    for (const [seed, n] of [40, 40, 7, 3, 1].entries()) {
      const [wanted, found] = await Promise.all([here.step(request(n, seed)), there.step(request(n, seed))]);
      expect(found.images).toBe(n);
      expect(found.bce / wanted.bce).toBeCloseTo(1, 5);
      expect(found.kl / wanted.kl).toBeCloseTo(1, 3);
      expect(found.gradientNorm / wanted.gradientNorm).toBeCloseTo(1, 3);
    }
    const state = await there.state();
    expect(await there.weights()).toEqual(state.weights);
    expect(largestDifference(state.weights, await here.weights())).toBeLessThan(1e-4);
    expect(largestDifference(state.weights, weights)).toBeGreaterThan(1e-3);
    await Promise.all([here.close(), there.close()]);
  });

  it('goes on from a state bit for bit', async () => {
    const whole = await ProcessStepper.start(plan, 40, start);
    await whole.step(request(40, 1));
    const { optimiser, weights: halfway } = await whole.state();
    const resumed = await ProcessStepper.start(plan, 40, {
      weights: halfway,
      learningRate: 1e-3,
      resume: { optimiser, steps: 1 },
    });
    expect(await resumed.step(request(40, 2))).toEqual(await whole.step(request(40, 2)));
    expect(await resumed.state()).toEqual(await whole.state());
    await Promise.all([whole.close(), resumed.close()]);
  });

  it('gives back losses that are no numbers', async () => {
    const broken = new Map(
      [...weights].map(([name, { shape, data }]) => [name, { shape, data: data.map(() => NaN) }]),
    );
    const stepper = await ProcessStepper.start(plan, 4, { ...start, weights: broken });
    expect(await stepper.step(request(4, 1))).toMatchObject({ bce: NaN, gradientNorm: NaN });
    await stepper.close();
  });

  it('refuses weights of another network in a sentence', async () => {
    const other = initialWeights(planNetwork({ side: 16, channels: 1, latent: 3 }), new Generator(1));
    await expect(ProcessStepper.start(plan, 4, { ...start, weights: other })).rejects.toThrow(
      'The weight tensor "encoder.0.weight" has shape [32, 1, 3, 3]',
    );
  });

  it('waits for an answer as long as it takes, and once it has a limit no longer than that', async () => {
    const stepper = await ProcessStepper.start(plan, 4, start);
    const { pid } = stepper;
    process.kill(pid!, 'SIGSTOP');
    const step = stepper.step(request(4, 1));
    const refused = expect(step).rejects.toThrow(
      'The process that trains is gone (it did not answer): resume the run',
    );
    stepper.limit(50);
    await refused;
    await expect(stepper.weights()).rejects.toThrow('is gone');
    // Its end is the system's to make.
    await vi.waitFor(() => expect(() => process.kill(pid!, 0)).toThrow(/ESRCH/), timeLimits.event);
  });

  it('says that its process is gone, and stays so', async () => {
    const stepper = await ProcessStepper.start(plan, 4, start);
    process.kill(stepper.pid!, 'SIGKILL');
    const gone = 'The process that trains is gone (it ended with SIGKILL): resume the run';
    await expect(stepper.step(request(4, 1))).rejects.toThrow(gone);
    await expect(stepper.weights()).rejects.toThrow(gone);
    await stepper.close();
  });
});

function largestDifference(a: Weights, b: Weights): number {
  return Math.max(
    ...[...a].map(([name, { data }]) =>
      data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.get(name)!.data[i]!)), 0),
    ),
  );
}
