import { describe, expect, it } from 'vitest';
import { Generator } from '../random/generator';
import { cholesky, logDeterminant, mahalanobis } from './cholesky';
import { fitMixture, meanLogDensity, sampleMixture, type GaussianMixture } from './gaussian-mixture';
import { kMeans } from './k-means';
import { weightedMoments } from './moments';
import { finish } from './steps';

/** Three clouds in the plane, of different sizes and slants. */
const truth: GaussianMixture = {
  k: 3,
  d: 2,
  weights: Float64Array.of(0.5, 0.3, 0.2),
  means: [Float64Array.of(0, 0), Float64Array.of(6, 0), Float64Array.of(0, 7)],
  factors: [
    cholesky(Float64Array.of(1, 0.8, 0.8, 1), 2),
    cholesky(Float64Array.of(0.5, 0, 0, 2), 2),
    cholesky(Float64Array.of(2, -0.9, -0.9, 0.6), 2),
  ],
};

describe('cholesky', () => {
  it('is the triangle whose square is the matrix', () => {
    // Golden: numpy.linalg.cholesky.
    const lower = cholesky(Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98), 3);
    expect([...lower]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3]);
    expect(logDeterminant(lower, 3)).toBeCloseTo(Math.log(36));
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow('not positive definite');
  });

  it('measures Mahalanobis’ distance, and stops when that is far enough', () => {
    const lower = cholesky(Float64Array.of(4, 0, 0, 9), 2);
    const at = (limit?: number) =>
      mahalanobis(lower, Float64Array.of(1, 1), Float32Array.of(5, 7), 0, new Float64Array(2), limit);
    expect(at()).toBeCloseTo(8);
    expect(at(3)).toBeCloseTo(4);
  });
});

describe('weightedMoments', () => {
  it('counts each vector by its weight', () => {
    const { total, mean, covariance } = weightedMoments(
      Float32Array.of(0, 0, 2, 2, 9, 9),
      3,
      2,
      (i) => [3, 1, 0][i]!,
    );
    expect([total, ...mean]).toEqual([4, 0.5, 0.5]);
    expect([...covariance]).toEqual([0.75, 0.75, 0.75, 0.75]);
    expect(weightedMoments(Float32Array.of(1), 1, 1, () => 0)).toEqual({
      total: 0,
      mean: Float64Array.of(0),
      covariance: Float64Array.of(0),
    });
  });
});

describe('kMeans', () => {
  it('finds groups that stand apart, the same for the same seed', () => {
    const vectors = Float32Array.of(0, 0.1, 0.2, 10, 10.1, 20, 20.1, 20.2);
    const groups = finish(kMeans(vectors, 8, 1, 3, new Generator(1)));
    expect(finish(kMeans(vectors, 8, 1, 3, new Generator(1)))).toEqual(groups);
    const [a, b, c] = [groups[0], groups[3], groups[5]];
    expect([...groups]).toEqual([a, a, a, b, b, c, c, c]);
    expect(new Set([a, b, c]).size).toBe(3);
  });

  it('takes vectors that coincide, and refuses more groups than vectors', () => {
    expect([...finish(kMeans(new Float32Array(4), 4, 1, 2, new Generator(0)))]).toEqual([0, 0, 0, 0]);
    expect(() => finish(kMeans(new Float32Array(2), 2, 1, 3, new Generator(0)))).toThrow(RangeError);
  });
});

describe('fitMixture', () => {
  const drawn = sampleMixture(truth, 3000, new Generator(5));
  const fit = (components: number, seed = 2): GaussianMixture =>
    finish(fitMixture(drawn, 3000, 2, { components, random: new Generator(seed) }));

  it('finds again the mixture that vectors were drawn from', () => {
    const found = fit(3);
    expect(found.weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1);
    for (let j = 0; j < 3; j++) {
      const [x, y] = truth.means[j]!;
      const match = found.means.findIndex((mean) => Math.hypot(mean[0]! - x!, mean[1]! - y!) < 0.25);
      expect(match).toBeGreaterThanOrEqual(0);
      expect(Math.abs(found.weights[match]! - truth.weights[j]!)).toBeLessThan(0.03);
      found.factors[match]!.forEach((value, at) =>
        expect(Math.abs(value - truth.factors[j]![at]!)).toBeLessThan(0.15),
      );
    }
  });

  it('describes unseen vectors as well as the truth does, and better than one Gaussian', () => {
    const unseen = sampleMixture(truth, 3000, new Generator(6));
    const density = (mixture: GaussianMixture): number => finish(meanLogDensity(unseen, 3000, mixture));
    expect(density(fit(3))).toBeGreaterThan(density(truth) - 0.02);
    expect(density(fit(1))).toBeLessThan(density(truth) - 0.5);
  });

  it('has the log density of the closed form', () => {
    const one: GaussianMixture = {
      k: 1,
      d: 1,
      weights: Float64Array.of(1),
      means: [Float64Array.of(0)],
      factors: [Float64Array.of(2)],
    };
    const expected = -0.5 * Math.log(2 * Math.PI * 4) - 9 / 8;
    expect(finish(meanLogDensity(Float32Array.of(3), 1, one))).toBeCloseTo(expected, 6);
  });

  it('gives the same for the same seed, and draws the moments it holds', () => {
    expect(fit(3)).toEqual(fit(3));
    const { mean } = weightedMoments(sampleMixture(fit(3), 20_000, new Generator(8)), 20_000, 2, () => 1);
    const expected = weightedMoments(drawn, 3000, 2, () => 1).mean;
    mean.forEach((value, j) => expect(Math.abs(value - expected[j]!)).toBeLessThan(0.12));
  });

  it('stands vectors on a line, vectors that coincide, and very few', () => {
    const line = Float32Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? i : 0));
    const flat = finish(fitMixture(line, 100, 2, { components: 4, random: new Generator(0) }));
    expect(sampleMixture(flat, 50, new Generator(1)).every(Number.isFinite)).toBe(true);
    const same = finish(
      fitMixture(new Float32Array(40).fill(3), 20, 2, { components: 2, random: new Generator(0) }),
    );
    sampleMixture(same, 9, new Generator(1)).forEach((value) => expect(value).toBeCloseTo(3, 2));
    expect(
      finish(fitMixture(Float32Array.of(1, 2), 2, 1, { components: 9, random: new Generator(0) })).k,
    ).toBe(1);
    expect(() =>
      fitMixture(new Float32Array(1), 1, 1, { components: 1, random: new Generator(0) }).next(),
    ).toThrow('2 finite vectors or more');
  });
});
