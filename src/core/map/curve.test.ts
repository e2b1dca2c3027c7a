import { describe, expect, it } from 'vitest';
import { fitCurve } from './curve';

describe('fitCurve', () => {
  it.each([
    // spread, minDist, then a and b from umap-learn 0.5.12 (`find_ab_params`).
    [1, 0.1, 1.5769434602697652, 0.8950608778515733],
    [1, 0, 1.93280839734315, 0.7904949732233831],
    [1, 0.5, 0.5830300203414425, 1.3341669924314914],
    [1, 0.99, 0.11930529992407873, 1.9163904168802517],
    [1, 0.001, 1.929073395935085, 0.7915045334274393],
    [2, 0.1, 0.5446605399418663, 0.8420554268341789],
    [0.5, 0.25, 3.70629020242107, 1.3341672468456258],
    [1, 1, 0.11497568327441922, 1.929237144081752],
  ])('finds umap-learn’s curve for spread %d and least distance %d', (spread, minDist, a, b) => {
    const curve = fitCurve(spread, minDist);
    expect(curve.a / a).toBeCloseTo(1, 5);
    expect(curve.b / b).toBeCloseTo(1, 5);
  });

  it('refuses distances that make no curve', () => {
    expect(() => fitCurve(0, 0.1)).toThrow('The spread must be positive, not 0.');
    expect(() => fitCurve(1, 1.5)).toThrow(RangeError);
    expect(() => fitCurve(1, NaN)).toThrow(RangeError);
  });
});
