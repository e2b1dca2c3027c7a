import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOnPath, sphericalPath, stopFrames, straightPath } from './path';

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
      fc.property(stopsOf, fc.integer({ min: 4, max: 30 }), (stops, frames) => {
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

  it('passes exactly through every stop, at a frame of its own', () => {
    fc.assert(
      fc.property(stopsOf, fc.integer({ min: 4, max: 30 }), (stops, frames) => {
        const latent = stops[0]!.length;
        const points = path(stops, frames);
        const at = stopFrames(stops.length, frames);
        expect(new Set(at).size).toBe(stops.length);
        at.forEach((frame, i) => {
          const point = points.slice(frame * latent, (frame + 1) * latent);
          expect(Array.from(point, (x) => x + 0)).toEqual(Array.from(stops[i]!, (x) => x + 0));
        });
      }),
    );
  });

  it('refuses a path without stops or with fewer than 2 frames', () => {
    expect(() => path([], 5)).toThrow('A path needs one stop or more.');
    expect(() => path([new Float32Array(2)], 1)).toThrow('A path needs 2 frames or more, not 1.');
    expect(() => path([new Float32Array(2), new Float32Array(3)], 4)).toThrow(RangeError);
    expect(() => path(Array<Float32Array>(3).fill(new Float32Array(1)), 2)).toThrow(
      'A path of 2 frames cannot hold 3 stops.',
    );
  });
});

it('a straight path has even steps', () => {
  expect(straightPath([Float32Array.of(0), Float32Array.of(3)], 4)).toEqual(Float32Array.of(0, 1, 2, 3));
});

it('gives every stretch the same time, to the nearest frame', () => {
  expect(stopFrames(3, 9)).toEqual([0, 4, 8]);
  expect(stopFrames(3, 16)).toEqual([0, 8, 15]);
  expect(placeOnPath([0, 8, 15], 4)).toEqual({ stretch: 0, t: 0.5 });
  expect(placeOnPath([0, 8, 15], 8)).toEqual({ stretch: 1, t: 0 });
  expect(placeOnPath([0, 8, 15], 15)).toEqual({ stretch: 1, t: 1 });
  expect(placeOnPath([0], 7)).toEqual({ stretch: 0, t: 0 });
});
