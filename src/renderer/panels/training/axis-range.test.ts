import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LossCurve } from '../../store/training/loss-curve';
import { epochMetrics } from '../../testing/made-runs';
import { logRange, LOG_FLOOR, lossRange, roundSplits } from './axis-range';
import { gradientTable, lossTable } from './loss-table';

describe('the axes of the curves', () => {
  it('do not stretch for the first steps of a run', () => {
    const values = [2000, ...Array.from({ length: 99 }, () => 250)];
    const [low, high] = lossRange([values]);
    expect(low).toBeGreaterThan(240);
    expect(high).toBeLessThan(260);
  });

  it('have all of a few values in sight', () => {
    expect(lossRange([[485, null, 449]])[1]).toBeGreaterThan(485);
  });

  it('show a collapsed KL as a line near 0', () => {
    expect(lossRange([[1e-7, 3e-7]])).toEqual([0, expect.closeTo(0.54, 2)]);
    expect(logRange([[0, 1e-7]])[0]).toBeGreaterThan(LOG_FLOOR);
  });

  it('have every value in sight on a logarithmic scale', () => {
    const [low, high] = logRange([[560, 250, null, 241]]);
    expect(low).toBeLessThan(241);
    expect(high).toBeGreaterThan(560);
  });

  it('are divided at round numbers, inside, ascending and not too many', () => {
    expect(roundSplits(238, 262, 5)).toEqual([240, 245, 250, 255, 260]);
    expect(roundSplits(0.08, 130, 5)).toEqual([0.1, 1, 10, 100]);
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
        fc.double({ min: 1.001, max: 1e4 }),
        (min, by) => {
          const max = min * by;
          const splits = roundSplits(min, max, 5);
          expect(splits.length).toBeLessThanOrEqual(9);
          expect(
            splits.every(
              (one, at) => one >= min * 0.999999 && one <= max * 1.000001 && one > (splits[at - 1] ?? 0),
            ),
          ).toBe(true);
        },
      ),
    );
  });
});

describe('the columns of the curves', () => {
  const curve = () => {
    const made = new LossCurve();
    [300, 260, 280].forEach((elbo, at) => made.addStep(at + 1, { elbo, bce: elbo - 10, kl: 10 }));
    made.addEpoch(epochMetrics(1, { step: 4, test: { elbo: 250, bce: 240, kl: 10 }, gradientNorm: 7 }));
    return made;
  };

  it('are the reported values themselves without smoothing', () => {
    const [steps, raw, mean, test] = lossTable(curve(), ['elbo'], 0);
    expect(steps).toEqual([1, 2, 3, 4]);
    expect(raw).toEqual([null, null, null, null]);
    expect(mean).toEqual([300, 260, 280, null]);
    expect(test).toEqual([null, null, null, 250]);
  });

  it('begin at the first value and follow slowly with it, test values apart', () => {
    const [, raw, mean, test] = lossTable(curve(), ['elbo'], 0.5);
    expect(raw).toEqual([300, 260, 280, null]);
    // Weights 1/2 and 1/4 of what has been gathered: (0.25 * 300 + 0.5 * 260) / 0.75.
    expect(mean?.[0]).toBe(300);
    expect(mean?.[1]).toBeCloseTo(273.33, 2);
    expect(test?.[3]).toBe(250);
  });

  it('have test values at the end of their epoch, also between reported steps', () => {
    const made = new LossCurve();
    const losses = (bce: number) => ({ bce, kl: 1, elbo: bce + 1 });
    made.addStep(8, losses(300));
    made.addStep(12, losses(Number.NaN));
    made.addEpoch(epochMetrics(1, { step: 10, test: losses(280) }));
    const [steps, , mean, test] = lossTable(made, ['bce'], 0);
    expect(steps).toEqual([8, 10, 12]);
    expect(mean).toEqual([300, null, null]);
    expect(test).toEqual([null, 280, null]);
  });

  it('tell the norm of the gradient, epoch by epoch', () => {
    expect(gradientTable(curve())).toEqual([
      [1, 4],
      [null, 7],
    ]);
  });

  it('smooth no epochs that were read from a run on disk', () => {
    const read = LossCurve.fromRun([
      epochMetrics(1, { step: 10, train: { elbo: 400, bce: 390, kl: 10 } }),
      epochMetrics(2, { step: 20, train: { elbo: 300, bce: 290, kl: 10 } }),
    ]);
    read.addStep(25, { elbo: 280, bce: 270, kl: 10 });
    read.addStep(26, { elbo: 240, bce: 230, kl: 10 });
    const [, raw, mean] = lossTable(read, ['elbo'], 0.5);
    expect(mean?.slice(0, 3)).toEqual([400, 300, 280]);
    expect(mean?.[3]).toBeCloseTo(253.33, 2);
    expect(raw).toEqual([null, null, 280, 240]);
  });
});
