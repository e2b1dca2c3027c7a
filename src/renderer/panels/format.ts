/** 10,000 */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Nats per image, with as many digits as mean something. */
export function nats(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  const size = Math.abs(value);
  // A collapsed KL is small and yet not 0.
  if (size > 0 && size < 0.001) return value.toExponential(1);
  const digits = size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function percent(fraction: number): string {
  return `${Math.round(fraction * 100)} %`;
}

/** 42 s, 3 min 20 s, 1 h 5 min */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** 28 × 28 grey */
export function imageShape(side: number, channels: number): string {
  return `${side} × ${side} ${channels === 1 ? 'grey' : 'colour'}`;
}

/** `3 classes`, `1 class` */
export function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** An ordinal: 1st, 22nd, 73rd. */
export function ordinal(value: number): string {
  const tens = value % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th');
  return `${value}${ending}`;
}
