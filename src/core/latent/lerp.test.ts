import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lerp } from './lerp';

const vectors = fc.integer({ min: 1, max: 8 }).chain((d) => {
  const vector = fc.float32Array({ minLength: d, maxLength: d, min: -1e6, max: 1e6, noNaN: true });
  return fc.tuple(vector, vector);
});

describe('lerp', () => {
  it('has exact ends and is linear between them', () => {
    fc.assert(
      fc.property(vectors, fc.double({ min: -1, max: 2, noNaN: true }), ([a, b], t) => {
        expect(lerp(a, b, 0)).toEqual(a);
        expect(lerp(a, b, 1)).toEqual(b);
        lerp(a, b, t).forEach((x, d) => {
          expect(Math.abs(x - ((1 - t) * a[d]! + t * b[d]!))).toBeLessThan(0.2);
        });
        expect(lerp(a, a, t).every((x, d) => x === a[d])).toBe(true);
      }),
    );
    expect(lerp(Float32Array.of(0, 4), Float32Array.of(1, 0), 0.25)).toEqual(Float32Array.of(0.25, 3));
  });

  it('refuses vectors of different spaces', () => {
    expect(() => lerp(new Float32Array(2), new Float32Array(3), 0)).toThrow('Vectors of 2 and 3 numbers');
  });
});
