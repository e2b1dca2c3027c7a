import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatFloat32, parseNumber } from './decimal';

/** The shortest text there is, by trying every number of digits. */
function shortestText(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return String(candidate);
  }
  return String(Number(value.toPrecision(9)));
}

/** Floats spread over all exponents, which `fc.float` alone seldom gives. */
const floats = fc.nat(0xffffffff).map((bits) => new Float32Array(Uint32Array.of(bits).buffer)[0]!);

describe('formatFloat32', () => {
  it('reads back to the same float32, in as short a text as can be', () => {
    const check = (value: number): void => {
      const text = formatFloat32(value);
      expect(Math.fround(parseNumber(text)!)).toBe(value);
      if (Number.isFinite(value) && !Object.is(value, -0))
        expect(text.length).toBeLessThanOrEqual(shortestText(value).length);
    };
    fc.assert(fc.property(floats, check), { numRuns: 3000 });
    fc.assert(fc.property(fc.float({ min: -8, max: 8, noDefaultInfinity: true }), check), { numRuns: 1000 });
    // Neighbours of the powers of two and ten, where the spacing of the floats and the digits change.
    for (let exponent = -45; exponent <= 38; exponent++) {
      for (const power of [Number(`1e${exponent}`), 2 ** (3 * exponent)]) {
        const bits = new Uint32Array(Float32Array.of(power).buffer)[0]!;
        for (let step = -3; step <= 3; step++) {
          if (bits + step >= 0) check(new Float32Array(Uint32Array.of(bits + step).buffer)[0]!);
        }
      }
    }
  });

  it('writes plain numbers plainly, and what is not finite as pandas reads it', () => {
    const cases: [number, string][] = [
      [0, '0'], [-0, '-0.0'], [1, '1'], [-2.5, '-2.5'], [0.1, '0.1'], [1 / 3, '0.33333334'], [16777216, '16777216'],
      [1e-7, '1e-7'], [3.4028235e38, '3.4028235e+38'], [NaN, 'NaN'], [Infinity, 'inf'], [-Infinity, '-inf'],
    ]; // prettier-ignore
    for (const [value, text] of cases) expect(formatFloat32(value)).toBe(text);
  });
});

describe('parseNumber', () => {
  it('takes decimals and the spellings of what is not finite, nothing else', () => {
    expect(['1', ' -2.5e3 ', '.5', '5.', '+1E-2', 'inf', '-Infinity', '+inf'].map(parseNumber)).toEqual([
      1,
      -2500,
      0.5,
      5,
      0.01,
      Infinity,
      -Infinity,
      Infinity,
    ]);
    expect(['\u22122.5', '\u2212inf', '\u2212'].map(parseNumber)).toEqual([-2.5, -Infinity, undefined]);
    for (const cell of ['NaN', 'nan', '']) expect(parseNumber(cell)).toBeNaN();
    for (const cell of ['0x10', '1,5', 'one', '1e', '.', '-', '1_000'])
      expect(parseNumber(cell)).toBeUndefined();
  });
});
