type Columns = readonly ArrayLike<number | null | undefined>[];

/** Share of the values that must be in sight: the first steps of a run lie far above all others. */
const IN_SIGHT = 0.97;
/** So few values are all in sight: there is no line without one of them. */
const ALL_IN_SIGHT = 16;

/** Nats that an axis shows at least: a collapsed KL is a line at 0 and not a mountain range of noise. */
const LEAST_RANGE = 0.5;

/** Lowest value of a logarithmic axis; what lies below stands at its foot. */
export const LOG_FLOOR = 1e-4;

/** The range of an axis: from the smallest value to the IN_SIGHT quantile, or to the greatest of a few, with a margin. */
export function lossRange(columns: Columns): [number, number] {
  const values = sorted(columns);
  const least = values[0] ?? 0;
  const share = values.length <= ALL_IN_SIGHT ? 1 : IN_SIGHT;
  const most = values[Math.floor((values.length - 1) * share)] ?? 1;
  const width = Math.max(most - least, LEAST_RANGE);
  const margin = width * 0.08;
  return [Math.max(least >= 0 ? 0 : -Infinity, least - margin), least + width + margin];
}

/** The range of a logarithmic axis: all values above its floor, with a margin. */
export function logRange(columns: Columns): [number, number] {
  const values = sorted(columns).filter((value) => value > LOG_FLOOR);
  const least = values[0] ?? 1;
  const most = Math.max(values.at(-1) ?? 10, least * 1.05);
  const margin = (most / least) ** 0.06;
  return [least / margin, most * margin];
}

/** Round numbers inside a range, some `wanted` of them: 1, 2 or 5 times a power of ten apart, or over decades. */
export function roundSplits(min: number, max: number, wanted: number): number[] {
  if (!(max > min) || !Number.isFinite(max - min)) return [];
  if (min > 0 && max / min > 20) return decadeSplits(min, max, wanted);
  const rough = (max - min) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power;
  const splits: number[] = [];
  // Counted and not added up: 0.1 + 0.2 is no round number.
  for (let at = Math.ceil(min / step); at * step <= max; at += 1)
    splits.push(Number((at * step).toPrecision(12)));
  return splits;
}

function decadeSplits(min: number, max: number, wanted: number): number[] {
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  const within = [[1, 2, 5], [1, 3], [1]].find((one) => one.length * (to - from) <= wanted * 1.5) ?? [1];
  const splits: number[] = [];
  for (let power = from; power <= to; power += 1)
    for (const one of within) splits.push(Number((one * 10 ** power).toPrecision(12)));
  return splits.filter((value) => value >= min && value <= max);
}

function sorted(columns: Columns): number[] {
  return columns
    .flatMap((column) => Array.from(column))
    .filter((value): value is number => typeof value === 'number')
    .sort((first, second) => first - second);
}
