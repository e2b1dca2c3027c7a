import { formatFloat32 } from '../formats/decimal';
import type { ForeignColumn } from '../formats/foreign-table';

/** What number type holds the values of a column of numbers so that they come back equal; null when none does. */
export type ExactType = 'float32' | 'int64' | 'float64';

const WHOLE = /^[+-]?\d+$/;
/** Leading zeros; and whole numbers around an `e`, which programs write with a sign, but plates, wells and hashes (`12e5`) do not. */
const NO_NUMBER = /^[+-]?0\d|^\d+e\d+$/i;
const INT64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;

/**
 * The smallest type that gives back every value of a column: float32 for most, int64 for identifiers and time stamps,
 * float64 for numbers with more digits. Null for a column that is no numbers, and where a text would not come back from
 * its number, as with leading zeros and codes like `12e5`.
 */
export function exactTypeOf({ texts, numbers }: Pick<ForeignColumn, 'texts' | 'numbers'>): ExactType | null {
  if (numbers === null) return null;
  let [float32, float64, int64] = [true, true, true];
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    if (Number.isNaN(number)) continue;
    const text = texts[i]!.trim();
    if (NO_NUMBER.test(text)) return null;
    const isWhole = WHOLE.test(text);
    if (isWhole && text.length > 15) {
      const whole = BigInt(text.replace(/^\+/, ''));
      // A program that writes doubles cuts their whole numbers short: the text is the double's own all the same.
      float64 &&= BigInt(number) === whole || String(number) === text;
      int64 &&= whole >= INT64[0] && whole <= INT64[1];
    } else {
      float64 &&= digitsIn(text) <= 17;
      int64 &&= isWhole;
    }
    float32 &&= float64 && (Math.fround(number) === number || Number(formatFloat32(number)) === number);
  }
  if (float32) return 'float32';
  if (int64) return 'int64';
  return float64 ? 'float64' : null;
}

/** A double gives back 17 digits, as the shortest texts of doubles have at most. */
function digitsIn(text: string): number {
  const [mantissa = ''] = text.split(/e/i, 1);
  return mantissa.replace(/\D/g, '').replace(/^0+/, '').length;
}
