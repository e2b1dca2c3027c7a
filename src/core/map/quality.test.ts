import { describe, expect, it } from 'vitest';
import { Generator } from '../random/generator';
import { exactNeighbours } from './neighbours';
import { neighboursKept, trustworthiness, wholeOf } from './quality';
import { clouds, goldenSet } from './sample-data';

describe('trustworthiness', () => {
  it.each([
    [1, 0.6032894736842105],
    [5, 0.70328125],
    [15, 0.7558823529411764],
  ])('is scikit-learn’s with %i neighbours', (k, value) => {
    const { n, d, vectors, map } = goldenSet();
    const found = trustworthiness(vectors, n, d, map, 2, k);
    expect(found).toEqual({ value: expect.closeTo(value, 10) as number, k, sampled: n });
  });

  it('is 1 for the data themselves, also when all are the same, and lower for chance', () => {
    const { vectors } = clouds(200, 3, 4, 1);
    expect(trustworthiness(vectors, 200, 3, vectors, 3).value).toBe(1);
    expect(trustworthiness(new Float32Array(60), 20, 3, new Float32Array(40), 2).value).toBe(1);
    const g = new Generator(2);
    const chance = Float32Array.from({ length: 400 }, () => g.normal());
    expect(trustworthiness(vectors, 200, 3, chance, 2).value).toBeLessThan(0.7);
  });

  it('is estimated from a sample that the seed decides', () => {
    const { vectors } = clouds(600, 6, 5, 4);
    const map = vectors.filter((_, at) => at % 6 < 2);
    const all = trustworthiness(vectors, 600, 6, map, 2);
    const some = trustworthiness(vectors, 600, 6, map, 2, 15, { rows: 150, seed: 1 });
    expect([all.sampled, some.sampled]).toEqual([600, 150]);
    expect(Math.abs(some.value! - all.value!)).toBeLessThan(0.02);
    expect(some).toEqual(trustworthiness(vectors, 600, 6, map, 2, 15, { rows: 150, seed: 1 }));
  });

  it('can be measured in parts', () => {
    const { vectors } = clouds(601, 6, 5, 4);
    const map = vectors.filter((_, at) => at % 6 < 2);
    const of = (part?: { index: number; of: number }) =>
      trustworthiness(vectors, 601, 6, map, 2, 15, { rows: 151, seed: 1, ...(part && { part }) });
    const parts = [0, 1, 2].map((index) => of({ index, of: 3 }));
    expect(parts.map(({ sampled }) => sampled)).toEqual([51, 50, 50]);
    const whole = of();
    expect(wholeOf(parts)).toEqual({ value: expect.closeTo(whole.value!, 12) as number, sampled: 151 });
    expect(wholeOf([{ value: null, sampled: 0 }])).toEqual({ value: null, sampled: 0 });
  });

  it('reduces k for few points, and has no value for fewer than three', () => {
    const points = Float32Array.of(0, 1, 5, 7);
    expect(trustworthiness(points, 4, 1, points, 1)).toEqual({ value: 1, k: 1, sampled: 4 });
    expect(trustworthiness(points.slice(0, 2), 2, 1, points.slice(0, 2), 1).value).toBeNull();
    expect(trustworthiness(new Float32Array(0), 0, 1, new Float32Array(0), 1).value).toBeNull();
    expect(() => trustworthiness(points, 4, 1, points, 2)).toThrow(RangeError);
  });
});

describe('neighboursKept', () => {
  it('is the mean share of common neighbours (scikit-learn’s lists)', () => {
    const { n, d, vectors, map } = goldenSet();
    const kept = neighboursKept(exactNeighbours(vectors, n, d, 15), map, 2, 5);
    expect(kept.mean).toBeCloseTo(0.32, 6);
    expect(kept.shares).toHaveLength(n);
    expect(kept.shares.reduce((a, b) => a + b) / n).toBeCloseTo(0.32, 6);
  });

  it('is 1 for the data themselves, and none where there is no neighbour', () => {
    const { vectors } = clouds(100, 3, 2, 1);
    expect(neighboursKept(exactNeighbours(vectors, 100, 3, 15), vectors, 3).mean).toBe(1);
    const alone = neighboursKept(exactNeighbours(new Float32Array(3), 1, 3, 1), new Float32Array(2), 2);
    expect(alone).toEqual({ mean: null, k: 0, shares: Float32Array.of(NaN) });
    expect(() => neighboursKept(exactNeighbours(vectors, 100, 3, 15), vectors, 2)).toThrow(RangeError);
  });
});
