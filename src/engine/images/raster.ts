import type { Ground, Levels } from '../../contract/dataset';

export type Fit = 'crop' | 'pad' | 'stretch';
/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** What an image is made into. */
export interface Target {
  side: number;
  channels: 1 | 3;
  fit: Fit;
  /** Light for dark. */
  invert: boolean;
  ground: Ground;
  levels: Exclude<Levels, 'percentile'>;
}

/**
 * What is behind transparent pixels and where `pad` adds some is the ground in the end, as a rule black, as
 * Fashion-MNIST's is: its opposite, then, before light and dark change places.
 */
export function groundOf({ ground, invert }: Pick<Target, 'ground' | 'invert'>): Rgb {
  const text = ground === 'black' ? '000000' : ground === 'white' ? 'ffffff' : ground.slice(1);
  const value = Number.parseInt(text, 16) ^ (invert ? 0xffffff : 0);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** An image made into its target: the size of the whole, as seen, and `pixels` `[side, side, channels]`. */
export interface Shaped {
  width: number;
  height: number;
  pixels: Uint8Array;
}

/** A decoded image: `pixels` `[height, width, channels]`, 0 to 255, sRGB; the fourth channel is alpha, not multiplied in. */
export interface Raster {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  pixels: Uint8Array;
}

/**
 * `[side, side, channels]`: a copy that fills the square, or one with alpha in the middle of it, with `ground`
 * around it and where it is transparent.
 */
export function onSquare(copy: Raster, side: number, channels: 1 | 3, ground: Rgb): Uint8Array {
  if (copy.channels === 1) return channels === 1 ? copy.pixels : tripled(copy.pixels);
  const colour = copy.channels === 3 ? copy.pixels : onGround(copy, side, ground);
  return channels === 1 ? luma(colour) : colour;
}

function onGround({ width, height, pixels: rgba }: Raster, side: number, ground: Rgb): Uint8Array {
  const [r, g, b] = ground;
  const pixels = new Uint8Array(side * side * 3);
  if (width !== side || height !== side) fillWith(pixels, ground);
  const [left, top] = [Math.floor((side - width) / 2), Math.floor((side - height) / 2)];
  for (let y = 0, from = 0; y < height; y++) {
    let to = ((top + y) * side + left) * 3;
    for (let x = 0; x < width; x++, from += 4, to += 3) {
      const alpha = rgba[from + 3]!;
      // Nearly every pixel is opaque, and this is done for each.
      const share = alpha === 255 ? 1 : alpha / 255;
      const behind = 1 - share;
      const half = behind === 0 ? 0 : 0.5;
      pixels[to] = rgba[from]! * share + (r * behind + half);
      pixels[to + 1] = rgba[from + 1]! * share + (g * behind + half);
      pixels[to + 2] = rgba[from + 2]! * share + (b * behind + half);
    }
  }
  return pixels;
}

function fillWith(pixels: Uint8Array, [r, g, b]: Rgb): void {
  for (let i = 0; i < pixels.length; i += 3) {
    pixels[i] = r;
    pixels[i + 1] = g;
    pixels[i + 2] = b;
  }
}

/**
 * Grey from colour, as Pillow's `convert('L')` and so torchvision have it (ITU-R BT.601 luma in 16-bit fixed point).
 * `pixels` `[n, 3]`; returns `[n]`.
 */
export function luma(pixels: Uint8Array): Uint8Array<ArrayBuffer> {
  const grey = new Uint8Array(pixels.length / 3);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    grey[i] = (pixels[at]! * 19595 + pixels[at + 1]! * 38470 + pixels[at + 2]! * 7471 + 0x8000) >> 16;
  }
  return grey;
}

/** `[n]` grey values as `[n, 3]`. */
export function tripled(grey: Uint8Array): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(grey.length * 3);
  for (let i = 0, at = 0; i < grey.length; i++, at += 3) {
    pixels[at] = pixels[at + 1] = pixels[at + 2] = grey[i]!;
  }
  return pixels;
}
