import { Refusal } from './refusal';

/** Numbers of the tags that are looked at (TIFF 6.0, and its supplements). */
export const TAG = {
  subfileType: 254,
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  fillOrder: 266,
  stripOffsets: 273,
  orientation: 274,
  samples: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  colourMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  extraSamples: 338,
  sampleFormat: 339,
  jpegTables: 347,
} as const;

/** Bytes of a value of each type; what is no number is skipped. */
const TYPE_BYTES: Readonly<Record<number, number>> = {
  1: 1,
  3: 2,
  4: 4,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};
const MOST_PAGES = 65_535;
const MOST_VALUES = 4_000_000;
/** The first bit of the subfile type: a smaller copy of another page. */
const REDUCED = 1;

/** One page: its tags, each with its numbers. */
export type TiffPage = ReadonlyMap<number, readonly number[]>;

/** A TIFF, classic or big. */
export interface TiffFile {
  littleEndian: boolean;
  /** Without the smaller copies that some programs add. */
  pages: readonly TiffPage[];
}

/** Reads the directories of a TIFF. Throws Refusal when it is damaged. */
export function readTiffFile(bytes: Buffer): TiffFile {
  try {
    return new Directories(bytes).read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Refusal('it is damaged (its directory lies outside of the file)', true);
  }
}

class Directories {
  private readonly view: DataView;
  private readonly littleEndian: boolean;
  private readonly isBig: boolean;

  constructor(bytes: Buffer) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = bytes[0] === 0x49;
    this.isBig = this.short(2) === 43;
  }

  read(): TiffFile {
    const pages: TiffPage[] = [];
    const smaller: TiffPage[] = [];
    const seen = new Set<number>();
    let at = this.isBig ? this.long8(8) : this.long(4);
    while (at !== 0) {
      if (seen.has(at) || seen.size >= MOST_PAGES)
        throw new Refusal('it is damaged (its pages have no end)', true);
      seen.add(at);
      const { page, next } = this.directory(at);
      const isSmaller = ((page.get(TAG.subfileType)?.[0] ?? 0) & REDUCED) === REDUCED;
      (isSmaller ? smaller : pages).push(page);
      at = next;
    }
    const all = pages.length > 0 ? pages : smaller;
    if (all.length === 0) throw new Refusal('it is damaged (it has no page)', true);
    return { littleEndian: this.littleEndian, pages: all };
  }

  private directory(start: number): { page: TiffPage; next: number } {
    const entries = this.isBig ? this.long8(start) : this.short(start);
    const each = this.isBig ? 20 : 12;
    const first = start + (this.isBig ? 8 : 2);
    const page = new Map<number, readonly number[]>();
    for (let i = 0; i < entries; i++) {
      const at = first + i * each;
      const [tag, type] = [this.short(at), this.short(at + 2)];
      const size = TYPE_BYTES[type];
      if (size === undefined || !KNOWN.has(tag)) continue;
      const count = this.isBig ? this.long8(at + 4) : this.long(at + 4);
      if (count > MOST_VALUES) throw new RangeError();
      const field = at + (this.isBig ? 12 : 8);
      const inPlace = count * size <= (this.isBig ? 8 : 4);
      const place = inPlace ? field : this.isBig ? this.long8(field) : this.long(field);
      page.set(
        tag,
        Array.from({ length: count }, (_, j) => this.value(type, place + j * size)),
      );
    }
    const end = first + entries * each;
    return { page, next: this.isBig ? this.long8(end) : this.long(end) };
  }

  private value(type: number, at: number): number {
    if (type === 1 || type === 7) return this.view.getUint8(at);
    if (type === 3) return this.short(at);
    if (type === 6) return this.view.getInt8(at);
    if (type === 8) return this.view.getInt16(at, this.littleEndian);
    if (type === 9) return this.view.getInt32(at, this.littleEndian);
    return type >= 16 ? this.long8(at) : this.long(at);
  }

  private short(at: number): number {
    return this.view.getUint16(at, this.littleEndian);
  }

  private long(at: number): number {
    return this.view.getUint32(at, this.littleEndian);
  }

  private long8(at: number): number {
    const value = this.view.getBigUint64(at, this.littleEndian);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError();
    return Number(value);
  }
}

const KNOWN: ReadonlySet<number> = new Set(Object.values(TAG));

const COMPRESSIONS: Readonly<Record<number, string>> = {
  1: 'not compressed',
  2: 'fax (CCITT) compression',
  3: 'fax (CCITT) compression',
  4: 'fax (CCITT) compression',
  5: 'LZW compression',
  6: 'JPEG compression of the old kind',
  7: 'JPEG compression',
  8: 'deflate compression',
  32773: 'PackBits compression',
  32946: 'deflate compression',
  33003: 'JPEG 2000 compression',
  33005: 'JPEG 2000 compression',
  34712: 'JPEG 2000 compression',
  34887: 'LERC compression',
  34925: 'LZMA compression',
  50000: 'Zstandard compression',
  50001: 'WebP compression',
  50002: 'JPEG XL compression',
};
const COLOURS: Readonly<Record<number, string>> = {
  0: 'grey',
  1: 'grey',
  2: 'RGB',
  3: 'palette',
  4: 'a mask',
  5: 'CMYK',
  6: 'YCbCr',
  8: 'CIELab',
  9: 'ICC Lab',
  10: 'ITU Lab',
  32803: 'a camera sensor’s colour pattern',
  32845: 'LogLuv',
  34892: 'linear raw',
};
const NUMBERS: Readonly<Record<number, string>> = {
  1: 'bits',
  2: 'bits with sign',
  3: 'bits in floating point',
  5: 'bits of complex integers',
  6: 'bits of complex numbers',
};

/** Of what kind a page is, in words: `16 bits, grey, Zstandard compression`. */
export function kindOfPage(page: TiffPage): string {
  const [bits = 1] = page.get(TAG.bits) ?? [];
  const [format = 1] = page.get(TAG.sampleFormat) ?? [];
  const [photometric = -1] = page.get(TAG.photometric) ?? [];
  const [compression = 1] = page.get(TAG.compression) ?? [];
  return [
    `${bits} ${NUMBERS[format] ?? 'bits of an unknown kind'}`,
    COLOURS[photometric] ?? `colours of kind ${photometric}`,
    COMPRESSIONS[compression] ?? `compression ${compression}`,
  ].join(', ');
}
