import { hash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, utimes } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../contract/errors';
import type { CacheState } from '../../contract/dataset';
import { LIMITS, readPlainText } from '../../files/plain-file';
import { codeOf } from '../runs/file-errors';
import { disk } from '../runs/file-system';
import { removePartials, writeWhole, type Chunks } from '../runs/write-whole';
import {
  contentOf,
  inTurn,
  keyOf,
  parsedOrNull,
  readHeader,
  readRuns,
  rowBytesOf,
  segmentChunks,
  type CacheEntry,
  type PixelShape,
  type SegmentHeader,
} from './cache-segment';

/** A file as a folder's listing tells it: when none of this changed, its bytes did not either. */
export interface FileIdentity {
  path: string;
  size: number;
  /** Of its last change, in milliseconds and fractions of one. */
  mtime: number;
  /** Of the last change of the file or what is known of it: none can set it, as they can the other. */
  ctime: number;
  inode: number;
  page?: number;
}

/** An entry and where its pixels are. */
export interface CachedPixels {
  entry: CacheEntry;
  segment: Segment;
  offset: number;
}

interface Segment {
  file: string;
  bytes: number;
  used: number;
}

/** What is kept of images in one shape. */
interface OfShape {
  byIdentity: Map<string, CachedPixels>;
  byHash: Map<string, CachedPixels>;
  /** Of the files, in bytes. */
  sizes: Set<number>;
}

const ENDING = '.pixels';
const SETTINGS = 'settings.json';
const settings = z.object({ limit: z.number().int().min(0) });
export const DEFAULT_CACHE_LIMIT = 2 * 1024 ** 3;
/** The identity of a file in one short text. */
export function identityOf({ path: file, size, mtime, ctime, inode, page = 0 }: FileIdentity): string {
  return hash('sha256', `${file}\0${size}\0${mtime}\0${ctime}\0${inode}\0${page}`, 'base64url');
}

/**
 * Decoded pixels of image files, kept on disk by their content: segments of many images each, written whole and never
 * changed. When they outgrow the limit the least recently used go. Several processes may share one folder.
 */
export class PixelCache {
  private readonly segments = new Map<string, Segment>();
  private readonly shapes = new Map<string, OfShape>();
  private limit = DEFAULT_CACHE_LIMIT;

  /** Settles when the last segment that was added is kept, or could not be. */
  private keeping: Promise<void> = Promise.resolve();
  /** Why the last pixels that were added could not be kept; null when they were. */
  problem: string | null = null;

  constructor(
    readonly folder: string,
    private readonly fs = disk,
  ) {}

  /** Reads what is new in the folder since the last time. What is no segment, or damaged, is passed over and removed. */
  async refresh(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await removePartials(this.folder);
    const names = new Set((await readdir(this.folder)).filter((name) => name.endsWith(ENDING)));
    if ([...this.segments.keys()].some((name) => !names.has(name))) this.forget();
    for (const name of names) {
      if (this.segments.has(name)) continue;
      const file = path.join(this.folder, name);
      if (!(await this.readSegment(file))) await rm(file, { force: true });
    }
    const text = await readPlainText(path.join(this.folder, SETTINGS), LIMITS.description).catch(() => '{}');
    const read = settings.safeParse(parsedOrNull(text));
    this.limit = read.success ? read.data.limit : DEFAULT_CACHE_LIMIT;
  }

  /** Whether there are any pixels of a shape. */
  holds(shape: PixelShape): boolean {
    return this.shapes.has(keyOf(shape));
  }

  /** The pixels of a file whose listing did not change. */
  find(shape: PixelShape, identity: string): CachedPixels | undefined {
    return this.shapes.get(keyOf(shape))?.byIdentity.get(identity);
  }

  /** The pixels of a page of a file with these bytes. */
  findContent(shape: PixelShape, hash: string, page?: number): CachedPixels | undefined {
    return this.shapes.get(keyOf(shape))?.byHash.get(contentOf(hash, page));
  }

  /** Whether a file of so many bytes may be here under another name, so that hashing it is worth while. */
  mayHold(shape: PixelShape, size: number): boolean {
    return this.shapes.get(keyOf(shape))?.sizes.has(size) === true;
  }

  /**
   * Reads pixels into `target`, each at its own row of `rowBytes`. Returns the rows that were read: a segment that
   * another process removed or that cannot be read leaves its rows out.
   */
  async read(
    wanted: readonly { row: number; found: CachedPixels }[],
    rowBytes: number,
    target: Uint8Array,
    signal: AbortSignal,
  ): Promise<number[]> {
    const bySegment = new Map<Segment, { row: number; found: CachedPixels }[]>();
    for (const item of wanted) {
      const items = bySegment.get(item.found.segment);
      if (items === undefined) bySegment.set(item.found.segment, [item]);
      else items.push(item);
    }
    const rows: number[] = [];
    for (const [segment, items] of bySegment) {
      signal.throwIfAborted();
      items.sort((a, b) => a.found.offset - b.found.offset);
      try {
        const handle = await open(segment.file, 'r');
        try {
          await readRuns(handle, items, rowBytes, (row, pixels) => {
            target.set(pixels, row * rowBytes);
            rows.push(row);
          });
        } finally {
          await handle.close();
        }
        const now = new Date();
        segment.used = now.getTime();
        await utimes(segment.file, now, now);
      } catch (error) {
        if (codeOf(error) === '') throw error;
        // Gone or unreadable: these images are decoded from their files again.
        this.forget();
      }
    }
    return rows;
  }

