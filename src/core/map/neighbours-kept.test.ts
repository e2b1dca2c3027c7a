import { describe, expect, it } from 'vitest';
import { exactNeighbours } from './neighbours';
import { neighboursKept } from './neighbours-kept';
import { clouds, goldenSet } from './sample-data';

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
