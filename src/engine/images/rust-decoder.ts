import { FastResizeFilter, JsColorType, ResizeFit, Transformer } from '@napi-rs/image';
import { PIXEL_LIMIT, type ImageFormat } from './protocol';
import type { Fit, Raster } from './raster';
import { Refusal } from './refusal';

/**
 * Files of up to so many bytes are decoded by image-rs (memory-safe Rust), 20 times as fast: libvips's start-up is nearly
 * all the cost of a small image. Of a large one libvips decodes no more than its reduced copy needs.
 */
const SMALL_BYTES = 64 * 1024;
/** A small file may hold many pixels, and a long image is large for a moment when its short side fills the square. */
const MOST_PIXELS = 4_000_000;
const LONGEST_RATIO = 4;

/** Colour profiles, EXIF and CMYK, which image-rs does not see to. Found where there are none they cost time alone. */
const UNUSUAL: Partial<Record<ImageFormat, RegExp>> = {
  PNG: /iCCP|eXIf|cICP|acTL/,
  JPEG: /ICC_PROFILE|Exif|Adobe/,
};
/** Kinds of 8 bits to a sample, and their channels. */
const PLAIN: Partial<Record<JsColorType, number>> = {
  [JsColorType.L8]: 1,
  [JsColorType.La8]: 2,
  [JsColorType.Rgb8]: 3,
  [JsColorType.Rgba8]: 4,
};
const JPEG_END = 0xffd9;

/** A reduced copy, and the size of the whole image. */
export interface ReducedCopy {
  width: number;
  height: number;
  copy: Raster;
}

/**
 * A reduced copy (Lanczos) of a small, plain PNG or JPEG: `[side, side]`, with `pad` as much of that as the image fills.
 * Null for any other and for one that is not wholly in order: libvips then judges it.
 */
export function smallCopy(bytes: Buffer, format: ImageFormat, side: number, fit: Fit): ReducedCopy | null {
  const unusual = UNUSUAL[format];
  if (unusual === undefined || bytes.length > SMALL_BYTES || unusual.test(bytes.toString('latin1')))
    return null;
  // One that was cut short has no end marker, and image-rs would let it pass.
  if (format === 'JPEG' && bytes.readUInt16BE(bytes.length - 2) !== JPEG_END) return null;
  try {
    const image = new Transformer(bytes);
    const { width, height, colorType } = image.metadataSync();
    const [short, long] = [Math.min(width, height), Math.max(width, height)];
    const channels = PLAIN[colorType];
    if (channels === undefined || width * height > MOST_PIXELS || long > LONGEST_RATIO * short) return null;
    if (short === side && long === side && (channels === 1 || channels === 3))
      return { width, height, copy: { width, height, channels, pixels: image.rawPixelsSync() } };
    const scale = side / (fit === 'crop' ? short : long);
    const scaled = (length: number): number =>
      fit === 'stretch' ? side : Math.max(1, Math.round(length * scale));
    const [w, h] = [scaled(width), scaled(height)];
    image.fastResize({ width: w, height: h, filter: FastResizeFilter.Lanczos3, fit: ResizeFit.Fill });
    const isCut = fit === 'crop' && w !== h;
    if (isCut) image.crop(Math.floor((w - side) / 2), Math.floor((h - side) / 2), side, side);
    const seen = isCut ? { width: side, height: side } : { width: w, height: h };
    return { width, height, copy: { ...seen, channels: 4, pixels: image.rawPixelsSync() } };
  } catch {
    return null;
  }
}

/**
 * All pixels of a BMP, or of a TIFF's first page, in 8 bits: libvips has no loader for the one, and none as safe for the
 * other. Throws Refusal when it is too large, cut short, or of a kind that image-rs does not know, Error when it is damaged otherwise.
 */
export function wholeCopy(bytes: Buffer, format: ImageFormat): Raster & { channels: 4 } {
  try {
    const image = new Transformer(bytes).rotate();
    const { width, height } = image.metadataSync();
    if (width * height > PIXEL_LIMIT) throw new Refusal(tooLarge(), true);
    // A copy of the same size has 8 bits to a sample, whatever the file has.
    const pixels = image.fastResize({ width, height, fit: ResizeFit.Fill }).rawPixelsSync();
    return { width, height, channels: 4, pixels };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/not support|unsupported/i.test(message)) {
      throw new Refusal(`it is a ${format} image of a kind that is not read`, true, true);
    }
    if (/limit/i.test(message)) throw new Refusal(tooLarge(), true);
    if (/fill whole buffer|end of file/i.test(message))
      throw new Refusal('it is damaged (it ends too early)', true);
    throw error;
  }
}

export const tooLarge = (): string => `it has more than ${PIXEL_LIMIT / 1e6} million pixels`;
