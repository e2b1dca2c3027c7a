import * as gifenc from 'gifenc';
import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import type { DecodedImages } from '../../contract/space';
import type { BlockOptions } from '../network/vae';
import { writeTogether } from '../runs/write-whole';
import { unlessEnded } from './watched';

// A CommonJS module: Node knows its default export alone, a test runner its names.
const GIFEncoder = gifenc.GIFEncoder ?? gifenc.default.GIFEncoder;
const quantize = gifenc.quantize ?? gifenc.default.quantize;
const applyPalette = gifenc.applyPalette ?? gifenc.default.applyPalette;

/** Empty pixels between the images of a grid. */
const GAP = 1;
const FRAME_MS = 100;
/** The first and the last frame stay longer, so that one sees where a path begins and ends. */
const END_MS = 600;
/** Images of 28 pixels are a dot on a screen: GIFs are enlarged to about this side. */
const GIF_SIDE = 224;

/**
 * Writes images side by side, `columns` in a row, as PNG. Returns its bytes. Throws UserError when the place is not
 * writable, and the signal's reason.
 */
export async function writePng(
  target: string,
  images: DecodedImages,
  columns: number,
  { signal }: BlockOptions = {},
): Promise<number> {
  const { n, side, channels, pixels } = images;
  const rows = Math.ceil(n / columns);
  const width = columns * (side + GAP) - GAP;
  const height = rows * (side + GAP) - GAP;
  const canvas = new Uint8Array(width * height * channels);
  for (let i = 0; i < n; i++) {
    const left = (i % columns) * (side + GAP);
    const top = Math.floor(i / columns) * (side + GAP);
    for (let y = 0; y < side; y++) {
      const from = (i * side + y) * side * channels;
      canvas.set(pixels.subarray(from, from + side * channels), ((top + y) * width + left) * channels);
    }
  }
  const picture = sharp(canvas, { raw: { width, height, channels } }).png();
  const png = await unlessEnded(picture.toBuffer(), signal);
  const [bytes = 0] = await writeTogether([{ target, chunks: () => [png] }], { signal });
  return bytes;
}

/** Writes images as the frames of an endless GIF. Throws UserError when the place is not writable, and the signal's reason. */
export async function writeGif(
  target: string,
  images: DecodedImages,
  { signal, onProgress }: BlockOptions = {},
): Promise<void> {
  const { n, side, channels, pixels } = images;
  const scale = Math.max(1, Math.round(GIF_SIDE / side));
  const encoder = GIFEncoder();
  for (let i = 0; i < n; i++) {
    const frame = pixels.subarray(i * side * side * channels, (i + 1) * side * side * channels);
    const rgba = enlarged(frame, side, channels, scale);
    const palette = quantize(rgba, 256);
    const delay = i === 0 || i === n - 1 ? END_MS : FRAME_MS;
    const index = applyPalette(rgba, palette);
    encoder.writeFrame(index, side * scale, side * scale, { palette, delay, repeat: 0 });
    onProgress?.(i + 1, n);
    await nextTurn();
    signal?.throwIfAborted();
  }
  encoder.finish();
  await writeTogether([{ target, chunks: () => [encoder.bytes()] }], { signal });
}

function enlarged(frame: Uint8Array, side: number, channels: 1 | 3, scale: number): Uint8Array {
  const width = side * scale;
  const rgba = new Uint8Array(width * width * 4);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / scale) * side + Math.floor(x / scale)) * channels;
      const to = (y * width + x) * 4;
      rgba[to] = frame[from]!;
      rgba[to + 1] = frame[channels === 3 ? from + 1 : from]!;
      rgba[to + 2] = frame[channels === 3 ? from + 2 : from]!;
      rgba[to + 3] = 255;
    }
  }
  return rgba;
}
