import { Refusal } from './refusal';
import { vips } from './vips';

const START = [0xff, 0xd8];
const END = [0xff, 0xd9];
/** Adobe's marker, the only one that says of what kind three colours are; its last byte is 0 for RGB, 1 for YCbCr. */
const ADOBE = [0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0];

/** What the JPEG of a strip or tile is said to hold. */
export interface JpegBlock {
  width: number;
  /** Rows that are needed; programs write more in the last strip. */
  rows: number;
  /** Samples of a pixel: 1, or 3. */
  each: number;
  isYcc: boolean;
  /** What all blocks of a page share, a JPEG without an image; empty when there is none. */
  tables: readonly number[];
}

/**
 * The samples `[rows, width, each]` of a strip or tile that is a JPEG (TIFF technical note 2), with YCbCr turned to RGB.
 * Throws Refusal when it is of another size, Error when it is damaged.
 */
export async function unpackJpeg(packed: Uint8Array, block: JpegBlock): Promise<Uint8Array> {
  const { width, rows, each, isYcc, tables } = block;
  const colours = each === 3 ? [...ADOBE, isYcc ? 1 : 0] : [];
  const shared = tables.length > 4 ? tables.slice(2, -2) : [];
  const own = packed.subarray(startsWith(packed, START) ? 2 : 0);
  const stream = Buffer.concat([Buffer.from([...START, ...colours, ...shared]), own, Buffer.from(END)]);
  const limits = { failOn: 'warning', limitInputPixels: width * rows * 4 + 65_536 } as const;
  const { data, info } = await vips(stream, limits)
    .toColourspace(each === 1 ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  if (info.width !== width || info.height < rows || info.channels !== each)
    throw new Refusal('it is damaged (its strips are of other sizes than it says)', true);
  return data;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}
