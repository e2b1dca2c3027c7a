import type { LeftOut } from '../../contract/dataset';
import { batchesOf } from '../images/batches';
import type { DecoderPool } from '../images/decoder-pool';
import type { CacheEntry, PixelShape } from '../images/cache-segment';
import { identityOf, type CachedPixels } from '../images/pixel-cache';
import type { ImageFormat, Oddities } from '../images/protocol';
import { Breath } from './breath';
import type { LoadContext } from './dataset';
import type { FoundFile } from './found-file';

/** What is known of an image besides its pixels. */
export interface ImageFacts extends Oddities {
  width: number;
  height: number;
  format: ImageFormat;
  /** SHA-256 of the file's bytes in hex. */
  hash: string;
}

/** The images of some files: `facts[i]` null for a file that was refused, whose row of `pixels` is of no meaning. */
export interface ReadPixels {
  /** `[files, side, side, channels]`. */
  pixels: Uint8Array;
  facts: (ImageFacts | null)[];
  leftOut: LeftOut[];
  /** Of files that begin as images do and yet could not be read. */
  damaged: string[];
  /** Images that came from the cache. */
  cached: number;
}

/** Pixels are kept while others are still decoded, so many bytes at a time. */
const KEPT_AT_A_TIME = 32 * 1024 ** 2;

/**
 * Reads the pixels of all files, from the cache where it has them, else by the pool, and has the cache keep what is new:
 * the system has it when this resolves, and the disk somewhat later.
 * Rejects with the signal's reason when that is aborted.
 */
export async function readPixels(
  files: readonly FoundFile[],
  shape: PixelShape,
  pool: DecoderPool,
  context: LoadContext,
): Promise<ReadPixels> {
  return new Reading(files, shape, pool, context).read();
}

/** An image that was decoded now. */
interface Fresh {
  row: number;
  entry: CacheEntry;
}

class Reading {
  private readonly rowBytes: number;
  private readonly result: ReadPixels;
  private readonly identities: string[] = [];
  /** What was decoded now, to be kept. */
  private fresh: Fresh[] = [];
  /** Settles when the system has what is to be kept. */
  private handingOver: Promise<void> = Promise.resolve();
  private done = 0;

  constructor(
    private readonly files: readonly FoundFile[],
    private readonly shape: PixelShape,
    private readonly pool: DecoderPool,
    private readonly context: LoadContext,
  ) {
    this.rowBytes = shape.side * shape.side * shape.channels;
    this.result = {
      pixels: new Uint8Array(files.length * this.rowBytes),
      facts: files.map(() => null),
      leftOut: [],
      damaged: [],
      cached: 0,
    };
  }

  async read(): Promise<ReadPixels> {
    let rows = this.files.map((_, row) => row);
    rows = await this.fromCache(rows);
    rows = await this.fromContent(rows);
    await this.fromFiles(rows);
    this.keep();
    await this.handingOver;
    this.context.signal.throwIfAborted();
    return this.result;
  }

  /** Rows whose files did not change since they were kept. Returns the others. */
  private async fromCache(rows: number[]): Promise<number[]> {
    const { cache } = this.context;
    if (cache == null) return rows;
    await cache.settled();
    await cache.refresh();
    if (!cache.holds(this.shape)) return rows;
    return this.take(rows, (row) => cache.find(this.shape, this.identity(row)));
  }

  /** Rows whose files moved or were only touched: their bytes are known. Returns the others. */
  private async fromContent(rows: number[]): Promise<number[]> {
    const { cache } = this.context;
    if (cache == null) return rows;
    const perhaps = rows.filter((row) => cache.mayHold(this.shape, this.files[row]!.size));
    if (perhaps.length === 0) return rows;
    const hashes = new Map<number, string>();
    await this.inBatches(perhaps, async (batch) => {
      const paths = batch.map((row) => this.files[row]!.path);
      const answers = await this.pool.decode({ kind: 'hash', files: paths });
      answers.forEach((told, i) => {
        if (told.kind === 'hashed') hashes.set(batch[i]!, told.hash);
      });
    });
    const left = await this.take(rows, (row) =>
      cache.findContent(this.shape, hashes.get(row) ?? '', this.files[row]!.page),
    );
    const missing = new Set(left);
    for (const row of perhaps) {
      const hash = hashes.get(row);
      // Under its new name it is found at once next time.
      if (!missing.has(row) && hash !== undefined) this.keepLater(row, hash);
    }
    return left;
  }

