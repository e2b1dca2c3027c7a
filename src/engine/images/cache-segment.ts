import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { imageFormats, oddities } from './protocol';
import type { Target } from './raster';

/** What decides the pixels of a file besides its bytes. */
export type PixelShape = Target;

/** One image of a segment. */
const cacheEntry = z.object({
  /** SHA-256 of path, size, times, inode and page. */
  identity: z.string(),
  /** SHA-256 of the file's bytes, and how many there are. */
  hash: z.string(),
  size: z.number().int(),
  page: z.number().int().optional(),
  width: z.number().int(),
  height: z.number().int(),
  format: z.enum(imageFormats),
  ...oddities,
});
export type CacheEntry = z.infer<typeof cacheEntry>;

const header = z.object({ shape: z.string(), entries: z.array(cacheEntry) });

const MAGIC = Buffer.from('LATPIX6\n');
const PREFIX = MAGIC.length + 4;
const READ_BYTES = 16 * 1024 ** 2;
const WRITE_BYTES = 1024 ** 2;

/** A shape in one short text. */
export function keyOf({ side, channels, fit, invert, ground, levels }: PixelShape): string {
  const byLevels = typeof levels === 'string' ? levels : `${levels.low},${levels.high}`;
  return `${side}x${channels} ${fit}${invert ? ' inverted' : ''} on ${ground.toLowerCase()} by ${byLevels}`;
}

/** What tells an image's pixels in one shape by content: the file's bytes, and the page. */
export const contentOf = (hash: string, page = 0): string => (page === 0 ? hash : `${hash}#${page}`);

/** Bytes of one image's pixels. */
export function rowBytesOf(shape: string): number {
  const [side, channels] = shape.split(/[x ]/, 2).map(Number);
  return side! * side! * channels!;
}

/** What a segment says of itself, and where its pixels start. */
export interface SegmentHeader {
  shape: string;
  entries: readonly CacheEntry[];
  start: number;
}

/** A segment's header; null when it is no segment. */
export async function readHeader(handle: FileHandle, size: number): Promise<SegmentHeader | null> {
  const prefix = Buffer.alloc(PREFIX);
  const { bytesRead } = await handle.read(prefix, 0, PREFIX, 0);
  if (bytesRead < PREFIX || !prefix.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const length = prefix.readUInt32LE(MAGIC.length);
  if (PREFIX + length > size) return null;
  const text = Buffer.alloc(length);
  await handle.read(text, 0, length, PREFIX);
  const read = header.safeParse(parsedOrNull(text.toString('utf8')));
  return read.success ? { ...read.data, start: PREFIX + length } : null;
}

/** What a JSON text holds; null when it is none. */
export function parsedOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not written by this app, or damaged: the caller goes on without it.
    return null;
  }
}

/**
 * The bytes of a segment: `rows[i]`, ascending, is the row of `pixels` that belongs to `entries[i]`. A chunk is of use
 * until the next one is asked for.
 */
export function* segmentChunks(
  shape: PixelShape,
  entries: readonly CacheEntry[],
  rows: readonly number[],
  rowBytes: number,
  pixels: Uint8Array,
): Generator<Uint8Array, void, undefined> {
  const text = Buffer.from(JSON.stringify({ shape: keyOf(shape), entries }));
  const prefix = Buffer.alloc(PREFIX);
  MAGIC.copy(prefix);
  prefix.writeUInt32LE(text.length, MAGIC.length);
  yield prefix;
  yield text;
  const perChunk = Math.max(1, Math.floor(WRITE_BYTES / rowBytes));
  const scattered = new Uint8Array(perChunk * rowBytes);
  for (let start = 0; start < rows.length; start += perChunk) {
    const part = rows.slice(start, start + perChunk);
    const [first, last] = [part[0]!, part.at(-1)!];
    // Nearly all rows follow each other and are written from where they lie.
    if (last - first === part.length - 1) yield pixels.subarray(first * rowBytes, (last + 1) * rowBytes);
    else {
      part.forEach((row, i) =>
        scattered.set(pixels.subarray(row * rowBytes, (row + 1) * rowBytes), i * rowBytes),
      );
      yield scattered.subarray(0, part.length * rowBytes);
    }
  }
}

/**
 * Chunks of which `handOver` tells that the system has them all; the file is only over when the former one is on the disk,
 * so that one at a time waits for that and the others can be written meanwhile.
 */
export async function* inTurn(
  chunks: Iterable<Uint8Array>,
  handOver: () => void,
  former: Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
  handOver();
  await former;
}

/** Reads items sorted by offset, neighbours in one go. */
export async function readRuns(
  handle: FileHandle,
  items: readonly { row: number; found: { offset: number } }[],
  rowBytes: number,
  put: (row: number, pixels: Uint8Array) => void,
): Promise<void> {
  const mostRows = Math.max(1, Math.floor(READ_BYTES / rowBytes));
  for (let start = 0; start < items.length;) {
    const from = items[start]!.found.offset;
    let end = start + 1;
    while (
      end < items.length &&
      end - start < mostRows &&
      items[end]!.found.offset <= items[end - 1]!.found.offset + rowBytes
    )
      end += 1;
    const length = items[end - 1]!.found.offset + rowBytes - from;
    const bytes = Buffer.allocUnsafe(length);
    const { bytesRead } = await handle.read(bytes, 0, length, from);
    for (const { row, found } of items.slice(start, end)) {
      const at = found.offset - from;
      if (at + rowBytes <= bytesRead) put(row, bytes.subarray(at, at + rowBytes));
    }
    start = end;
  }
}
