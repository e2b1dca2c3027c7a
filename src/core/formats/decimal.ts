/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Nine digits tell every float32 from its neighbours; most need eight. */
const MOST_DIGITS = 9;
const ZEROS = '00000';

/**
 * The shortest decimal text that reads back to the same float32, as JavaScript writes numbers ("1.5", "2e-7").
 * What is not finite is `NaN`, `inf` and `-inf`, and minus zero `-0.0`: the spellings that pandas, NumPy and
 * Python's `float` all read back. `x` is rounded to float32 first.
 */
export function formatFloat32(x: number): string {
  const value = Math.fround(x);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0';
  if (value !== value) return 'NaN';
  const size = Math.abs(value);
  if (size === Infinity) return value > 0 ? 'inf' : '-inf';
  if (Number.isInteger(value) && size < 1e6) return String(value);
  // 10^magnitude <= size < 10^(magnitude + 1), up to rounding, which costs at most one try below.
  const magnitude = Math.floor(Math.log10(size));
  return shortestDecimal(value, magnitude) ?? shortestByText(value);
}

/**
 * The text of the decimal with the fewest digits that rounds to `value`, or null when the powers of ten needed are not
 * exact. With an exact power at most 10^22 and an integer below 2^53, one division is the correctly rounded reading of
 * the decimal (Clinger 1990), so no text needs to be made and parsed to try.
 */
function shortestDecimal(value: number, magnitude: number): string | null {
  let digits = 8;
  let whole = digitsOf(value, digits - 1 - magnitude);
  if (whole === null) {
    digits = MOST_DIGITS;
    whole = digitsOf(value, digits - 1 - magnitude);
    return whole === null ? null : decimalText(whole, digits - 1 - magnitude);
  }
  // Fewer digits first would be the plain way; eight first is right for most numbers at once.
  for (; digits > 1; digits--) {
    const fewer = digitsOf(value, digits - 2 - magnitude);
    if (fewer === null) break;
    whole = fewer;
  }
  return decimalText(whole, digits - 1 - magnitude);
}

/** The whole number that stands for `value` with so many decimals; null when that is another float32, or cannot be told. */
function digitsOf(value: number, decimals: number): number | null {
  const power = POWERS[decimals];
  if (power === undefined) return null;
  const whole = Math.round(value * power);
  return Math.fround(whole / power) === value ? whole : null;
}

/** As JavaScript writes `whole / 10^decimals`, of which it knows the digits already. */
function decimalText(whole: number, decimals: number): string {
  // Beside a power of ten the first digit may be one place off, and the last a zero.
  if (decimals > 0 && whole % 10 === 0) return decimalText(whole / 10, decimals - 1);
  const digits = String(Math.abs(whole));
  const before = digits.length - decimals;
  // Below 1e-6 it has an exponent.
  if (decimals === 0 || before < -5) return String(whole / POWERS[decimals]!);
  const sign = whole < 0 ? '-' : '';
  return before > 0
    ? `${sign}${digits.slice(0, before)}.${digits.slice(before)}`
    : `${sign}0.${ZEROS.slice(0, -before)}${digits}`;
}

function shortestByText(value: number): string {
  for (let digits = 1; digits < MOST_DIGITS; digits++) {
    const candidate = Number(value.toPrecision(digits));
    if (Math.fround(candidate) === value) return String(candidate);
  }
  return String(Number(value.toPrecision(MOST_DIGITS)));
}

/**
 * The number that a cell holds, as pandas would read it: decimals, `inf`, `-inf`, `Infinity`, `NaN` in any case,
 * and an empty cell as NaN. Undefined when the cell is no number.
 */
export function parseNumber(cell: string): number | undefined {
  const text = cell.trim();
  if (/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  switch (text.toLowerCase()) {
    case '':
    case 'nan':
      return NaN;
    case 'inf':
    case '+inf':
    case 'infinity':
    case '+infinity':
      return Infinity;
    case '-inf':
    case '-infinity':
      return -Infinity;
    default:
      // Typesetters, and R's labels, have a minus of their own.
      return text.startsWith('\u2212') ? parseNumber(`-${text.slice(1)}`) : undefined;
  }
}

/** How pandas, R, SQL and Python write that there is no value, in small letters. */
const MISSING = new Set(['na', 'n/a', '<na>', '#n/a', 'null', 'none', 'nil', '.', '-', '?']);

/** Whether a cell says that it has no value; an empty one does. */
export function isMissing(cell: string): boolean {
  const text = cell.trim().toLowerCase();
  return text === '' || text === 'nan' || MISSING.has(text);
}
