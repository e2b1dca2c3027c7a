import { PIXEL_LIMIT } from './protocol';
import { Refusal } from './refusal';
import { tooLarge } from './rust-decoder';
import type { Samples } from './samples';
import { endsEarly, TIFF_CODECS } from './tiff-codecs';
import { TAG, type TiffFile, type TiffPage } from './tiff-file';
import { unpackJpeg } from './tiff-jpeg';
import { labToSrgb } from './tiff-lab';
import { undoPredictor, unpackNumbers, type NumberKind } from './tiff-numbers';

/** Samples of a page beside its colours: alpha is one that says so. */
interface Layout {
  width: number;
  height: number;
  samples: number;
  colours: 1 | 3;
  kind: NumberKind;
  compression: number;
  predictor: number;
  planar: boolean;
  alpha: 'none' | 'straight' | 'premultiplied';
  photometric: number;
}

/** The numbers of a page, and whether it has more channels than are read. */
export interface PageSamples {
  samples: Samples;
  extra: boolean;
}

const [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, YCBCR, CIE_LAB, ICC_LAB] = [0, 1, 2, 3, 6, 8, 9];
const JPEG = 7;

/**
 * The numbers of a page as they are stored, turned as the file says. Of channels that are no colours the first is read.
 * Null for a kind that is left to image-rs. Throws Refusal or Error when the page is damaged or too large.
 */
export async function pageSamples(
  { littleEndian }: TiffFile,
  page: TiffPage,
  bytes: Buffer,
): Promise<PageSamples | null> {
  const layout = layoutOf(page, littleEndian);
  if (layout === null) return null;
  const { width, height, samples, colours, alpha, kind, photometric } = layout;
  const all = await readBlocks(layout, page, bytes);
  const kept = (colours + (alpha === 'none' ? 0 : 1)) as Samples['channels'];
  const values = kept === samples ? all : firstOf(all, samples, kept);
  const plain: Samples = {
    width,
    height,
    channels: kept,
    values,
    stored: storedRange(kind),
    premultiplied: alpha === 'premultiplied',
    whiteIsZero: photometric === WHITE_IS_ZERO,
  };
  const coloured = inColours(plain, layout, page);
  return { samples: turned(coloured, page.get(TAG.orientation)?.[0] ?? 1), extra: samples > kept };
}

function layoutOf(page: TiffPage, littleEndian: boolean): Layout | null {
  const one = (tag: number, otherwise: number): number => page.get(tag)?.[0] ?? otherwise;
  const photometric = one(TAG.photometric, -1);
  const compression = one(TAG.compression, 1);
  const samples = one(TAG.samples, 1);
  const bits = page.get(TAG.bits) ?? [1];
  const formats = page.get(TAG.sampleFormat) ?? [1];
  const isAlike = (numbers: readonly number[]): boolean => numbers.every((each) => each === numbers[0]);
  const kind = kindOf(bits[0]!, formats[0]!, littleEndian);
  const colours = [RGB, YCBCR, CIE_LAB, ICC_LAB].includes(photometric) ? 3 : 1;
  if (kind === null || !isAlike(bits) || !isAlike(formats) || samples < colours) return null;
  if (one(TAG.fillOrder, 1) !== 1) return null;
  const isPlanar = one(TAG.planar, 1) === 2;
  const isPacked =
    compression === JPEG
      ? kind.bits === 8 && (isPlanar || samples === 1 || samples === 3)
      : TIFF_CODECS[compression] !== undefined;
  const isKnown =
    photometric === PALETTE
      ? samples === 1 && kind.bits <= 8
      : photometric === YCBCR
        ? compression === JPEG && !isPlanar
        : photometric === CIE_LAB || photometric === ICC_LAB
          ? samples === 3 && (kind.bits === 8 || kind.bits === 16)
          : [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB].includes(photometric);
  if (!isPacked || !isKnown) return null;
  const [width, height] = [one(TAG.width, 0), one(TAG.height, 0)];
  if (width * height > PIXEL_LIMIT || width * height * samples > 4 * PIXEL_LIMIT)
    throw new Refusal(tooLarge(), true);
  if (width < 1 || height < 1) throw new Refusal('it is damaged (it has no pixels)', true);
  const [first = 0] = page.get(TAG.extraSamples) ?? [];
  const alpha = samples === colours || first === 0 ? 'none' : first === 1 ? 'premultiplied' : 'straight';
  const predictor = one(TAG.predictor, 1);
  return {
    ...{ width, height, samples, colours, kind, compression, predictor },
    ...{ planar: isPlanar, alpha, photometric },
  };
}

