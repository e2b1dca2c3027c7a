import { toGrey, toRgb } from './jpeg-colour';
import { huffmanTable, readScan, type HuffmanTable, type Plane } from './jpeg-scan';
import type { Raster } from './raster';

/** As for PNG: larger images gain nothing here. */
const MOST_PIXELS = 512 * 512;

const SOF0 = 0xc0;
const DHT = 0xc4;
const EOI = 0xd9;
const SOS = 0xda;
const DQT = 0xdb;
const DRI = 0xdd;
const APP0 = 0xe0;
const COM = 0xfe;

const ZIGZAG = Uint8Array.of(
  ...[
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
    14, 21, 28,
  ],
  ...[
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60,
    61, 54, 47, 55, 62, 63,
  ],
);

interface Component {
  id: number;
  h: number;
  v: number;
  quantisation: number;
}

/** What the segments before the scan say. */
interface Tables {
  width: number;
  height: number;
  components: Component[];
  /** By their number, in natural order. */
  quantisation: (Int32Array | undefined)[];
  dc: (HuffmanTable | undefined)[];
  ac: (HuffmanTable | undefined)[];
  restart: number;
}

/**
 * Decodes a small, plain JPEG (baseline, one scan, grey or YCbCr with 4:4:4, 4:2:2 or 4:2:0; ITU-T T.81) several times as
 * fast as libvips, whose start-up is most of the cost of a small image. Bit for bit what libjpeg-turbo gives by default.
 * Null for any other and for one that is not wholly in order: libvips then judges it.
 */
export function decodeSmallJpeg(bytes: Buffer): Raster | null {
  const tables: Tables = {
    width: 0,
    height: 0,
    components: [],
    quantisation: [],
    dc: [],
    ac: [],
    restart: 0,
  };
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (marker < SOF0 || end > bytes.length || end < at + 4) return null;
    const body = bytes.subarray(at + 4, end);
    if (marker === SOS) return scan(bytes, end, body, tables);
    if (!take(marker, body, tables)) return null;
    at = end;
  }
  return null;
}

/** Takes in one segment; false for one that this decoder leaves to libvips. */
function take(marker: number, body: Buffer, tables: Tables): boolean {
  switch (marker) {
    case SOF0:
      return takeFrame(body, tables);
    case DQT:
      return takeQuantisation(body, tables);
    case DHT:
      return takeHuffman(body, tables);
    case DRI:
      if (body.length !== 2) return false;
      tables.restart = body.readUInt16BE(0);
      return true;
    case APP0:
    case COM:
      return true;
    default:
      // Other frames, and segments that may change the colours or turn the image: Exif, ICC profiles, Adobe.
      return false;
  }
}

function takeFrame(body: Buffer, tables: Tables): boolean {
  const count = body[5] ?? 0;
  if (tables.components.length > 0 || body[0] !== 8 || body.length !== 6 + 3 * count) return false;
  tables.height = body.readUInt16BE(1);
  tables.width = body.readUInt16BE(3);
  const pixels = tables.width * tables.height;
  if (pixels === 0 || pixels > MOST_PIXELS || (count !== 1 && count !== 3)) return false;
  for (let i = 0; i < count; i++) {
    const [id, sampling, quantisation] = body.subarray(6 + 3 * i);
    tables.components.push({ id: id!, h: sampling! >> 4, v: sampling! & 15, quantisation: quantisation! });
  }
  const [y, cb, cr] = tables.components;
  if (count === 1) {
    // The sampling of a single component says nothing.
    tables.components = [{ ...y!, h: 1, v: 1 }];
    return true;
  }
  const usual = y!.id === 1 && cb!.id === 2 && cr!.id === 3;
  const whole = [cb!, cr!].every(({ h, v }) => h === 1 && v === 1);
  return usual && whole && ['1 1', '2 1', '2 2'].includes(`${y!.h} ${y!.v}`);
}

function takeQuantisation(body: Buffer, tables: Tables): boolean {
  let at = 0;
  for (; at + 65 <= body.length; at += 65) {
    const number = body[at]!;
    // The upper half tells 16-bit tables, which a baseline image has not.
    if (number > 3) return false;
    const table = new Int32Array(64);
    for (let i = 0; i < 64; i++) table[ZIGZAG[i]!] = body[at + 1 + i]!;
    tables.quantisation[number] = table;
  }
  return at === body.length;
}

/** Most files have the four codes of T.81's annex K: those that were made last are kept. */
const knownTables = new Map<string, HuffmanTable>();
const MOST_KNOWN = 16;

function knownTable(key: string, counts: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const known = knownTables.get(key);
  if (known !== undefined) return known;
  const table = huffmanTable(counts, symbols);
  if (table === null) return null;
  if (knownTables.size >= MOST_KNOWN) knownTables.clear();
  // The symbols are a view of a file that need not stay in memory.
  const kept = { ...table, symbols: Uint8Array.from(symbols) };
  knownTables.set(key, kept);
  return kept;
}

function takeHuffman(body: Buffer, tables: Tables): boolean {
  let at = 0;
  while (at + 17 <= body.length) {
    const kind = body[at]! >> 4;
    const number = body[at]! & 15;
    const counts = body.subarray(at + 1, at + 17);
    const length = counts.reduce((sum, n) => sum + n, 0);
    const symbols = body.subarray(at + 17, at + 17 + length);
    if (kind > 1 || number > 1 || symbols.length !== length) return false;
    const table = knownTable(body.toString('latin1', at + 1, at + 17 + length), counts, symbols);
    if (table === null) return false;
    (kind === 0 ? tables.dc : tables.ac)[number] = table;
    at += 17 + length;
  }
  return at === body.length;
}

function scan(bytes: Buffer, start: number, body: Buffer, tables: Tables): Raster | null {
  const { width, height, components, restart } = tables;
  const n = components.length;
  if (n === 0 || body[0] !== n || body.length !== 4 + 2 * n) return null;
  if (body[1 + 2 * n] !== 0 || body[2 + 2 * n] !== 63 || body[3 + 2 * n] !== 0) return null;
  const most = components[0]!;
  const planes: Plane[] = [];
  const across = Math.ceil(width / (8 * most.h));
  const down = Math.ceil(height / (8 * most.v));
  for (const [i, component] of components.entries()) {
    const selector = body[2 + 2 * i]!;
    const quantisation = tables.quantisation[component.quantisation];
    const dc = tables.dc[selector >> 4];
    const ac = tables.ac[selector & 15];
    if (body[1 + 2 * i] !== component.id) return null;
    if (quantisation === undefined || dc === undefined || ac === undefined) return null;
    const { h, v } = component;
    const stride = across * h * 8;
    planes.push({
      h,
      v,
      quantisation,
      dc,
      ac,
      stride,
      width: Math.ceil((width * h) / most.h),
      height: Math.ceil((height * v) / most.v),
      samples: new Uint8Array(stride * down * v * 8),
    });
  }
  const end = readScan(bytes, start, planes, { across, down, restart, zigzag: ZIGZAG });
  if (end === null || bytes[end] !== 0xff || bytes[end + 1] !== EOI) return null;
  return n === 1
    ? { width, height, channels: 1, pixels: toGrey(planes[0]!, width, height) }
    : { width, height, channels: 3, pixels: toRgb(planes, width, height) };
}
