import { describe, expect, it } from 'vitest';
import { dimensionRanges, sweepDimension } from './traversal';

describe('dimensionRanges', () => {
  it('has NumPy’s percentiles of each dimension', () => {
    // numpy.percentile([0..9], [10, 90]) = [0.9, 8.1]; of a constant, the constant.
    const mu = Float32Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? (i / 2 + 3) % 10 : 7));
    const ranges = dimensionRanges(mu, 10, 2, 10, 90);
    expect([...ranges]).toEqual([0.9, 8.1, 7, 7].map(Math.fround));
    expect([...dimensionRanges(Float32Array.of(4), 1, 1)]).toEqual([4, 4]);
  });

  it('refuses no data and percentiles out of order', () => {
    expect(() => dimensionRanges(new Float32Array(0), 0, 2)).toThrow(RangeError);
    expect(() => dimensionRanges(new Float32Array(2), 1, 2, 90, 10)).toThrow('not in order');
  });
});

describe('sweepDimension', () => {
  it('changes one dimension only, with exact ends', () => {
    const sweep = sweepDimension(Float32Array.of(5, 6), 1, -0.1, 0.2, 4);
    expect([...sweep.filter((_, i) => i % 2 === 0)]).toEqual([5, 5, 5, 5]);
    expect(sweep[1]).toBe(Math.fround(-0.1));
    expect(sweep[3]).toBeCloseTo(0);
    expect(sweep[7]).toBe(Math.fround(0.2));
  });

  it('refuses a dimension that is not there', () => {
    expect(() => sweepDimension(new Float32Array(2), 2, 0, 1, 3)).toThrow('There is no dimension 2 among 2.');
    expect(() => sweepDimension(new Float32Array(2), 0, 0, 1, 1)).toThrow(RangeError);
  });
});
