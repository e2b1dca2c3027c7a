import { describe, expect, it } from 'vitest';
import { planNetwork } from './plan';

describe('planNetwork', () => {
  it('is the notebook’s network for 28x28x1 with 64 latent dimensions', () => {
    const plan = planNetwork({ side: 28, channels: 1, latent: 64 });
    const encoder = plan.encoder.map((c) => [
      c.index, c.inChannels, c.outChannels, c.kernel, c.stride, c.padding, c.inSide, c.outSide, c.activation,
    ]); // prettier-ignore
    expect(encoder).toEqual([
      [0, 1, 32, 3, 1, 1, 28, 28, true],
      [2, 32, 64, 3, 2, 1, 28, 14, true],
      [4, 64, 72, 3, 2, 1, 14, 7, true],
      [6, 72, 64, 3, 1, 1, 7, 7, false],
    ]);
    expect(plan.baseSide).toBe(7);
    expect(plan.flat).toBe(3136);
    expect(plan.decoderLinear).toEqual({ index: 0, inFeatures: 64, outFeatures: 3136 });
    const decoder = plan.decoder.map((c) => [
      c.index, c.inChannels, c.outChannels, c.kernel, c.stride, c.padding, c.outputPadding, c.outSide, c.activation,
    ]); // prettier-ignore
    expect(decoder).toEqual([
      [2, 64, 64, 3, 1, 1, 0, 7, true],
      [4, 64, 72, 3, 2, 1, 0, 13, true],
      [6, 72, 32, 3, 2, 0, 0, 27, true],
      [8, 32, 1, 4, 1, 1, 0, 28, false],
    ]);
    expect(plan.parameterCount).toBe(807_025);
  });

  it('ends at exactly the side for every side and channel count, with layers that fit each other', () => {
    for (let side = 16; side <= 128; side++) {
      for (const channels of [1, 3] as const) {
        const plan = planNetwork({ side, channels, latent: 16 });
        for (const convs of [plan.encoder, plan.decoder]) {
          for (let i = 1; i < convs.length; i++) {
            expect(convs[i]!.inSide).toBe(convs[i - 1]!.outSide);
            expect(convs[i]!.inChannels).toBe(convs[i - 1]!.outChannels);
          }
        }
        expect(plan.encoder[0]!.inSide).toBe(side);
        expect(plan.decoder.at(-1)!.outSide).toBe(side);
        expect(plan.decoder.at(-1)!.outChannels).toBe(channels);
        expect(plan.baseSide).toBeLessThanOrEqual(8);
        expect(plan.baseSide).toBeGreaterThanOrEqual(5);
        for (const c of plan.decoder) {
          const expected = (c.inSide - 1) * c.stride - 2 * c.padding + c.kernel + c.outputPadding;
          expect(c.outSide).toBe(expected);
          // PyTorch refuses an output padding that is not smaller than the stride.
          expect(c.outputPadding === 0 || c.outputPadding < c.stride).toBe(true);
        }
      }
    }
  });

  it('follows the stages of the pattern', () => {
    const sides = (side: number): number[] =>
      planNetwork({ side, channels: 3, latent: 8 }).encoder.map((c) => c.outSide);
    expect(sides(16)).toEqual([16, 8, 8]);
    expect(sides(32)).toEqual([32, 16, 8, 8]);
    expect(sides(64)).toEqual([64, 32, 16, 8, 8]);
    expect(sides(128)).toEqual([128, 64, 32, 16, 8, 8]);
    const channels = planNetwork({ side: 64, channels: 3, latent: 8 });
    expect(channels.encoder.map((c) => c.outChannels)).toEqual([32, 64, 72, 72, 64]);
    expect(channels.decoder.map((c) => c.outChannels)).toEqual([64, 72, 72, 32, 3]);
    expect(planNetwork({ side: 16, channels: 1, latent: 8 }).decoder.map((c) => c.outChannels)).toEqual([
      64, 32, 1,
    ]);
  });

  it('refuses what is out of range, in a sentence', () => {
    const refused: [number, number, number, string][] = [
      [15, 1, 64, 'The image side must be a whole number from 16 to 128 pixels, not 15.'],
      [129, 1, 64, 'The image side'],
      [28.5, 1, 64, 'The image side'],
      [28, 1, 1, 'The latent size must be a whole number from 2 to 256, not 1.'],
      [28, 1, NaN, 'The latent size'],
      [28, 2, 64, 'Images have 1 channel (grey) or 3 (colour), not 2.'],
    ];
    for (const [side, channels, latent, sentence] of refused) {
      const attempt = (): unknown => planNetwork({ side, channels: channels as 1 | 3, latent });
      expect(attempt).toThrow(RangeError);
      expect(attempt).toThrow(sentence);
    }
  });
});
