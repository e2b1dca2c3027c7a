import { crc32, inflateSync } from 'node:zlib';
import type { Raster } from './raster';

/** Larger images gain nothing here: the decoder for all of them has its cost of starting once for each. */
const MOST_PIXELS = 512 * 512;
const SIGNATURE_LENGTH = 8;
const GREY = 0;
const COLOUR = 2;
const PALETTE = 3;
const GREY_ALPHA = 4;
const COLOUR_ALPHA = 6;
const SAMPLES: Partial<Record<number, number>> = {
  [GREY]: 1,
  [COLOUR]: 3,
  [PALETTE]: 1,
  [GREY_ALPHA]: 2,
  [COLOUR_ALPHA]: 4,
};
/** Chunks that change what the samples mean; with these libvips decodes the file. */
const MEANINGFUL = new Set(['tRNS', 'iCCP', 'eXIf', 'acTL', 'cICP']);

interface Header {
  width: number;
  height: number;
  colourType: number;
}

interface Chunks {
  header: Header;
  palette: Buffer | null;
  data: Buffer[];
}

/**
 * Decodes a small, plain PNG (8 bits, not interlaced; ISO 15948) ten times as fast as libvips, whose start-up is all the
 * cost of a small image. What is transparent shows `ground`, 0 to 255. Null for any other and for one that is not wholly in order: libvips
 * then judges it.
 */
export function decodeSmallPng(bytes: Buffer, ground: number): Raster | null {
  const chunks = readChunks(bytes);
  if (chunks === null) return null;
  const { width, height, colourType } = chunks.header;
  const samples = SAMPLES[colourType];
  if (samples === undefined) return null;
  const stride = width * samples;
  const expected = (stride + 1) * height;
  const packed = chunks.data.length === 1 ? chunks.data[0]! : Buffer.concat(chunks.data);
  let filtered: Buffer;
  try {
    filtered = inflateSync(packed, { maxOutputLength: expected + 1 });
  } catch {
    return null;
  }
  if (filtered.length !== expected) return null;
  const plain = unfiltered(filtered, stride, height, samples);
  return plain === null ? null : toRaster(plain, chunks, ground);
}

function readChunks(bytes: Buffer): Chunks | null {
  let header: Header | null = null;
  let palette: Buffer | null = null;
  const data: Buffer[] = [];
  for (let at = SIGNATURE_LENGTH; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const end = at + 12 + length;
    if (end > bytes.length) return null;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return null;
    const body = bytes.subarray(at + 8, end - 4);
    if (type === 'IEND') return header === null || data.length === 0 ? null : { header, palette, data };
    if (MEANINGFUL.has(type)) return null;
    if (type === 'IHDR') {
      header = readHeader(body);
      if (header === null) return null;
    } else if (type === 'PLTE') palette = body;
    else if (type === 'IDAT') data.push(body);
    // A chunk that must be understood and is not.
    else if (/^[A-Z]/.test(type)) return null;
    at = end;
  }
  return null;
}

function readHeader(body: Buffer): Header | null {
  if (body.length !== 13) return null;
  const width = body.readUInt32BE(0);
  const height = body.readUInt32BE(4);
  const [depth, colourType, compression, filter, interlace] = body.subarray(8);
  if (width === 0 || height === 0 || width * height > MOST_PIXELS) return null;
  if (depth !== 8 || compression !== 0 || filter !== 0 || interlace !== 0) return null;
  return { width, height, colourType: colourType! };
}

/** Undoes the filter of each line (ISO 15948, section 9). Null when one is unknown. */
function unfiltered(bytes: Buffer, stride: number, height: number, step: number): Uint8Array | null {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const to = y * stride;
    const filter = bytes[from]!;
    if (filter > 4) return null;
    for (let x = 0; x < stride; x++) {
      const left = x < step ? 0 : out[to + x - step]!;
      const up = y === 0 ? 0 : out[to + x - stride]!;
      let predicted = 0;
      if (filter === 1) predicted = left;
      else if (filter === 2) predicted = up;
      else if (filter === 3) predicted = (left + up) >> 1;
      else if (filter === 4)
        predicted = paeth(left, up, x < step || y === 0 ? 0 : out[to + x - stride - step]!);
      out[to + x] = bytes[from + 1 + x]! + predicted;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function toRaster(plain: Uint8Array, { header, palette }: Chunks, ground: number): Raster | null {
  const { width, height, colourType } = header;
  if (colourType === GREY) return { width, height, channels: 1, pixels: plain };
  if (colourType === COLOUR) return { width, height, channels: 3, pixels: plain };
  if (colourType === PALETTE) return fromPalette(plain, header, palette);
  const channels = colourType === GREY_ALPHA ? 1 : 3;
  const pixels = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const from = i * (channels + 1);
    const alpha = plain[from + channels]!;
    for (let channel = 0; channel < channels; channel++) {
      pixels[i * channels + channel] = Math.round(
        (plain[from + channel]! * alpha + ground * (255 - alpha)) / 255,
      );
    }
  }
  return { width, height, channels, pixels };
}

function fromPalette(plain: Uint8Array, { width, height }: Header, palette: Buffer | null): Raster | null {
  if (palette === null || palette.length % 3 !== 0) return null;
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < plain.length; i++) {
    const from = plain[i]! * 3;
    if (from >= palette.length) return null;
    pixels[i * 3] = palette[from]!;
    pixels[i * 3 + 1] = palette[from + 1]!;
    pixels[i * 3 + 2] = palette[from + 2]!;
  }
  return { width, height, channels: 3, pixels };
}
