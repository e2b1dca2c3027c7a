import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCurve } from './curve';
import { attractionAt, forceTables, repulsionAt } from './forces';

describe('forceTables', () => {
  it.each([0, 0.1, 0.5, 1])('is within 1 %% of the exact coefficients for least distance %d', (minDist) => {
    const curve = fitCurve(1, minDist);
    const { attraction, repulsion } = forceTables(curve, 1);
    const squares = fc
      .double({ min: -9, max: 8, noNaN: true })
      .map((exponent) => Math.fround(10 ** exponent));
    fc.assert(
      fc.property(squares, (square) => {
        const place = new Uint32Array(Float32Array.of(square).buffer)[0]! >>> 16;
        expect(Math.abs(attraction[place]! / attractionAt(square, curve) - 1)).toBeLessThan(0.01);
        // Beyond a distance of 100 a push is below any coordinate's last digit, and its square may be too steep.
        fc.pre(square < 1e4);
        expect(Math.abs(repulsion[place]! / repulsionAt(square, curve, 1) - 1)).toBeLessThan(0.012);
      }),
      { numRuns: 500 },
    );
  });

  it('is finite everywhere and nothing at distance 0', () => {
    const { attraction, repulsion } = forceTables(fitCurve(1, 0.1), 1);
    expect([attraction[0], repulsion[0]]).toEqual([0, 0]);
    expect(attraction.every(Number.isFinite) && repulsion.every(Number.isFinite)).toBe(true);
  });
});
