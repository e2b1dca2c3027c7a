import { fixed, withMinus } from '../store/number-text';

export { fixed };

/** 10,000 */
export function count(value: number): string {
  return fixed(Math.round(value), 0);
}

/** Nats per image, with as many digits as mean something. */
export function nats(value: number): string {
  if (!Number.isFinite(value)) return 'not a number';
  const size = Math.abs(value);
  // A collapsed KL is small and yet not 0.
  if (size > 0 && size < 0.001) return withMinus(value.toExponential(1));
  const digits = size >= 10 ? 1 : size >= 0.1 ? 2 : 3;
  return fixed(value, digits);
}

export function percent(fraction: number): string {
  return `${fixed(Math.round(fraction * 100), 0)} %`;
}

/** 512 MB, 1.5 GB */
export function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit += 1) size /= 1024;
  return `${size >= 10 || unit === 0 ? Math.round(size) : Math.round(size * 10) / 10} ${units[unit]!}`;
}

/** 42 s, 3 min 20 s, 2 h, 1 h 5 min; what is shorter than a second has no number. */
export function duration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return joined(`${minutes} min`, whole % 60, 's');
  return joined(`${Math.floor(minutes / 60)} h`, minutes % 60, 'min');
}

/** about 45 s, about 12 min, about 3.5 h: for what is only estimated. */
export function roughDuration(seconds: number): string {
  if (seconds < 1) return 'less than a second';
  if (seconds < 90) return `about ${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`;
  return `about ${Math.round(seconds / 360) / 10} h`;
}

function joined(whole: string, rest: number, unit: string): string {
  return rest === 0 ? whole : `${whole} ${rest} ${unit}`;
}

/** 28 × 28 grey */
export function imageShape(side: number, channels: number): string {
  return `${side} × ${side} ${channels === 1 ? 'grey' : 'colour'}`;
}

/** `3 classes`, `1 class` */
export function plural(value: number, one: string, many: string): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