  /**
   * Keeps pixels, a segment of them: `rows[i]`, ascending, is the row of `pixels` that belongs to `entries[i]`. Resolves
   * when the system has the bytes, which may change from then on; the disk takes them afterwards, and `settled` waits
   * for that. When they could not be kept `problem` says why; they are read again next time then.
   */
  add(
    shape: PixelShape,
    entries: readonly CacheEntry[],
    rows: readonly number[],
    pixels: Uint8Array,
  ): Promise<void> {
    const rowBytes = shape.side * shape.side * shape.channels;
    if (entries.length * rowBytes > this.limit) return Promise.resolve();
    return new Promise((handOver) => {
      const chunks = inTurn(segmentChunks(shape, entries, rows, rowBytes, pixels), handOver, this.keeping);
      this.keeping = this.write(chunks, shape, entries).finally(handOver);
    });
  }

  /** Waits until what was added is kept or could not be. */
  async settled(): Promise<void> {
    await this.keeping;
  }

  /** What is kept: `bytes` on disk of at most `limit`. */
  async describe(): Promise<CacheState> {
    await this.settled();
    await this.refresh();
    const { folder, limit, problem } = this;
    const images = [...this.shapes.values()].reduce((sum, { byIdentity }) => sum + byIdentity.size, 0);
    return { folder, bytes: this.bytes(), limit, images, problem };
  }

  /** Sets the limit in bytes and removes what is beyond it. */
  async setLimit(limit: number): Promise<void> {
    await this.refresh();
    await writeWhole(path.join(this.folder, SETTINGS), [`${JSON.stringify({ limit })}\n`]);
    this.limit = limit;
    await this.trim();
  }

  /** Removes all pixels. */
  async clear(): Promise<void> {
    await this.settled();
    await this.refresh();
    for (const { file } of this.segments.values()) await rm(file, { force: true });
    this.forget();
  }

  /** Never rejects: that pixels cannot be kept costs time alone. */
  private async write(chunks: Chunks, shape: PixelShape, entries: readonly CacheEntry[]): Promise<void> {
    try {
      const file = path.join(this.folder, `${randomUUID()}${ENDING}`);
      const bytes = await writeWhole(file, chunks, this.fs);
      const start = bytes - entries.length * shape.side * shape.side * shape.channels;
      this.takeIn({ file, bytes, used: Date.now() }, { shape: keyOf(shape), entries, start });
      await this.trim();
      this.problem = null;
    } catch (error) {
      const why = messageOf(error);
      this.problem = `Pixels could not be kept for next time, which will take as long again: ${why}`;
    }
  }

  private bytes(): number {
    return [...this.segments.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  private forget(): void {
    this.segments.clear();
    this.shapes.clear();
  }

  private async trim(): Promise<void> {
    let bytes = this.bytes();
    if (bytes <= this.limit) return;
    for (const segment of [...this.segments.values()].sort((a, b) => a.used - b.used)) {
      if (bytes <= this.limit) break;
      await rm(segment.file, { force: true });
      bytes -= segment.bytes;
    }
    this.forget();
    await this.refresh();
  }

  /** False when the file is no whole segment. */
  private async readSegment(file: string): Promise<boolean> {
    const handle = await open(file, 'r').catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (handle === null) return true;
    try {
      const { size, mtimeMs } = await handle.stat();
      const read = await readHeader(handle, size);
      if (read === null) return false;
      if (size !== read.start + read.entries.length * rowBytesOf(read.shape)) return false;
      this.takeIn({ file, bytes: size, used: mtimeMs }, read);
      return true;
    } finally {
      await handle.close();
    }
  }

  private takeIn(segment: Segment, { shape, entries, start }: SegmentHeader): void {
    const rowBytes = rowBytesOf(shape);
    this.segments.set(path.basename(segment.file), segment);
    const { byIdentity, byHash, sizes } = this.shapes.get(shape) ?? {
      byIdentity: new Map<string, CachedPixels>(),
      byHash: new Map<string, CachedPixels>(),
      sizes: new Set<number>(),
    };
    this.shapes.set(shape, { byIdentity, byHash, sizes });
    entries.forEach((entry, i) => {
      const found: CachedPixels = { entry, segment, offset: start + i * rowBytes };
      byIdentity.set(entry.identity, found);
      byHash.set(contentOf(entry.hash, entry.page), found);
      sizes.add(entry.size);
    });
  }
}
