import { inverseDct } from './jpeg-dct';

/** Codes of up to this many bits are looked up at once. */
const QUICK_BITS = 9;

export interface HuffmanTable {
  /** By the next 9 bits: code length << 8 | symbol; 0 when the code is longer. */
  quick: Uint16Array;
  /** By length: the largest code, -1 when there is none of this length, and the place of the first less that code. */
  largest: Int32Array;
  offset: Int32Array;
  symbols: Uint8Array;
}

/** One component of an image while it is decoded. */
export interface Plane {
  h: number;
  v: number;
  /** In natural order. */
  quantisation: Int32Array;
  dc: HuffmanTable;
  ac: HuffmanTable;
  /** Samples in a line of whole blocks, of which the first `width` belong to the image. */
  stride: number;
  width: number;
  height: number;
  samples: Uint8Array;
}

/** The canonical code of T.81, annex C. Null when the counts are none of a code. */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const quick = new Uint16Array(1 << QUICK_BITS);
  const largest = new Int32Array(17).fill(-1);
  const offset = new Int32Array(17);
  let code = 0;
  let place = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!;
    offset[length] = place - code;
    for (let i = 0; i < count; i++, code++, place++) {
      if (code >= 1 << length) return null;
      if (length > QUICK_BITS) continue;
      const from = code << (QUICK_BITS - length);
      quick.fill((length << 8) | symbols[place]!, from, from + (1 << (QUICK_BITS - length)));
    }
    if (count > 0) largest[length] = code - 1;
    code <<= 1;
  }
  return { quick, largest, offset, symbols };
}

/** The bits of a scan; zeros that a marker lets no more come are counted, since an image in order needs none of them. */
class Bits {
  private held = 0;
  private count = 0;
  private missing = 0;

  constructor(
    private readonly bytes: Buffer,
    public at: number,
  ) {}

  private fill(): void {
    while (this.count <= 24) {
      let byte = this.bytes[this.at] ?? 0xff;
      if (byte === 0xff) {
        if (this.bytes[this.at + 1] === 0) this.at += 2;
        else {
          byte = 0;
          this.missing += 8;
        }
      } else this.at += 1;
      this.held |= byte << (24 - this.count);
      this.count += 8;
    }
  }

  /** The next symbol of a code; -1 when the bits are none. */
  symbol({ quick, largest, offset, symbols }: HuffmanTable): number {
    if (this.count < 16) this.fill();
    const found = quick[this.held >>> (32 - QUICK_BITS)]!;
    if (found !== 0) {
      this.held <<= found >> 8;
      this.count -= found >> 8;
      return found & 255;
    }
    for (let length = QUICK_BITS + 1; length <= 16; length++) {
      const code = this.held >>> (32 - length);
      if (code > largest[length]!) continue;
      this.held <<= length;
      this.count -= length;
      return symbols[code + offset[length]!] ?? -1;
    }
    return -1;
  }

  /** A number of so many bits, 1 to 11, in T.81's signs (table F.1). */
  value(bits: number): number {
    if (this.count < bits) this.fill();
    const value = this.held >>> (32 - bits);
    this.held <<= bits;
    this.count -= bits;
    return value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
  }

  /** Whether bits were used that the file does not have. */
  get overrun(): boolean {
    return this.missing > this.count;
  }

  /** Goes on after the restart marker of this number; false when it is not there. */
  restart(number: number): boolean {
    if (this.overrun || this.count - this.missing >= 8) return false;
    if (this.bytes[this.at] !== 0xff || this.bytes[this.at + 1] !== 0xd0 + number) return false;
    this.at += 2;
    this.held = this.count = this.missing = 0;
    return true;
  }

  /** Where the marker after the scan is; null when the scan used too many or too few bytes. */
  end(): number | null {
    return this.overrun || this.count - this.missing >= 8 ? null : this.at;
  }
}

interface ScanShape {
  /** Minimum coded units in a line, and lines of them. */
  across: number;
  down: number;
  /** Units between restart markers; 0 for none. */
  restart: number;
  zigzag: Uint8Array;
}

/** Decodes an interleaved baseline scan into the planes. Returns where it ends, null when it is not in order. */
export function readScan(
  bytes: Buffer,
  start: number,
  planes: readonly Plane[],
  shape: ScanShape,
): number | null {
  const { across, down, restart, zigzag } = shape;
  const bits = new Bits(bytes, start);
  const last = new Int32Array(planes.length);
  const block = new Int32Array(64);
  for (let unit = 0; unit < across * down; unit++) {
    if (restart > 0 && unit > 0 && unit % restart === 0) {
      if (!bits.restart((unit / restart - 1) & 7)) return null;
      last.fill(0);
    }
    const column = unit % across;
    const row = (unit - column) / across;
    for (let p = 0; p < planes.length; p++) {
      const plane = planes[p]!;
      const { h, v, stride, samples } = plane;
      for (let y = 0; y < v; y++) {
        for (let x = 0; x < h; x++) {
          const dc = readBlock(bits, plane, block, last[p]!, zigzag);
          if (dc === null) return null;
          last[p] = dc;
          inverseDct(block, samples, (row * v + y) * 8 * stride + (column * h + x) * 8, stride);
        }
      }
    }
    if (bits.overrun) return null;
  }
  return bits.end();
}

/** Reads one block, dequantised, in natural order. Returns its DC value before that; null when it is not in order. */
function readBlock(
  bits: Bits,
  { dc, ac, quantisation }: Plane,
  block: Int32Array,
  before: number,
  zigzag: Uint8Array,
): number | null {
  block.fill(0);
  const size = bits.symbol(dc);
  if (size < 0 || size > 11) return null;
  const value = before + (size === 0 ? 0 : bits.value(size));
  block[0] = value * quantisation[0]!;
  for (let k = 1; k < 64; k++) {
    const symbol = bits.symbol(ac);
    if (symbol < 0) return null;
    const length = symbol & 15;
    if (length === 0) {
      if (symbol !== 0xf0) break;
      k += 15;
      continue;
    }
    k += symbol >> 4;
    if (k > 63 || length > 10) return null;
    const place = zigzag[k]!;
    block[place] = bits.value(length) * quantisation[place]!;
  }
  return value;
}
