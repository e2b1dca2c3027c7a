import { describe, expect, it } from 'vitest';
import { ownDistances, percentileOf } from './distance-from-data';

// Five points on a line at 0, 1, 3, 7 and 11; their own nearest distances are 1, 1, 2, 4, 4.
const own = ownDistances(Float32Array.of(1, 3, 1, 2, 2, 3, 4, 4, 4, 8), 5, 2);

describe('the distance from the data', () => {
  it('is placed among the data’s own distances', () => {
    expect([...own]).toEqual([1, 1, 2, 4, 4]);
    expect([0, 1.5, 4, 89].map((distance) => percentileOf(own, distance))).toEqual([0, 40, 60, 100]);
  });

  it('is beyond all where there are none, and refuses distances of another shape', () => {
    expect(percentileOf(new Float32Array(0), 1)).toBe(100);
    expect(() => ownDistances(new Float32Array(3), 2, 2)).toThrow(RangeError);
    expect(() => ownDistances(new Float32Array(0), 2, 0)).toThrow(RangeError);
  });
});
