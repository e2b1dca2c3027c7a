import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ValueScan } from './value-scan';

describe('ValueScan', () => {
  it('finds the places of all values at most as great as the limit', () => {
    const value = fc.float({ noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.array(value, { minLength: 1 }), (values, limits) => {
        const scan = new ValueScan(values.length);
        scan.values.set(values);
        for (const limit of [...limits, ...values]) {
          const wanted = values.flatMap((one, place) => (one <= limit ? [place] : []));
          expect([...scan.atMost(limit)]).toEqual(wanted);
          const [first, last] = [Math.floor(values.length / 3), Math.ceil(values.length / 2)];
          const within = wanted.filter((place) => place >= first && place < last);
          expect([...scan.atMost(limit, first, last)]).toEqual(within);
        }
      }),
    );
  });
});