function kindOf(bits: number, format: number, littleEndian: boolean): NumberKind | null {
  const wholes = [1, 2, 4, 8, 10, 12, 14, 16, 24, 32, 64];
  if (format === 3) return [16, 32, 64].includes(bits) ? { bits, type: 'float', littleEndian } : null;
  // Of kind 4 nothing is known; whole numbers without sign are what all mean by it.
  if (format === 1 || format === 4)
    return wholes.includes(bits) ? { bits, type: 'whole', littleEndian } : null;
  return format === 2 && [8, 16, 32, 64].includes(bits) ? { bits, type: 'signed', littleEndian } : null;
}

function storedRange({ bits, type }: NumberKind): { low: number; high: number } {
  if (type === 'float') return { low: 0, high: 1 };
  return type === 'signed'
    ? { low: -(2 ** (bits - 1)), high: 2 ** (bits - 1) - 1 }
    : { low: 0, high: 2 ** bits - 1 };
}

/** `[height, width, samples]` out of strips or tiles, of all samples together or of one each. */
async function readBlocks(layout: Layout, page: TiffPage, bytes: Buffer): Promise<Samples['values']> {
  const { width, height, samples, kind, planar } = layout;
  const isTiled = page.has(TAG.tileOffsets);
  const offsets = page.get(isTiled ? TAG.tileOffsets : TAG.stripOffsets) ?? [];
  const lengths = page.get(isTiled ? TAG.tileBytes : TAG.stripBytes) ?? [];
  const blockWidth = isTiled ? (page.get(TAG.tileWidth)?.[0] ?? 0) : width;
  const tall = isTiled ? (page.get(TAG.tileHeight)?.[0] ?? 0) : (page.get(TAG.rowsPerStrip)?.[0] ?? height);
  const blockHeight = isTiled ? tall : Math.min(tall, height);
  if (blockWidth < 1 || blockHeight < 1 || blockWidth * blockHeight > 4 * PIXEL_LIMIT)
    throw new Refusal('it is damaged (its strips have no pixels)', true);
  const across = Math.ceil(width / blockWidth);
  const each = planar ? 1 : samples;
  const perPlane = across * Math.ceil(height / blockHeight);
  const tables = page.get(TAG.jpegTables) ?? [];
  const out = room(kind, width * height * samples);
  for (let block = 0; block < perPlane * (planar ? samples : 1); block++) {
    const plane = Math.floor(block / perPlane);
    const place = block % perPlane;
    const [left, top] = [(place % across) * blockWidth, Math.floor(place / across) * blockHeight];
    const rows = isTiled ? blockHeight : Math.min(blockHeight, height - top);
    const offset = offsets[block];
    // Without a length, as some old programs write one strip, the rest of the file is it.
    const length = lengths[block] ?? bytes.length - (offset ?? 0);
    if (offset === undefined || offset + length > bytes.length) throw endsEarly();
    const packed = bytes.subarray(offset, offset + length);
    const size = { width: blockWidth, rows, each };
    const numbers =
      layout.compression === JPEG
        ? await unpackJpeg(packed, { ...size, isYcc: layout.photometric === YCBCR, tables })
        : unpackBlock(layout, packed, size);
    const [seenRows, seenWidth] = [Math.min(rows, height - top), Math.min(blockWidth, width - left)];
    for (let y = 0; y < seenRows; y++) {
      const from = y * blockWidth * each;
      const to = ((top + y) * width + left) * samples;
      if (!planar) out.set(numbers.subarray(from, from + seenWidth * each), to);
      else for (let x = 0; x < seenWidth; x++) out[to + x * samples + plane] = numbers[from + x]!;
    }
  }
  return out;
}

