import { describe, expect, it } from 'vitest';
import { activeUnits, klPerDimension } from './kl';

describe('klPerDimension', () => {
  it('is the closed form, mean over the images', () => {
    const mu = Float32Array.of(0, 1, 0, -2);
    const logvar = Float32Array.of(0, 0, 0, Math.log(4));
    const [first, second] = klPerDimension(mu, logvar, 2, 2);
    expect(first).toBe(0);
    // torch.distributions.kl_divergence(Normal(1, 1), Normal(0, 1)) = 0.5, (Normal(-2, 2), …) = 2.8068528.
    expect(second).toBeCloseTo((0.5 + 2.8068528) / 2, 6);
  });

  it('is not negative, and keeps tiny divergences', () => {
    const tiny = klPerDimension(Float32Array.of(0), Float32Array.of(1e-6), 1, 1)[0]!;
    expect(tiny).toBeGreaterThan(0);
    expect(tiny / (1e-6 ** 2 / 4)).toBeCloseTo(1, 2);
  });

  it('refuses another length', () => {
    expect(() => klPerDimension(new Float32Array(3), new Float32Array(4), 2, 2)).toThrow(RangeError);
    expect(() => activeUnits(new Float32Array(3), 2, 2)).toThrow('3 numbers are not 2 vectors of 2.');
  });
});

describe('activeUnits', () => {
  it('counts dimensions by their unbiased variance, whatever their mean', () => {
    // Variances of the columns: 0, 0.005 (biased 0.0025), 0.02.
    const mu = Float32Array.of(7, 100, 0, 7, 100.1, 0.2);
    expect(activeUnits(mu, 2, 3)).toBe(1);
    expect(activeUnits(mu, 2, 3, 0.004)).toBe(2);
    expect(activeUnits(Float32Array.of(1, 2, 3), 1, 3)).toBe(0);
  });
});
