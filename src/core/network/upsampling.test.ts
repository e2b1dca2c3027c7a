import { describe, expect, it } from 'vitest';
import { decoderPaddings } from './upsampling';

describe('decoderPaddings', () => {
  it('is the notebook’s for 7 to 28', () => {
    expect(decoderPaddings(7, 2, 28)).toEqual({
      upsamplings: [
        { padding: 1, outputPadding: 0 },
        { padding: 0, outputPadding: 0 },
      ],
      lastPadding: 1,
    });
  });

  it('needs no output padding and last padding 1 for an even side, one output padding for an odd one', () => {
    for (let side = 16; side <= 128; side++) {
      let base = side;
      let stages = 0;
      for (; base > 8; stages++) base = Math.ceil(base / 2);
      const { upsamplings, lastPadding } = decoderPaddings(base, stages, side);
      expect(upsamplings.reduce((sum, step) => sum + step.outputPadding, 0)).toBe(side % 2);
      if (side % 2 === 0) expect(lastPadding).toBe(1);
    }
  });

  it('says so when there is no way', () => {
    expect(() => decoderPaddings(7, 1, 100)).toThrow(
      'No decoder with 1 doublings leads from side 7 to side 100.',
    );
  });
});
