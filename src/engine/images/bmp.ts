import { PIXEL_LIMIT } from './protocol';
import type { Raster } from './raster';
import { Refusal } from './refusal';

const FILE_HEADER = 14;
const UNCOMPRESSED = 0;
const BIT_FIELDS = 3;

interface Header {
  width: number;
  height: number;
  /** The first line is the lowest, as in nearly all of them. */
  bottomUp: boolean;
  bits: number;
  palette: Buffer;
  /** Bytes in one entry of the palette: 3 in OS/2's files. */
  entry: number;
  data: Buffer;
}

/**
 * Decodes an uncompressed BMP of 1, 4, 8, 24 or 32 bits (Windows and OS/2 headers; 32 bits as blue, green, red, unused).
 * Throws Refusal for what is damaged or compressed. Written here, for no decoder at hand reads the format: every access
 * is bounded by JavaScript itself.
 */
export function decodeBmp(bytes: Buffer): Raster {
  const header = readHeader(bytes);
  const { width, height, bits, bottomUp, data } = header;
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (data.length < stride * height) throw new Refusal('it is damaged (it ends too early)', true);
  const pixels = new Uint8Array(width * height * 3);
  const line = lineReader(header);
  for (let y = 0; y < height; y++) {
    const from = data.subarray(y * stride, (y + 1) * stride);
    line(from, pixels, (bottomUp ? height - 1 - y : y) * width * 3);
  }
  return { width, height, channels: 3, pixels };
}

function readHeader(bytes: Buffer): Header {
  const length = bytes.length < 18 ? 0 : bytes.readUInt32LE(FILE_HEADER);
  if (bytes.length < FILE_HEADER + length + 2) throw new Refusal('it is damaged (it ends too early)', true);
  const old = length === 12;
  const width = old ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const signed = old ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const bits = bytes.readUInt16LE(old ? 24 : 28);
  const compression = old ? UNCOMPRESSED : bytes.readUInt32LE(30);
  const height = Math.abs(signed);
  if (width <= 0 || height === 0) throw new Refusal('it is damaged (it has no pixels)', true);
  if (width * height > PIXEL_LIMIT) throw new Refusal(tooLarge(), true);
  const start = bytes.readUInt32LE(10);
  const masks = compression === BIT_FIELDS && length === 40 ? 12 : 0;
  const palette = bytes.subarray(FILE_HEADER + length + masks, Math.max(FILE_HEADER + length + masks, start));
  const plain =
    (compression === UNCOMPRESSED && [1, 4, 8, 24, 32].includes(bits)) ||
    (compression === BIT_FIELDS && bits === 32 && usualMasks(bytes, length));
  if (!plain)
    throw new Refusal('it is a BMP image of a kind that is not read (compressed, or of 16 bits)', true);
  return {
    width,
    height,
    bottomUp: signed > 0,
    bits,
    palette,
    entry: old ? 3 : 4,
    data: bytes.subarray(start),
  };
}

export const tooLarge = (): string => `it has more than ${PIXEL_LIMIT / 1e6} million pixels`;

function usualMasks(bytes: Buffer, length: number): boolean {
  const at = FILE_HEADER + 40;
  if (length === 40 ? bytes.length < at + 12 : length < 52) return false;
  const masks = [0, 4, 8].map((offset) => bytes.readUInt32LE(at + offset));
  return masks[0] === 0xff0000 && masks[1] === 0xff00 && masks[2] === 0xff;
}

type LineReader = (from: Buffer, to: Uint8Array, at: number) => void;

function lineReader({ width, bits, palette, entry }: Header): LineReader {
  if (bits >= 24) {
    const step = bits / 8;
    return (from, to, at) => {
      for (let x = 0; x < width; x++) {
        to[at + x * 3] = from[x * step + 2]!;
        to[at + x * 3 + 1] = from[x * step + 1]!;
        to[at + x * 3 + 2] = from[x * step]!;
      }
    };
  }
  const mask = (1 << bits) - 1;
  return (from, to, at) => {
    for (let x = 0; x < width; x++) {
      const place = x * bits;
      const index = (from[place >> 3]! >> (8 - bits - (place & 7))) & mask;
      if ((index + 1) * entry > palette.length) {
        throw new Refusal('it is damaged (a colour that its palette lacks)', true);
      }
      to[at + x * 3] = palette[index * entry + 2]!;
      to[at + x * 3 + 1] = palette[index * entry + 1]!;
      to[at + x * 3 + 2] = palette[index * entry]!;
    }
  };
}
