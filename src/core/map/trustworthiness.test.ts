import { describe, expect, it } from 'vitest';
import { Generator } from '../random/generator';
import { clouds, goldenSet } from './sample-data';
import { trustworthiness } from './trustworthiness';

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

  it('reduces k for few points, and has no value for fewer than three', () => {
    const points = Float32Array.of(0, 1, 5, 7);
    expect(trustworthiness(points, 4, 1, points, 1)).toEqual({ value: 1, k: 1, sampled: 4 });
    expect(trustworthiness(points.slice(0, 2), 2, 1, points.slice(0, 2), 1).value).toBeNull();
    expect(trustworthiness(new Float32Array(0), 0, 1, new Float32Array(0), 1).value).toBeNull();
    expect(() => trustworthiness(points, 4, 1, points, 2)).toThrow(RangeError);
  });
});
