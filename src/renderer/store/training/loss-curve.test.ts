import { describe, expect, it } from 'vitest';
import { epochMetrics } from '../../testing/made-runs';
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

  const columns = (steps: readonly number[]) => ({
    steps: Float64Array.from(steps),
    bce: Float64Array.from(steps, (step) => step * 2),
    kl: Float64Array.from(steps, () => 1),
  });
  const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, i) => from + i);

  it('is, of a run opened again, that of its steps, with their own total', () => {
    const curve = LossCurve.fromRun([epochMetrics(1), epochMetrics(2)], columns(upTo(20)));
    expect(curve.steps).toEqual(upTo(20));
    expect(curve.train[6]).toEqual({ bce: 14, kl: 1, elbo: 15 });
    expect([curve.averagedUntil, curve.test.map(({ step }) => step)]).toEqual([0, [10, 20]]);
  });

  it('has one point for each epoch before the first step that is kept, or where none are', () => {
    const epochs = [epochMetrics(1), epochMetrics(2), epochMetrics(3)];
    const later = LossCurve.fromRun(epochs, columns(upTo(30, 21)));
    expect([later.steps, later.averagedUntil]).toEqual([[10, 20, ...upTo(30, 21)], 20]);
    const none = LossCurve.fromRun(epochs);
    expect([none.steps, none.averagedUntil]).toEqual([[10, 20, 30], 30]);
  });

  it('goes on with the steps that were seen while it was read, and thins many evenly', () => {
    const live = LossCurve.fromRun([epochMetrics(1)]);
    live.addStep(18_000, losses(1));
    live.addStep(18_003, losses(2));
    const curve = LossCurve.fromRun([epochMetrics(1)], columns(upTo(18_000)), live);
    expect(curve.steps.at(-1)).toBe(18_003);
    expect(curve.steps.slice(0, 3)).toEqual([1, 17, 33]);
    expect(curve.steps.length).toBeLessThanOrEqual(1502);
  });

  it('ignores steps that are told twice', () => {
    const curve = new LossCurve();
    curve.addStep(5, losses(1));
    curve.addStep(5, losses(2));
    curve.addStep(4, losses(3));
    expect(curve.train).toEqual([losses(1)]);
  });
});
