import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOfNearest, type MappedVectors } from './mean-of-nearest';

/** Four corners of a square with one latent number each. */
const square: MappedVectors = {
  n: 4,
  dims: 2,
  positions: Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1),
  latent: 1,
  vectors: Float32Array.of(10, 20, 30, 40),
};

describe('meanOfNearest', () => {
  it('weighs by the inverse square of the distance', () => {
    expect(meanOfNearest(square, Float32Array.of(0.5, 0.5), 4).latent[0]).toBeCloseTo(25);
    // A third of the way along the edge: weights 4 to 1.
    const near = meanOfNearest(square, Float32Array.of(1 / 3, 0), 2);
    expect([...near.around.indices]).toEqual([0, 1]);
    expect(near.weights[0]).toBeCloseTo(0.8);
    expect(near.latent[0]).toBeCloseTo(12);
  });

  it('is the point itself on a point, and the mean of those that share one place', () => {
    expect(meanOfNearest(square, Float32Array.of(1, 1)).latent).toEqual(Float32Array.of(40));
    const shared = { ...square, positions: Float32Array.of(0, 0, 0, 0, 5, 5, 9, 9) };
    expect(meanOfNearest(shared, Float32Array.of(0, 0)).latent).toEqual(Float32Array.of(15));
  });

  it('stays within what it is made of, however near or far the place', () => {
    const coordinate = fc.float({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const { latent, weights } = meanOfNearest(square, Float32Array.of(x, y), 3);
        expect(latent[0]).toBeGreaterThanOrEqual(9.999);
        expect(latent[0]).toBeLessThanOrEqual(40.001);
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
      }),
    );
  });

  it('refuses a place that is no number, and a map without points', () => {
    expect(() => meanOfNearest(square, Float32Array.of(NaN, 0))).toThrow(RangeError);
    const none = { ...square, n: 0, positions: new Float32Array(0), vectors: new Float32Array(0) };
    expect(() => meanOfNearest(none, Float32Array.of(0, 0))).toThrow('needs points');
  });
});