  private async take(rows: number[], find: (row: number) => CachedPixels | undefined): Promise<number[]> {
    const { cache, signal } = this.context;
    const wanted = rows.flatMap((row) => {
      const found = find(row);
      return found === undefined ? [] : [{ row, found }];
    });
    if (cache == null || wanted.length === 0) return rows;
    const entries = new Map(wanted.map(({ row, found }) => [row, found.entry]));
    const read = await cache.read(wanted, this.rowBytes, this.result.pixels, signal);
    for (const row of read) {
      this.result.facts[row] = factsOf(entries.get(row)!);
    }
    this.result.cached += read.length;
    this.progress(read.length);
    const got = new Set(read);
    return rows.filter((row) => !got.has(row));
  }

  private async fromFiles(rows: number[]): Promise<void> {
    const { facts, leftOut, damaged } = this.result;
    await this.inBatches(rows, async (batch) => {
      const paths = batch.map((row) => this.files[row]!.path);
      const [first, last] = [batch[0]!, batch.at(-1)!];
      const areNeighbours = last - first === batch.length - 1;
      // Nearly always they are, and then their pixels need no place in between.
      const pixels = areNeighbours ? this.rowsOf(first, last) : new Uint8Array(batch.length * this.rowBytes);
      const answers = await this.pool.decode(
        { kind: 'pixels', files: paths, ...pagesOf(batch.map((row) => this.files[row]!)), ...this.shape },
        pixels,
      );
      this.context.signal.throwIfAborted();
      answers.forEach((told, i) => {
        const row = batch[i]!;
        const { file } = this.files[row]!;
        if (told.kind === 'decoded') {
          const from = i * this.rowBytes;
          if (!areNeighbours) this.rowsOf(row).set(pixels.subarray(from, from + this.rowBytes));
          facts[row] = factsOf(told);
          this.keepLater(row, told.hash);
        } else if (told.kind === 'refused') {
          leftOut.push({ file, reason: told.reason });
          if (told.image) damaged.push(`${file}: ${told.reason}`);
        }
      });
      this.progress(batch.length);
      if (this.fresh.length * this.rowBytes >= KEPT_AT_A_TIME) this.keep();
    });
  }

  private keepLater(row: number, hash: string): void {
    const facts = this.result.facts[row];
    if (this.context.cache == null || facts == null) return;
    const { size, page } = this.files[row]!;
    const ofPage = page === undefined ? {} : { page };
    this.fresh.push({ row, entry: { ...facts, identity: this.identity(row), hash, size, ...ofPage } });
  }

  private identity(row: number): string {
    return (this.identities[row] ??= identityOf(this.files[row]!));
  }

  /** Hands over what was decoded since the last time, one part after the other. */
  private keep(): void {
    const { cache, signal } = this.context;
    const fresh = this.fresh.sort((a, b) => a.row - b.row);
    this.fresh = [];
    if (cache == null || fresh.length === 0) return;
    const entries = fresh.map(({ entry }) => entry);
    const rows = fresh.map(({ row }) => row);
    this.handingOver = this.handingOver.then(() =>
      signal.aborted ? undefined : cache.add(this.shape, entries, rows, this.result.pixels),
    );
  }

  /** A few batches are always under way, so that no decoder waits. */
  private async inBatches(rows: readonly number[], work: (batch: number[]) => Promise<void>): Promise<void> {
    const batches = batchesOf(rows.map((row) => this.files[row]!));
    let next = 0;
    const breath = new Breath();
    const lane = async (): Promise<void> => {
      for (let i = next++; i < batches.length; i = next++) {
        this.context.signal.throwIfAborted();
        await work(batches[i]!.map((place) => rows[place]!));
        // Answers may come faster than the loop turns: whoever wants to cancel must be heard.
        await breath.take();
      }
    };
    await Promise.all(Array.from({ length: 2 * this.pool.width }, lane));
    this.context.signal.throwIfAborted();
  }

  /** Rows of the pixels, `[rows, side, side, channels]`. */
  private rowsOf(first: number, last = first): Uint8Array {
    return this.result.pixels.subarray(first * this.rowBytes, (last + 1) * this.rowBytes);
  }

  private progress(files: number): void {
    this.done += files;
    this.context.onProgress({ text: 'Reading images', done: this.done, total: this.files.length });
  }
}

function factsOf({ width, height, format, hash, pages, clipped, signed, extra }: ImageFacts): ImageFacts {
  return { width, height, format, hash, pages, clipped, signed, extra };
}

/** Which page of each file, for a request; nothing where it is the first of all. */
export function pagesOf(files: readonly Pick<FoundFile, 'page'>[]): { pages?: number[] } {
  return files.some(({ page }) => page !== undefined) ? { pages: files.map(({ page = 0 }) => page) } : {};
}
