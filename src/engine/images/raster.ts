/** A decoded image: `pixels` `[height, width, channels]`, 0 to 255, sRGB, on the ground the decoder was given. */
export interface Raster {
  width: number;
  height: number;
  channels: 1 | 3;
  pixels: Uint8Array;
}

export type Fit = 'crop' | 'pad' | 'stretch';

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

/** The same image with so many channels. */
export function withChannels(image: Raster, channels: 1 | 3): Raster {
  if (image.channels === channels) return image;
  return { ...image, channels, pixels: channels === 1 ? luma(image.pixels) : tripled(image.pixels) };
}
