import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evenlyKept } from './evenly-kept';

const epochs = (n: number) => Array.from({ length: n }, (_, i) => ({ epoch: i + 1 }));

describe('evenlyKept', () => {
  it('keeps a bounded number as epochs come, evenly to a factor of two, with the first and the newest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 12 }), fc.integer({ min: 1, max: 120 }), (most, n) => {
        let kept: readonly { epoch: number }[] = [];
        for (const one of epochs(n)) kept = evenlyKept([...kept, one], ({ length }) => length > most);
        const found = kept.map(({ epoch }) => epoch);
        expect(found).toHaveLength(Math.min(most, n));
        expect([found[0], found.at(-1)]).toEqual([1, n]);
        // The newest has just come: the gap before it is still growing.
        const gaps = found.slice(1, -1).map((epoch, i) => epoch - found[i]!);
        if (gaps.length > 0) expect(Math.max(...gaps)).toBeLessThanOrEqual(2 * Math.min(...gaps) + 1);
      }),
    );
  });

  it('never goes below two', () => {
    expect(evenlyKept(epochs(9), () => true)).toEqual([{ epoch: 1 }, { epoch: 9 }]);
    expect(evenlyKept(epochs(1), () => true)).toEqual([{ epoch: 1 }]);
  });
});
