import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from './nearest';

describe('nearest', () => {
  it('is the head of the whole list sorted by distance and index', () => {
    // Small whole numbers give many ties.
    const sets = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(20)).chain(([d, n]) =>
      fc.record({
        d: fc.constant(d),
        vectors: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: n * d, maxLength: n * d }),
        query: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: d, maxLength: d }),
        k: fc.nat(25),
      }),
    );
    fc.assert(
      fc.property(sets, ({ d, vectors, query, k }) => {
        const n = vectors.length / d;
        const squares = Array.from({ length: n }, (_, i) =>
          query.reduce((sum, x, j) => sum + (x - vectors[i * d + j]!) ** 2, 0),
        );
        const order = [...squares.keys()].sort((a, b) => squares[a]! - squares[b]! || a - b).slice(0, k);
        const found = nearest(Float32Array.from(vectors), n, d, Float32Array.from(query), k);
        expect([...found.indices]).toEqual(order);
        expect([...found.distances]).toEqual(order.map((i) => Math.fround(Math.sqrt(squares[i]!))));
      }),
    );
  });

  it('passes over vectors that are no numbers, and refuses lengths that do not fit', () => {
    expect([...nearest(Float32Array.of(NaN, 5, 1), 3, 1, Float32Array.of(0), 3).indices]).toEqual([2, 1]);
    expect([...nearest(Float32Array.of(1), 1, 1, Float32Array.of(NaN), 1).indices]).toEqual([]);
    expect(() => nearest(new Float32Array(3), 2, 2, new Float32Array(2), 1)).toThrow(RangeError);
    expect(() => nearest(new Float32Array(2), 1, 2, new Float32Array(2), -1)).toThrow(RangeError);
  });
});