function unpackBlock(
  { kind, compression, predictor }: Layout,
  packed: Uint8Array,
  { width, rows, each }: { width: number; rows: number; each: number },
): Samples['values'] {
  const rowBytes = Math.ceil((width * each * kind.bits) / 8);
  const plain = TIFF_CODECS[compression]!(packed, rowBytes * rows);
  if (plain.length < rowBytes * rows) throw endsEarly();
  const whole = plain.subarray(0, rowBytes * rows);
  const undone = undoPredictor(whole, predictor, kind, { width, rows, each });
  return unpackNumbers(undone.bytes, undone.kind, { numbers: width * each, rows, room });
}

/** An array that holds numbers of a kind without loss. */
function room({ bits, type }: NumberKind, length: number): Samples['values'] {
  if (type === 'float') return bits <= 32 ? new Float32Array(length) : new Float64Array(length);
  if (type === 'signed') return bits <= 16 ? new Float32Array(length) : new Float64Array(length);
  if (bits <= 8) return new Uint8Array(length);
  return bits <= 16 ? new Uint16Array(length) : new Float64Array(length);
}

function firstOf(all: Samples['values'], samples: number, kept: number): Samples['values'] {
  const pixels = all.length / samples;
  const values = all.slice(0, pixels * kept);
  for (let i = 0; i < pixels; i++)
    for (let c = 0; c < kept; c++) values[i * kept + c] = all[i * samples + c]!;
  return values;
}

/** Red, green and blue where the page has other colours. */
function inColours(samples: Samples, { photometric, kind }: Layout, page: TiffPage): Samples {
  if (photometric === PALETTE) return throughPalette(samples, page);
  if (photometric !== CIE_LAB && photometric !== ICC_LAB) return samples;
  const lab = { bits: kind.bits === 8 ? 8 : 16, isIcc: photometric === ICC_LAB } as const;
  return { ...samples, values: labToSrgb(samples.values, lab), stored: { low: 0, high: 255 } };
}

function throughPalette(samples: Samples, page: TiffPage): Samples {
  const map = page.get(TAG.colourMap) ?? [];
  const size = map.length / 3;
  if (size < 2) throw new Refusal('it is damaged (it has no palette)', true);
  // Programs fill the lower 8 of 16 bits with zeros, or with the upper ones again; old ones wrote 8 bits alone.
  const shift = map.some((value) => value > 255) ? 8 : 0;
  const values = new Uint8Array(samples.values.length * 3);
  samples.values.forEach((index, i) => {
    for (let c = 0; c < 3; c++) values[i * 3 + c] = map[c * size + Math.min(index, size - 1)]! >> shift;
  });
  return { ...samples, channels: 3, values, stored: { low: 0, high: 255 } };
}

/** Turned upright by the number of EXIF. */
function turned(samples: Samples, orientation: number): Samples {
  if (!(orientation >= 2 && orientation <= 8)) return samples;
  const { width: w, height: h, channels, values } = samples;
  const swaps = orientation >= 5;
  const [width, height] = swaps ? [h, w] : [w, h];
  const out = values.slice();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [a, b] = swaps ? [y, x] : [x, y];
      const fromX = [2, 3, 7, 8].includes(orientation) ? w - 1 - a : a;
      const fromY = [3, 4, 6, 7].includes(orientation) ? h - 1 - b : b;
      const [from, to] = [(fromY * w + fromX) * channels, (y * width + x) * channels];
      for (let c = 0; c < channels; c++) out[to + c] = values[from + c]!;
    }
  }
  return { ...samples, width, height, values: out };
}
