import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sphericalPath, straightPath } from './path';

const stopsOf = fc.integer({ min: 1, max: 5 }).chain((latent) =>
  fc.array(fc.float32Array({ minLength: latent, maxLength: latent, min: -9, max: 9, noNaN: true }), {
    minLength: 1,
    maxLength: 4,
  }),
);

describe.each([
  ['straightPath', straightPath],
  ['sphericalPath', sphericalPath],
])('%s', (_, path) => {
  it('starts and ends exactly at its ends, with every frame a number', () => {
    fc.assert(
      fc.property(stopsOf, fc.integer({ min: 2, max: 30 }), (stops, frames) => {
        const latent = stops[0]!.length;
        const points = path(stops, frames);
        expect(points).toHaveLength(frames * latent);
        expect(Array.from(points.slice(0, latent), (x) => x + 0)).toEqual(
          Array.from(stops[0]!, (x) => x + 0),
        );
        expect(Array.from(points.slice(-latent), (x) => x + 0)).toEqual(
          Array.from(stops.at(-1)!, (x) => x + 0),
        );
        expect(points.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('passes exactly through a stop that falls on a frame', () => {
    const stops = [Float32Array.of(0.1, 1), Float32Array.of(0.3, -2), Float32Array.of(7, 0.7)];
    const points = path(stops, 9);
    expect(points.slice(8, 10)).toEqual(stops[1]);
  });

  it('refuses a path without stops or with fewer than 2 frames', () => {
    expect(() => path([], 5)).toThrow('A path needs one stop or more.');
    expect(() => path([new Float32Array(2)], 1)).toThrow('A path needs 2 frames or more, not 1.');
    expect(() => path([new Float32Array(2), new Float32Array(3)], 4)).toThrow(RangeError);
  });
});

it('a straight path has even steps', () => {
  expect(straightPath([Float32Array.of(0), Float32Array.of(3)], 4)).toEqual(Float32Array.of(0, 1, 2, 3));
});
