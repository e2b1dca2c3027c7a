import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { decodeBmp, tooLarge } from './bmp';
import { decodeSmallJpeg } from './jpeg';
import { decodeSmallPng } from './png';
import { PIXEL_LIMIT, type FileAnswer, type ImageFormat } from './protocol';
import { luma, tripled, withChannels, type Fit, type Raster } from './raster';
import { readBytes, readStart, systemReason } from './read-file';
import { Refusal } from './refusal';
import { squared } from './resize';
import { imageFormat, notAnImage } from './sniff';

// Each loader is a way in for a hostile file, and SVG's reads files beside it: only these four formats stay open.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
// The pool runs one process for each core; a cache would only hold files that never come again.
sharp.concurrency(1);
sharp.cache(false);

/** The largest difference of channels that still is grey, on the small copy of a probe. */
const GREY_TOLERANCE = 8;

/** Rasters decoded here are reduced here up to this many pixels, larger ones by libvips. */
const SMALL = 512 * 512;

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
const groundOf = ({ invert }: Target): number => (invert ? 255 : 0);

/** What a file gave, and its pixels `[side, side, channels]` where some were asked for and it has them. */
export interface Decoded {
  answer: FileAnswer;
  pixels: Uint8Array | null;
}

/** The format of a file, by its first bytes. Never throws: what goes wrong is a refusal with its reason. */
export function sniffFile(file: string): FileAnswer {
  try {
    return { kind: 'sniffed', format: formatOf(readStart(file)) };
  } catch (error) {
    return refused(error);
  }
}

/** The hash of a file's bytes. Never throws, as above. */
export function hashFile(file: string): FileAnswer {
  try {
    return { kind: 'hashed', hash: sha256(readBytes(file)) };
  } catch (error) {
    return refused(error);
  }
}

/** How a file looks, with a small copy in colour. Never throws, as above. */
export async function probeFile(file: string, side: number): Promise<Decoded> {
  try {
    const bytes = readBytes(file);
    const format = formatOf(bytes);
    const { width, height, pixels } = await decode(bytes, format, {
      side,
      channels: 3,
      fit: 'crop',
      invert: false,
    });
    return { answer: { kind: 'probed', width, height, format, grey: isGrey(pixels) }, pixels };
  } catch (error) {
    return { answer: refused(error), pixels: null };
  }
}

/** A file's pixels at a size. Never throws, as above. */
export async function decodeFile(file: string, target: Target): Promise<Decoded> {
  try {
    const bytes = readBytes(file);
    const format = formatOf(bytes);
    const { width, height, pixels } = await decode(bytes, format, target);
    return { answer: { kind: 'decoded', width, height, format, hash: sha256(bytes) }, pixels };
  } catch (error) {
    return { answer: refused(error), pixels: null };
  }
}

function formatOf(bytes: Buffer): ImageFormat {
  const format = imageFormat(bytes);
  if (format === null) throw new Refusal(notAnImage(bytes));
  return format;
}

interface Shaped {
  /** Of the whole image, as seen. */
  width: number;
  height: number;
  pixels: Uint8Array;
}

async function decode(bytes: Buffer, format: ImageFormat, target: Target): Promise<Shaped> {
  const raster = format === 'BMP' ? decodeBmp(bytes) : small(bytes, format, groundOf(target));
  const made = await (raster === null ? byLibvips(bytes, target) : shaped(raster, target));
  return target.invert ? { ...made, pixels: made.pixels.map((value) => 255 - value) } : made;
}

function small(bytes: Buffer, format: ImageFormat, ground: number): Raster | null {
  if (format === 'PNG') return decodeSmallPng(bytes, ground);
  return format === 'JPEG' ? decodeSmallJpeg(bytes) : null;
}

async function shaped(raster: Raster, target: Target): Promise<Shaped> {
  const { side, channels, fit } = target;
  const { width, height } = raster;
  if (width * height <= SMALL) {
    return { width, height, pixels: squared(withChannels(raster, channels), side, fit, groundOf(target)) };
  }
  const raw = { width, height, channels: raster.channels };
  return { width, height, pixels: await reduced(sharp(raster.pixels, { raw }), target) };
}

async function byLibvips(bytes: Buffer, target: Target): Promise<Shaped> {
  const image = sharp(bytes, {
    failOn: 'warning',
    limitInputPixels: PIXEL_LIMIT,
    autoOrient: true,
    pages: 1,
  });
  const { autoOrient } = await image.metadata();
  const { width, height } = autoOrient;
  if (width * height > PIXEL_LIMIT) throw new Refusal(tooLarge(), true);
  return { width, height, pixels: await reduced(image, target) };
}

async function reduced(image: Sharp, target: Target): Promise<Uint8Array> {
  const { side, channels, fit } = target;
  const value = groundOf(target);
  const ground = { r: value, g: value, b: value };
  const how = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const;
  const { data } = await image
    .flatten({ background: ground })
    .resize(side, side, { fit: how[fit], background: ground })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = data.length === side * side ? tripled(data) : data;
  if (pixels.length !== side * side * 3) throw new Refusal('its colours could not be converted', true);
  return channels === 1 ? luma(pixels) : pixels;
}

function isGrey(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 3) {
    const [r, g, b] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
    if (Math.max(r, g, b) - Math.min(r, g, b) > GREY_TOLERANCE) return false;
  }
  return true;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function refused(error: unknown): FileAnswer {
  if (error instanceof Refusal) return { kind: 'refused', image: error.image, reason: error.message };
  const known = systemReason(error);
  if (known !== null) return { kind: 'refused', image: false, reason: known };
  const message = error instanceof Error ? error.message : String(error);
  const reason = message.includes('pixel limit')
    ? tooLarge()
    : `it is damaged (${message.split('\n', 1)[0] ?? ''})`;
  return { kind: 'refused', image: true, reason };
}
