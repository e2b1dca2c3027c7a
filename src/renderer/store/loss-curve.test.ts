import { describe, expect, it } from 'vitest';
import { lossRange, lossTable } from '../panels/training/loss-table';
import { epochMetrics } from '../testing/fake-bridge';
import { LossCurve } from './loss-curve';

const losses = (bce: number) => ({ bce, kl: 1, elbo: bce + 1 });

describe('LossCurve', () => {
  it('keeps a bounded number of points, with the first and the newest among them', () => {
    const curve = new LossCurve();
    for (let step = 1; step <= 20_000; step += 1) curve.addStep(step, losses(step));
    expect(curve.steps.length).toBeLessThanOrEqual(3000);
    expect(curve.steps.length).toBeGreaterThan(1000);
    expect(curve.steps[0]).toBe(1);
    expect(curve.steps.at(-1)).toBe(20_000);
    expect(curve.train.every(({ bce }, place) => bce === curve.steps[place])).toBe(true);
  });

  it('ignores steps that are told twice', () => {
    const curve = new LossCurve();
    curve.addStep(5, losses(1));
    curve.addStep(5, losses(2));
    curve.addStep(4, losses(3));
    expect(curve.train).toEqual([losses(1)]);
  });
});

describe('lossTable', () => {
  it('puts test values at the end of their epoch, also between reported steps', () => {
    const curve = new LossCurve();
    curve.addStep(8, losses(300));
    curve.addStep(12, losses(250));
    curve.addEpoch(epochMetrics(1, { step: 10, test: losses(280) }));
    expect(lossTable(curve, ['bce'])).toEqual([
      [8, 10, 12],
      [300, null, 250],
      [null, 280, null],
    ]);
  });

  it('leaves out what is not a number', () => {
    const curve = new LossCurve();
    curve.addStep(1, losses(Number.NaN));
    expect(lossTable(curve, ['bce'])[1]).toEqual([null]);
  });
});

describe('lossRange', () => {
  it('is not stretched by the first steps of a run', () => {
    const values = [540, ...Array.from({ length: 99 }, (_, i) => 250 - i / 10)];
    const [low, high] = lossRange([values]);
    expect(low).toBeLessThan(240.2);
    expect(high).toBeLessThan(260);
  });

  it('shows a collapsed KL as a line at the bottom', () => {
    const [low, high] = lossRange([[1e-4, 2e-4, 1e-4]]);
    expect(low).toBe(0);
    expect(high).toBeGreaterThanOrEqual(0.5);
  });
});
