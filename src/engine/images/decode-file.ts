import { hash } from 'node:crypto';
import { messageOf } from '../../contract/errors';
import type { FileAnswer, ImageFormat, Oddities } from './protocol';
import { groundOf, onSquare, type Shaped, type Target } from './raster';
import { readBytes, readStart, systemReason } from './read-file';
import { Refusal } from './refusal';
import { smallCopy, tooLarge } from './rust-decoder';
import { spreadValues } from './samples';
import { imageFormat, notAnImage } from './sniff';

/** The largest difference of channels that still is grey, on the small copy of a probe. */
const GREY_TOLERANCE = 8;

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

/** How many pages or frames a file has. Never throws, as above. */
export async function countPages(file: string): Promise<Decoded> {
  return ofBytes(file, async (bytes, format) => {
    const { pageCount } = await import('./read-samples');
    return { answer: { kind: 'paged', pages: await pageCount(bytes, format) }, pixels: null };
  });
}

/** Up to `most` of the numbers of a page, spread evenly over it. Never throws, as above. */
export async function valuesOfFile(file: string, page: number, most: number): Promise<Decoded> {
  return ofBytes(file, async (bytes, format) => {
    const { readSamples } = await import('./read-samples');
    const { samples } = await readSamples(bytes, format, page);
    return { answer: { kind: 'valued', values: spreadValues(samples, most) }, pixels: null };
  });
}

/** How a file looks, with a small copy in colour. Never throws, as above. */
export async function probeFile(file: string, page: number, target: Target): Promise<Decoded> {
  return ofBytes(file, async (bytes, format) => {
    const { pixels, ...seen } = await decode(bytes, format, page, target);
    return { answer: { kind: 'probed', ...seen, format, grey: isGrey(pixels) }, pixels };
  });
}

/** The pixels of a file's page at a size. Never throws, as above. */
export async function decodeFile(file: string, page: number, target: Target): Promise<Decoded> {
  return ofBytes(file, async (bytes, format) => {
    const { pixels, ...seen } = await decode(bytes, format, page, target);
    return { answer: { kind: 'decoded', ...seen, format, hash: sha256(bytes) }, pixels };
  });
}

/** What `answer` makes of a file, or why the file is refused. */
async function ofBytes(
  file: string,
  answer: (bytes: Buffer, format: ImageFormat) => Promise<Decoded>,
): Promise<Decoded> {
  try {
    const bytes = readBytes(file);
    return await answer(bytes, formatOf(bytes));
  } catch (error) {
    return { answer: refused(error), pixels: null };
  }
}

function formatOf(bytes: Buffer): ImageFormat {
  const format = imageFormat(bytes);
  if (format === null) throw new Refusal(notAnImage(bytes));
  return format;
}

async function decode(
  bytes: Buffer,
  format: ImageFormat,
  page: number,
  target: Target,
): Promise<Shaped & Oddities> {
  const isPlain = target.levels === 'stored' && page === 0;
  const shaped =
    (isPlain ? bySmallCopy(bytes, format, target) : null) ?? (await byLibvips(bytes, format, page, target));
  return target.invert ? { ...shaped, pixels: shaped.pixels.map((value) => 255 - value) } : shaped;
}

/** libvips takes longer to load than a thousand small images to decode, and many a folder does without it. */
async function byLibvips(
  bytes: Buffer,
  format: ImageFormat,
  page: number,
  target: Target,
): Promise<Shaped & Oddities> {
  const libvips = await import('./libvips-decoder').catch((error: unknown) => {
    throw new Refusal(`the library that reads it could not be loaded (${inOneLine(String(error))})`, true);
  });
  const isSampled = format === 'TIFF' || target.levels !== 'stored';
  return isSampled
    ? libvips.byNumbers(bytes, format, page, target)
    : libvips.byLibvips(bytes, format, page, target);
}

function bySmallCopy(bytes: Buffer, format: ImageFormat, target: Target): Shaped | null {
  const { side, channels, fit } = target;
  const small = smallCopy(bytes, format, side, fit);
  if (small === null) return null;
  const { width, height, copy } = small;
  return { width, height, pixels: onSquare(copy, side, channels, groundOf(target)) };
}

function isGrey(pixels: Uint8Array): boolean {
  for (let i = 0; i < pixels.length; i += 3) {
    const [r, g, b] = [pixels[i]!, pixels[i + 1]!, pixels[i + 2]!];
    if (Math.max(r, g, b) - Math.min(r, g, b) > GREY_TOLERANCE) return false;
  }
  return true;
}

function sha256(bytes: Buffer): string {
  return hash('sha256', bytes, 'hex');
}

function refused(error: unknown): FileAnswer {
  if (error instanceof Refusal) return { kind: 'refused', image: error.image, reason: error.message };
  const known = systemReason(error);
  if (known !== null) return { kind: 'refused', image: false, reason: known };
  const message = messageOf(error);
  const reason = message.includes('pixel limit') ? tooLarge() : `it is damaged (${inOneLine(message)})`;
  return { kind: 'refused', image: true, reason };
}

/** What a library says, without its own name for itself and without the lines in which it says so again. */
function inOneLine(message: string): string {
  const [line = ''] = message.replace('Decode image failed ', '').replace(':\n', ': ').split('\n', 1);
  return line.replace(/(?<![:\s])[:\s]+$/, '');
}
