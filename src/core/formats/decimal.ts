/** Powers of ten that a double holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Nine digits tell every float32 from its neighbours; most need eight. */
const MOST_DIGITS = 9;

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
  const shortest = shortestDecimal(value, magnitude);
  return shortest === null ? shortestByText(value) : String(shortest);
}

/**
 * The double nearest to the decimal with the fewest digits that rounds to `value`, or null when the powers of
 * ten needed are not exact. With an exact power at most 10^22 and an integer below 2^53, one division is the
 * correctly rounded reading of the decimal (Clinger 1990), so no text needs to be made and parsed to try.
 */
function shortestDecimal(value: number, magnitude: number): number | null {
  // Fewer digits first would be the plain way; eight first is right for most numbers at once.
  let found: number | null = null;
  for (let digits = 8; digits >= 1; digits--) {
    const power = POWERS[digits - 1 - magnitude];
    if (power === undefined) break;
    const candidate = Math.round(value * power) / power;
    if (Math.fround(candidate) !== value) break;
    found = candidate;
  }
  if (found !== null) return found;
  const power = POWERS[MOST_DIGITS - 1 - magnitude];
  if (power === undefined) return null;
  const candidate = Math.round(value * power) / power;
  return Math.fround(candidate) === value ? candidate : null;
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
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
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
      return undefined;
  }
}
