import { describe, expect, it } from 'vitest';
import { analogy, meanOf } from './arithmetic';

describe('meanOf', () => {
  it('is the mean of the chosen rows', () => {
    const vectors = Float32Array.of(1, 2, 3, 4, 5, 9);
    expect(meanOf(vectors, 2, [0, 2])).toEqual(Float32Array.of(3, 5.5));
    expect(meanOf(vectors, 2, Int32Array.of(1))).toEqual(Float32Array.of(3, 4));
  });

  it('refuses none, and rows that are not there', () => {
    expect(() => meanOf(new Float32Array(4), 2, [])).toThrow('no vector');
    expect(() => meanOf(new Float32Array(4), 2, [2])).toThrow('There is no vector 2 among 2.');
  });
});

describe('analogy', () => {
  it('is a - b + c', () => {
    const [a, b, c] = [Float32Array.of(5, 1), Float32Array.of(2, 1), Float32Array.of(0, 7)];
    expect(analogy(a, b, c)).toEqual(Float32Array.of(3, 7));
    expect(() => analogy(a, b, new Float32Array(3))).toThrow(RangeError);
  });
});
