import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../latent/nearest';
import { exactNeighbours } from './neighbours';

describe('exactNeighbours', () => {
  it('agrees with looking for each point alone, ties by index', () => {
    const sets = fc
      .integer({ min: 1, max: 3 })
      .chain((d) =>
        fc
          .array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: d, maxLength: d }), { maxLength: 20 })
          .map((rows) => ({ d, n: rows.length, vectors: Float32Array.from(rows.flat()) })),
      );
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 6 }), ({ d, n, vectors }, k) => {
        const graph = exactNeighbours(vectors, n, d, k);
        expect(graph.k).toBe(Math.max(0, Math.min(k, n - 1)));
        for (let i = 0; i < n; i++) {
          const alone = nearest(vectors, n, d, vectors.subarray(i * d, (i + 1) * d), n);
          const order = [...alone.indices.keys()].filter((at) => alone.indices[at] !== i).slice(0, graph.k);
          const row = <T>(values: ArrayLike<T>): T[] =>
            Array.from(values).slice(i * graph.k, (i + 1) * graph.k);
          expect(row(graph.indices)).toEqual(order.map((at) => alone.indices[at]));
          expect(row(graph.distances)).toEqual(order.map((at) => alone.distances[at]));
        }
      }),
    );
  });

  it('refuses a wrong length and no neighbours', () => {
    expect(() => exactNeighbours(new Float32Array(3), 2, 2, 1)).toThrow(RangeError);
    expect(() => exactNeighbours(new Float32Array(4), 2, 2, 0)).toThrow(RangeError);
  });
});
