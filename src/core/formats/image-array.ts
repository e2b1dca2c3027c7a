import type { NpyData } from './npy';

/** Of images shorter than this an array is no picture; vectors of a few axes would be taken for some. */
const SHORTEST_SIDE = 4;

/** How images lie in an array. */
export interface ImageAxes {
  n: number;
  height: number;
  width: number;
  channels: 1 | 3 | 4;
  /** `[n, c, h, w]`, as PyTorch has them. */
  channelsFirst: boolean;
}

/** The axes of an array of images: `[n, h, w]`, `[n, h, w, c]` or `[n, c, h, w]`; null for any other shape. */
export function imageAxes(shape: readonly number[]): ImageAxes | null {
  const [n = 0, a = 0, b = 0, c = 1] = shape;
  if (shape.length < 3 || shape.length > 4 || n === 0) return null;
  const isLarge = (height: number, width: number): boolean => Math.min(height, width) >= SHORTEST_SIDE;
  if ((c === 1 || c === 3 || c === 4) && isLarge(a, b))
    return { n, height: a, width: b, channels: c, channelsFirst: false };
  if ((a === 1 || a === 3) && isLarge(b, c))
    return { n, height: b, width: c, channels: a, channelsFirst: true };
  return null;
}

/** The numbers of an array that become black and white, and how that is said. */
export interface ValueRange {
  low: number;
  high: number;
  /** A sentence; null where bytes are taken as they are. */
  note: string | null;
  /** It is the array's own, so that another array is prepared alike only with these numbers. */
  isOwn: boolean;
}

/**
 * Which numbers of an array of images become 0 and 255: 0 and 255 where all lie between and one is above 1 (or they are
 * bytes), 0 and 1 where all lie between those, else the least and the greatest. What is not finite counts for nothing.
 */
export function valueRange(data: NpyData, isTruth = false): ValueRange {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (isTruth) return { low: 0, high: 1, note: null, isOwn: false };
  if (data instanceof Uint8Array && greatest > 1) return { low: 0, high: 255, note: null, isOwn: false };
  const isFloat = data instanceof Float32Array || data instanceof Float64Array;
  const what = isFloat ? 'numbers' : 'whole numbers';
  if (least >= 0 && greatest <= 1)
    return {
      low: 0,
      high: 1,
      note: `Its ${what} lie between 0 and 1: 0 is taken for black and 1 for white.`,
      isOwn: false,
    };
  if (least >= 0 && greatest <= 255)
    return {
      low: 0,
      high: 255,
      note: `Its ${what} lie between 0 and 255, and are taken as bytes are.`,
      isOwn: false,
    };
  const [low, high] = least < greatest ? [least, greatest] : [least, least + 1];
  return {
    low,
    high,
    note: `Its ${what} lie between ${shown(least)} and ${shown(greatest)}: the least is taken for black and the greatest for white, and other images of a run on them are read by the same numbers.`,
    isOwn: true,
  };
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : 'nothing';
}

/**
 * Image `i` as bytes `[height, width, channels]`; null when it holds a value that is not finite.
 */
export function imageBytes(
  data: NpyData,
  i: number,
  { height, width, channels, channelsFirst }: ImageAxes,
  { low, high }: ValueRange,
): Uint8Array | null {
  const size = height * width * channels;
  const bytes = new Uint8Array(size);
  const scale = 255 / (high - low);
  for (let at = 0; at < size; at++) {
    const value = data[i * size + at]!;
    if (!Number.isFinite(value)) return null;
    const to = channelsFirst ? (at % (height * width)) * channels + Math.floor(at / (height * width)) : at;
    bytes[to] = Math.min(255, Math.max(0, Math.round((value - low) * scale)));
  }
  return bytes;
}
