import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormatError } from './format-error';
import { readQuantisedMap, writeQuantisedMap, type PlacedPoints } from './quantised-map';

const coordinate = fc.oneof(
  { weight: 9, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const points: fc.Arbitrary<PlacedPoints> = fc.tuple(fc.nat(12), fc.constantFrom(2, 3)).chain(([n, dims]) =>
  fc.record({
    n: fc.constant(n),
    dims: fc.constant(dims),
    positions: fc
      .array(coordinate, { minLength: n * dims, maxLength: n * dims })
      .map((all) => Float32Array.from(all)),
    distortion: fc
      .array(
        fc.oneof(
          fc.nat(15).map((k) => k / 15),
          fc.constant(Number.NaN),
        ),
        { minLength: n, maxLength: n },
      )
      .map((all) => Float32Array.from(all)),
  }),
);

describe('a quantised map', () => {
  it('comes back to within half a step of 65,534, the shares exactly, with its metadata', () => {
    fc.assert(
      fc.property(points, fc.string(), (map, text) => {
        const read = readQuantisedMap(writeQuantisedMap(map, new Map([['about', text]])));
        expect([read.n, read.dims, read.metadata.get('about')]).toEqual([map.n, map.dims, text]);
        expect(read.distortion).toEqual(map.distortion);
        for (let axis = 0; axis < map.dims; axis++) {
          const along = [...map.positions].map((value, at) => (at % map.dims === axis ? value : Number.NaN));
          const placed = along.filter(Number.isFinite);
          const extent = Math.max(...placed) - Math.min(...placed);
          along.forEach((value, at) => {
            if (at % map.dims !== axis) return;
            const found = read.positions[at]!;
            if (!Number.isFinite(value)) expect(found).toBeNaN();
            // Half a step, and the rounding of a float32.
            else
              expect(Math.abs(found - value)).toBeLessThanOrEqual(
                extent / 65_534 / 1.99 + Math.abs(value) * 1.2e-7 + 1e-44,
              );
          });
        }
      }),
    );
  });

  it('takes 2 bytes a coordinate and 1 a share', () => {
    const n = 1000;
    const map = { n, dims: 3, positions: new Float32Array(3 * n), distortion: new Float32Array(n) };
    expect(writeQuantisedMap(map, new Map()).length).toBeLessThan(7 * n + 400);
  });

  it('ends, damaged at any byte or cut anywhere, in a FormatError or a map of the same points', () => {
    const positions = Float32Array.of(0, 1, 2, 3, 4, 5);
    const whole = writeQuantisedMap(
      { n: 3, dims: 2, positions, distortion: Float32Array.of(0, 0.2, 1) },
      new Map([['step', '7']]),
    );
    for (let at = 0; at < whole.length; at++) {
      expect(() => readQuantisedMap(whole.subarray(0, at))).toThrow(FormatError);
      for (const flip of [0xff, 0x01, 0x80]) {
        try {
          const read = readQuantisedMap(whole.with(at, whole[at]! ^ flip));
          expect([read.positions.length, read.distortion.length]).toEqual([read.n * read.dims, read.n]);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }
    }
  });
});
