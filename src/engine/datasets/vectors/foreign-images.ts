import type { Stats } from 'node:fs';
import { lstat, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { usualPixels } from '../../../contract/dataset';
import type { AbsentImages } from '../../../contract/space';
import type { ForeignColumn } from '../../../core/formats/foreign-table';
import { DecoderPool } from '../../images/decoder-pool';
import type { LoadContext } from '../dataset';
import type { FoundFile } from '../found-file';
import { readPixels } from '../read-pixels';
import { besideIn } from './columns-beside';

/** Of decoded images, where none came with the vectors and no model tells another. */
const NO_IMAGE_SIDE = 16;
const IMAGE_SIDE = 64;

/** The images of vectors from elsewhere. */
export interface ForeignImages {
  shape: { side: number; channels: 1 | 3 };
  /** `[n, side, side, channels]`; empty where there are none, black where one of them is missing. */
  pixels: Uint8Array;
  /** Which of them are missing, where some are there. */
  absent?: AbsentImages;
  missing: string | null;
}

type RowFile = FoundFile & { row: number };

/**
 * Reads the images that a column names beside the table `file`, or holds in its cells. `column` is null where there is
 * none. Rejects with the signal's reason.
 */
export async function readImages(
  file: string,
  column: ForeignColumn | null,
  context: LoadContext,
): Promise<ForeignImages> {
  if (column?.images === undefined) {
    const found = column === null ? [] : await filesBeside(path.dirname(file), column.texts);
    return imagesOf(column, found, context);
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'latent-atelier-cells-'));
  try {
    // What lies there for a moment only is not worth a place in the cache.
    const inCells = await filesOfCells(folder, column.images, context.signal);
    return await imagesOf(column, inCells, { ...context, cache: null });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function filesBeside(folder: string, names: readonly string[]): Promise<RowFile[]> {
  const found: RowFile[] = [];
  const fileOf = await besideIn(folder);
  for (const [row, name] of names.entries()) {
    if (name === '') continue;
    const beside = await fileOf(name);
    if (beside === null || beside === 'refused') continue;
    found.push({ ...foundFile(beside.path, name, beside.stats), row });
  }
  return found;
}

async function filesOfCells(
  folder: string,
  cells: readonly (Uint8Array | null)[],
  signal: AbortSignal,
): Promise<RowFile[]> {
  const found: RowFile[] = [];
  for (const [row, bytes] of cells.entries()) {
    signal.throwIfAborted();
    if (bytes === null) continue;
    const place = path.join(folder, String(row));
    await writeFile(place, bytes);
    found.push({ ...foundFile(place, String(row), await lstat(place)), row });
  }
  return found;
}

function foundFile(place: string, file: string, stats: Stats): FoundFile {
  const { size, mtimeMs: mtime, ctimeMs: ctime, ino: inode } = stats;
  return { path: place, file, className: null, size, mtime, ctime, inode };
}

async function imagesOf(
  column: ForeignColumn | null,
  found: readonly RowFile[],
  context: LoadContext,
): Promise<ForeignImages> {
  const n = column?.n ?? 0;
  if (found.length === 0) {
    const why =
      column === null
        ? 'It came without images'
        : `None of its ${n} image files lies beside it (hidden files and links to elsewhere do not count)`;
    return {
      shape: { side: NO_IMAGE_SIDE, channels: 1 },
      pixels: new Uint8Array(),
      missing: `${why}, so points stay points.`,
    };
  }
  const side = IMAGE_SIDE;
  const pool = new DecoderPool();
  const stop = (): void => pool.close();
  context.signal.addEventListener('abort', stop);
  try {
    const shape = { side, channels: 3, ...usualPixels } as const;
    const read = await readPixels(found, shape, pool, context);
    const size = side * side * 3;
    const pixels = new Uint8Array(n * size);
    const rows = new Uint8Array(n).fill(1);
    found.forEach(({ row }, i) => {
      if (read.facts[i] === null) return;
      pixels.set(read.pixels.subarray(i * size, (i + 1) * size), row * size);
      rows[row] = 0;
    });
    const lost = rows.reduce((sum, isLost) => sum + isLost, 0);
    const images = { shape: { side, channels: 3 as const }, pixels };
    if (lost === 0) return { ...images, missing: null };
    const why = `${lost} of its ${n} images are not beside it or cannot be read.`;
    return { ...images, absent: { why, changed: false, rows }, missing: why };
  } finally {
    context.signal.removeEventListener('abort', stop);
    pool.close();
  }
}
