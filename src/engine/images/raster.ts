export type Fit = 'crop' | 'pad' | 'stretch';

/** What an image is made into. */
export interface Target {
  side: number;
  channels: 1 | 3;
  fit: Fit;
  /** Light for dark. */
  invert: boolean;
}

/**
 * What is not there, behind transparent pixels and where `pad` adds some, is black in the end, as Fashion-MNIST's ground
 * is: white, then, before light and dark change places.
 */
export const groundOf = ({ invert }: Target): number => (invert ? 255 : 0);

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
 * `[side, side, channels]`: a copy that fills the square, or one with alpha in the middle of it, with `ground` (0 to 255)
 * around it and where it is transparent.
 */
export function onSquare(copy: Raster, side: number, channels: 1 | 3, ground: number): Uint8Array {
  if (copy.channels === 1) return channels === 1 ? copy.pixels : tripled(copy.pixels);
  const colour = copy.channels === 3 ? copy.pixels : onGround(copy, side, ground);
  return channels === 1 ? luma(colour) : colour;
}

function onGround({ width, height, pixels: rgba }: Raster, side: number, ground: number): Uint8Array {
  const pixels = new Uint8Array(side * side * 3).fill(ground);
  const [left, top] = [Math.floor((side - width) / 2), Math.floor((side - height) / 2)];
  for (let y = 0, from = 0; y < height; y++) {
    let to = ((top + y) * side + left) * 3;
    for (let x = 0; x < width; x++, from += 4, to += 3) {
      const alpha = rgba[from + 3]!;
      // Nearly every pixel is opaque, and this is done for each.
      const share = alpha === 255 ? 1 : alpha / 255;
      const behind = share === 1 ? 0 : ground * (1 - share) + 0.5;
      pixels[to] = rgba[from]! * share + behind;
      pixels[to + 1] = rgba[from + 1]! * share + behind;
      pixels[to + 2] = rgba[from + 2]! * share + behind;
    }
  }
  return pixels;
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
