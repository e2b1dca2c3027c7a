/** The sign of a negative number in every text of the window: as wide as a plus, and not a hyphen. */
const MINUS = '−';

/** A number with so many digits after the point, 1,234.50, and a true minus; 0 has none. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : value < 0 ? `${MINUS}∞` : '∞';
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return withMinus(/[1-9]/.test(text) ? text : text.replace('-', ''));
}

/** A number as JavaScript writes it, with a true minus, in the exponent as well. */
export function withMinus(text: string): string {
  return text.replace(/(^|e)-/g, `$1${MINUS}`);
}
