import { crc32, deflateSync } from 'node:zlib';

/** A grey PNG that announces a size and whose pixels are `data`, packed; they need not fit the size. */
export function pngOf(width: number, height: number, data: Buffer): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const whole = Buffer.concat([Buffer.from(type), body]);
    return Buffer.concat([bigEndian(body.length), whole, bigEndian(crc32(whole))]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const header = Buffer.concat([bigEndian(width), bigEndian(height), Buffer.from([8, 0, 0, 0, 0])]);
  const packed = chunk('IDAT', deflateSync(data));
  return Buffer.concat([signature, chunk('IHDR', header), packed, chunk('IEND', Buffer.alloc(0))]);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export interface BmpOptions {
  bits?: 8 | 24 | 32;
  /** 1: the pixels are run lengths. */
  compression?: 0 | 1;
  /** Blue, green, red and nothing, for each colour of an 8-bit image. */
  palette?: number[];
}

/** A BMP that announces a size; `pixels` are its lines, the lowest first, each of a multiple of four bytes. */
export function bmpOf(width: number, height: number, pixels: Buffer, options: BmpOptions = {}): Buffer {
  const { bits = 24, compression = 0, palette = [] } = options;
  const start = 54 + palette.length;
  const header = Buffer.alloc(start);
  header.write('BM', 0);
  header.writeUInt32LE(start + pixels.length, 2);
  header.writeUInt32LE(start, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  header.writeUInt32LE(palette.length / 4, 46);
  header.set(palette, 54);
  return Buffer.concat([header, pixels]);
}
