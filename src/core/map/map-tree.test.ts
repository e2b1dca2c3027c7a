import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactNeighbours } from './neighbours';
import { MapTree } from './map-tree';
import { clouds } from './sample-data';

describe('MapTree', () => {
  it('finds what comparing all pairs finds, in the same order, also among points at the same places', () => {
    const maps = fc.constantFrom(2, 3).chain((dims) =>
      fc
        .array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: dims, maxLength: dims }), {
          minLength: 2,
          maxLength: 80,
        })
        .map((rows) => ({ dims, n: rows.length, map: Float32Array.from(rows.flat()) })),
    );
    fc.assert(
      fc.property(maps, fc.integer({ min: 1, max: 20 }), ({ dims, n, map }, k) => {
        const exact = exactNeighbours(map, n, dims, k);
        const tree = new MapTree(map, n, dims, k);
        for (let i = 0; i < n; i++) {
          expect([...tree.nearest(i)]).toEqual([...exact.indices.subarray(i * exact.k, (i + 1) * exact.k)]);
        }
      }),
    );
  });

  it('finds them in a map of thousands', () => {
    const { vectors } = clouds(3000, 3, 20, 5);
    const exact = exactNeighbours(vectors, 3000, 3, 15);
    const tree = new MapTree(vectors, 3000, 3, 15);
    for (let i = 0; i < 3000; i++) {
      expect(tree.nearest(i)).toEqual(exact.indices.subarray(i * 15, (i + 1) * 15));
    }
  });

  it('has room for one point and none, and refuses a wrong length', () => {
    expect([...new MapTree(new Float32Array(3), 1, 3, 15).nearest(0)]).toEqual([]);
    expect(new MapTree(new Float32Array(0), 0, 2, 15).n).toBe(0);
    expect(() => new MapTree(new Float32Array(5), 2, 3, 1)).toThrow('5 numbers are not 2 points of 3.');
  });
});
