import type { Sharp } from 'sharp';
import { plainCmyk } from './plain-cmyk';
import { PIXEL_LIMIT, type ImageFormat } from './protocol';
import { Refusal } from './refusal';
import { tooLarge, wholeCopy } from './rust-decoder';
import type { Samples } from './samples';
import { kindOfPage, readTiffFile, type TiffPage } from './tiff-file';
import { pageSamples } from './tiff-samples';
import { vips } from './vips';

/** The numbers of one page, of `pages` in the file; `extra`: it has more channels than are read. */
export interface ReadSamples {
  samples: Samples;
  pages: number;
  extra: boolean;
}

/** How many pages or frames there are. Throws Refusal or Error when the file is damaged. */
export async function pageCount(bytes: Buffer, format: ImageFormat): Promise<number> {
  if (format === 'TIFF') return readTiffFile(bytes).pages.length;
  if (format !== 'GIF' && format !== 'WebP') return 1;
  return (await openImage(bytes, 0)).pages;
}

/** A JPEG, PNG, GIF or WebP as libvips has it, turned by EXIF, and its size as seen. Throws Refusal when it is too large. */
export async function openImage(
  bytes: Buffer,
  page: number,
): Promise<{ image: Sharp; width: number; height: number; pages: number; depth: string }> {
  const limits = { failOn: 'warning', limitInputPixels: PIXEL_LIMIT } as const;
  const image = vips(bytes, { ...limits, autoOrient: true, page, pages: 1 });
  const { autoOrient, pages = 1, depth, space, hasProfile } = await image.metadata();
  const { width, height } = autoOrient;
  if (width * height > PIXEL_LIMIT) throw new Refusal(tooLarge(), true);
  const isPlainCmyk = space === 'cmyk' && !hasProfile;
  return { image: isPlainCmyk ? await plainCmyk(image) : image, width, height, pages, depth };
}

/** The numbers of a page as the file has them. Throws Refusal when it is of a kind that is not read, Error when it is damaged. */
export async function readSamples(bytes: Buffer, format: ImageFormat, page: number): Promise<ReadSamples> {
  if (format === 'TIFF') return tiffSamples(bytes, page);
  if (format === 'BMP') return { samples: samplesOf(wholeCopy(bytes, format), 255), pages: 1, extra: false };
  const { image, pages, depth } = await openImage(bytes, page);
  const isDeep = depth === 'ushort';
  const { data, info } = await image
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = isDeep
    ? new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength))
    : data;
  const { width, height, channels } = info;
  if (pixels.length !== width * height * channels || !isChannels(channels))
    throw new Refusal('its colours could not be converted', true);
  return {
    samples: samplesOf({ width, height, channels, pixels }, isDeep ? 65_535 : 255),
    pages,
    extra: false,
  };
}

function isChannels(channels: number): channels is Samples['channels'] {
  return channels >= 1 && channels <= 4;
}

interface Whole {
  width: number;
  height: number;
  channels: Samples['channels'];
  pixels: Samples['values'];
}

function samplesOf({ width, height, channels, pixels }: Whole, high: number): Samples {
  const plain = { premultiplied: false, whiteIsZero: false };
  return { width, height, channels, values: pixels, stored: { low: 0, high }, ...plain };
}

async function tiffSamples(bytes: Buffer, page: number): Promise<ReadSamples> {
  const file = readTiffFile(bytes);
  const pages = file.pages.length;
  const one = file.pages[page];
  if (one === undefined) throw new Refusal(`it has no page ${page + 1}`, true);
  const read = await pageSamples(file, one, bytes);
  if (read !== null) return { ...read, pages };
  if (page > 0 || one !== file.pages[0]) throw notRead(one);
  return { samples: samplesOf(imageRs(bytes, one), 255), pages, extra: false };
}

/** Kinds that image-rs alone knows, such as CMYK and fax. */
function imageRs(bytes: Buffer, page: TiffPage): Whole {
  try {
    return wholeCopy(bytes, 'TIFF');
  } catch (error) {
    if (error instanceof Refusal && error.isKind) throw notRead(page);
    throw error;
  }
}

function notRead(page: TiffPage): Refusal {
  return new Refusal(`it is a TIFF image of a kind that is not read (${kindOfPage(page)})`, true);
}
