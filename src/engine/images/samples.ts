import type { Levels } from '../../contract/dataset';
import type { Raster, Rgb } from './raster';

/** The numbers of an image as its file has them: `values` `[height, width, channels]`. */
export interface Samples {
  width: number;
  height: number;
  /** 1 and 3 without alpha, 2 and 4 with it as the last. */
  channels: 1 | 2 | 3 | 4;
  values: Uint8Array | Uint16Array | Float32Array | Float64Array;
  /** The least and the greatest number that this kind can hold; 0 and 1 in floating point. */
  stored: { low: number; high: number };
  /** Colours were multiplied with alpha before they were written. */
  premultiplied: boolean;
  /** The least number is white. */
  whiteIsZero: boolean;
}

/** 8 bits to a sample, on a ground; `clipped`: some numbers lie outside of what `stored` levels show. */
export interface Levelled {
  raster: Raster & { channels: 1 | 3 };
  clipped: boolean;
}

/** Maps numbers to 0 to 255 by `levels`, rounded, and puts the ground behind what is transparent. NaN becomes the lowest. */
export function levelled(samples: Samples, levels: Exclude<Levels, 'percentile'>, ground: Rgb): Levelled {
  const { width, height, channels, values, stored, premultiplied, whiteIsZero } = samples;
  const colours = channels < 3 ? 1 : 3;
  const { low, high } = rangeBy(samples, levels);
  const scale = 255 / (high - low);
  const isStored = levels === 'stored';
  const hasAlpha = channels !== colours;
  const alphaScale = 1 / stored.high;
  // On a coloured ground grey becomes colour.
  const out = hasAlpha && !(ground[0] === ground[1] && ground[1] === ground[2]) ? 3 : colours;
  const pixels = new Uint8Array(width * height * out);
  let clipped = false;
  for (let i = 0, from = 0, to = 0; i < width * height; i++, from += channels, to += out) {
    const alpha = hasAlpha ? Math.min(1, Math.max(0, values[from + colours]! * alphaScale)) : 1;
    for (let c = 0; c < out; c++) {
      const value = values[from + (colours === 1 ? 0 : c)]!;
      if (isStored && (value < low || value > high)) clipped = true;
      let level = Math.min(255, Math.max(0, (value - low) * scale)) || 0;
      if (whiteIsZero) level = 255 - level;
      if (hasAlpha) level = (premultiplied ? level : level * alpha) + ground[c]! * (1 - alpha);
      pixels[to + c] = Math.min(255, Math.floor(level + 0.5));
    }
  }
  return { raster: { width, height, channels: out, pixels }, clipped };
}

function rangeBy(samples: Samples, levels: Exclude<Levels, 'percentile'>): { low: number; high: number } {
  if (levels === 'stored') return samples.stored;
  if (levels !== 'file') return levels;
  const { low, high } = extremes(samples);
  // Of one colour throughout: black.
  return low < high ? { low, high } : { low, high: low + 1 };
}

/** The least and the greatest number of an image's colours; 0 and 0 where there is none. */
export function extremes({ values, channels }: Pick<Samples, 'values' | 'channels'>): {
  low: number;
  high: number;
} {
  const colours = channels < 3 ? 1 : 3;
  let [low, high] = [Infinity, -Infinity];
  for (let from = 0; from < values.length; from += channels) {
    for (let c = 0; c < colours; c++) {
      const value = values[from + c]!;
      if (value < low && value !== -Infinity) low = value;
      if (value > high && value !== Infinity) high = value;
    }
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}

/** Up to `most` numbers of an image's colours, spread evenly over it, without those that are not finite. */
export function spreadValues(
  { values, channels }: Pick<Samples, 'values' | 'channels'>,
  most: number,
): number[] {
  const colours = channels < 3 ? 1 : 3;
  const pixels = values.length / channels;
  const count = Math.min(pixels, Math.ceil(most / colours));
  const spread: number[] = [];
  for (let i = 0; i < count; i++) {
    const from = Math.floor((i * pixels) / count) * channels;
    for (let c = 0; c < colours; c++) if (Number.isFinite(values[from + c])) spread.push(values[from + c]!);
  }
  return spread;
}
