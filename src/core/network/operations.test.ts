import { describe, expect, it } from 'vitest';
import { multiplications } from './operations';
import { planNetwork } from './plan';

const of = (side: number, channels: 1 | 3): number =>
  multiplications(planNetwork({ side, channels, latent: 64 }));

describe('multiplications', () => {
  it('counts the notebook’s network layer by layer', () => {
    const encoder = 28 * 28 * 32 * 9 + 14 * 14 * 32 * 64 * 9 + 7 * 7 * 64 * 72 * 9 + 7 * 7 * 72 * 64 * 9;
    const decoder = 7 * 7 * 64 * 64 * 9 + 7 * 7 * 64 * 72 * 9 + 13 * 13 * 72 * 32 * 9 + 27 * 27 * 32 * 16;
    expect(of(28, 1)).toBe(encoder + decoder + 3 * 3136 * 64);
  });

  it('grows with the size and the colours', () => {
    expect(of(64, 1)).toBeGreaterThan(3 * of(28, 1));
    expect(of(64, 3)).toBeGreaterThan(of(64, 1));
  });
});
