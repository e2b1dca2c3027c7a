import { describe, expect, it } from 'vitest';
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
