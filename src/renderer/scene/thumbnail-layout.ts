/**
 * Thumbnails live in an array texture whose layers are strips one image wide, the images stacked: that is the very
 * order of `[n, side, side, channels]`, so no pixel is moved.
 */
export interface ThumbnailLayout {
  /** Thumbnails that fit; images from there on stay discs. */
  count: number;
  /** Side of a thumbnail: the images' own or an even fraction of it. */
  side: number;
  /** Image pixels to one thumbnail pixel. */
  shrink: number;
  perLayer: number;
  layers: number;
}

export interface TextureLimits {
  maxSize: number;
  maxLayers: number;
}

/** Graphics memory that thumbnails may take. */
export const thumbnailBytes = 256 * 1024 * 1024;

/** Thumbnails are never drawn larger than this many CSS pixels, so larger ones would be wasted. */
const largestSide = 64;
const smallestSide = 8;

/**
 * How to store `n` images: at their own size when they fit, else shrunk to a half, a third ... down to 8 pixels, and
 * when even that is too much, as many as fit.
 */
export function thumbnailLayout(
  n: number,
  side: number,
  channels: 1 | 3,
  limits: TextureLimits,
): ThumbnailLayout {
  // Graphics cards store three channels as four.
  const bytesPerPixel = channels === 1 ? 1 : 4;
  let layout: ThumbnailLayout | null = null;
  for (let shrink = 1; Math.floor(side / shrink) >= Math.min(side, smallestSide); shrink++) {
    const small = Math.floor(side / shrink);
    if (small > largestSide) continue;
    const most = Math.floor(limits.maxSize / small);
    const room = Math.min(
      most * limits.maxLayers,
      Math.floor(thumbnailBytes / (small * small * bytesPerPixel)),
    );
    const count = Math.min(n, room);
    const perLayer = evenly(count, most, limits.maxLayers);
    layout = { count, side: small, shrink, perLayer, layers: Math.ceil(count / Math.max(1, perLayer)) };
    if (count === n) break;
  }
  if (layout === null) throw new RangeError(`Images of side ${side} have no thumbnail.`);
  return layout;
}

/** Images in a layer: a divisor of `count` when one serves, so that the last layer is full and nothing is copied. */
function evenly(count: number, most: number, maxLayers: number): number {
  for (let perLayer = Math.min(count, most); perLayer > 0 && perLayer * maxLayers >= count; perLayer--) {
    if (count % perLayer === 0) return perLayer;
  }
  return Math.min(count, most);
}

/**
 * The thumbnails' pixels, `[layers * perLayer, side, side, channels]`: the images' own memory when it fits as it is,
 * else a copy, shrunk by averaging.
 *
 * @param pixels `[n, imageSide, imageSide, channels]`
 */
export function thumbnailPixels(
  pixels: Uint8Array,
  imageSide: number,
  channels: 1 | 3,
  layout: ThumbnailLayout,
): Uint8Array {
  const { count, side, shrink, perLayer, layers } = layout;
  const length = layers * perLayer * side * side * channels;
  if (shrink === 1) {
    if (pixels.length >= length) return pixels.subarray(0, length);
    const padded = new Uint8Array(length);
    padded.set(pixels.subarray(0, count * side * side * channels));
    return padded;
  }
  const out = new Uint8Array(length);
  const area = shrink * shrink;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const image = i * imageSide * imageSide * channels;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        for (let c = 0; c < channels; c++) {
          let sum = 0;
          for (let v = 0; v < shrink; v++) {
            let source = image + ((y * shrink + v) * imageSide + x * shrink) * channels + c;
            for (let u = 0; u < shrink; u++, source += channels) sum += pixels[source]!;
          }
          out[at++] = Math.round(sum / area);
        }
      }
    }
  }
  return out;
}
