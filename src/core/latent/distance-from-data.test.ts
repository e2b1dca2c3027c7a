import { describe, expect, it } from 'vitest';
import { distanceFromData, ownDistances } from './distance-from-data';

// Five points on a line; their own nearest distances are 1, 1, 2, 4, 4.
const line = Float32Array.of(0, 1, 3, 7, 11);
const own = ownDistances(Float32Array.of(1, 3, 1, 2, 2, 3, 4, 4, 4, 8), 5, 2);

describe('distanceFromData', () => {
  it('places a point among the data’s own distances', () => {
    expect([...own]).toEqual([1, 1, 2, 4, 4]);
    const at = (x: number): unknown => distanceFromData(line, 5, 1, Float32Array.of(x), own);
    expect(at(3)).toEqual({ distance: 0, nearest: 2, percentile: 0 });
    expect(at(8.5)).toEqual({ distance: 1.5, nearest: 3, percentile: 40 });
    expect(at(15)).toEqual({ distance: 4, nearest: 4, percentile: 60 });
    expect(at(100)).toEqual({ distance: 89, nearest: 4, percentile: 100 });
  });

  it('takes a lone vector, and refuses none', () => {
    const alone = distanceFromData(Float32Array.of(1), 1, 1, Float32Array.of(2), new Float32Array(0));
    expect(alone).toEqual({ distance: 1, nearest: 0, percentile: 100 });
    expect(() => distanceFromData(new Float32Array(0), 0, 1, Float32Array.of(2), own)).toThrow(RangeError);
    expect(() => ownDistances(new Float32Array(3), 2, 2)).toThrow(RangeError);
    expect(() => ownDistances(new Float32Array(0), 2, 0)).toThrow(RangeError);
  });
});
