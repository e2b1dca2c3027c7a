import path from 'node:path';
import type { DataOptions, LeftOut } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { DecoderPool } from '../images/decoder-pool';
import type { Dataset, ImageSet, LoadContext } from './dataset';
import { fingerprint } from './fingerprint';
import { proposeShape, type ProposedShape } from './propose-shape';
import { place, splitTest } from './split';
import { walkFolder, type FoundFile } from './walk-folder';

const DEFAULT_FIT = 'crop';
/** All pixels of a folder are held in memory; beyond this a smaller side is the answer. */
const MOST_BYTES = 2 ** 32;

const UNKNOWN: ProposedShape = { side: 28, channels: 1, note: '' };

interface Shape {
  side: number;
  channels: 1 | 3;
  fit: 'crop' | 'pad' | 'stretch';
}

/** Images that could be read, in the order of their files; `labels` index into `classes`. */
interface ReadImages extends ImageSet {
  classes: string[];
}

/**
 * Reads a folder of images: top-level subfolders are classes, one image in five of each class is kept for testing.
 * Unreadable files are left out and named.
 * Throws UserError when the folder is missing, is a file, is empty, or holds no image that can be read; rejects with
 * the signal's reason when that is aborted.
 */
export async function loadImageFolder(
  folder: string,
  asked: DataOptions,
  context: LoadContext,
): Promise<Dataset> {
  const root = path.resolve(folder);
  context.onProgress({ text: 'Looking through the folder', done: 0, total: 0 });
  const found = await walkFolder(root, context.signal);
  if (found.files.length === 0) throw noImages(root, found.leftOut.length);
  const pool = new DecoderPool();
  const stop = (): void => pool.close();
  context.signal.addEventListener('abort', stop);
  try {
    const { shape, notes } = await decideShape(root, found.files, asked, pool, context);
    const refused: LeftOut[] = [];
    const read = await readImages(root, found.files, shape, pool, context, refused);
    const leftOut = [...found.leftOut, ...refused].sort((a, b) => (a.file < b.file ? -1 : 1));
    return arrange(root, read, shape, asked, leftOut, notes);
  } finally {
    context.signal.removeEventListener('abort', stop);
    pool.close();
  }
}

async function decideShape(
  root: string,
  files: readonly FoundFile[],
  asked: DataOptions,
  pool: DecoderPool,
  { signal }: LoadContext,
): Promise<{ shape: Shape; notes: string[] }> {
  const isAsked = asked.side !== undefined && asked.channels !== undefined;
  // When no file of the sample is readable, reading them all says why, at any side.
  const proposed = (isAsked ? null : await proposeShape(files, pool, signal)) ?? UNKNOWN;
  const shape: Shape = {
    side: asked.side ?? proposed.side,
    channels: asked.channels ?? proposed.channels,
    fit: asked.fit ?? DEFAULT_FIT,
  };
  const bytes = files.length * shape.side * shape.side * shape.channels;
  if (bytes > MOST_BYTES) {
    throw new UserError(
      `The ${files.length} images in ${root} need ${(bytes / 2 ** 30).toFixed(1)} GB at ${shape.side} pixels: choose a smaller size.`,
    );
  }
  const asProposed = asked.side === undefined && asked.channels === undefined;
  return { shape, notes: asProposed && proposed.note !== '' ? [proposed.note] : [] };
}

async function readImages(
  root: string,
  files: readonly FoundFile[],
  shape: Shape,
  pool: DecoderPool,
  { signal, onProgress }: LoadContext,
  leftOut: LeftOut[],
): Promise<ReadImages> {
  const size = shape.side * shape.side * shape.channels;
  const decoded = new Uint8Array(files.length * size);
  const readable = new Uint8Array(files.length);
  const unreadable: string[] = [];
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      const { path: full, file } = files[i]!;
      const answer = await pool.decode({ kind: 'pixels', file: full, ...shape });
      signal.throwIfAborted();
      if (answer.kind === 'pixels') {
        decoded.set(answer.pixels, i * size);
        readable[i] = 1;
      } else if (answer.kind === 'refused') {
        leftOut.push({ file, reason: answer.reason });
        if (answer.image) unreadable.push(`${file}: ${answer.reason}`);
      }
      onProgress({ text: 'Reading images', done: ++done, total: files.length });
    }
  };
  await Promise.all(Array.from({ length: 2 * pool.width }, lane));
  const kept = files.flatMap((_, i) => (readable[i] === 1 ? [i] : []));
  if (kept.length === 0) {
    if (unreadable.length === 0) throw noImages(root, files.length);
    throw new UserError(
      `None of the ${unreadable.length} images in ${root} can be read (${unreadable.sort()[0]!}): choose another folder.`,
    );
  }
  return { ...keep(files, kept, decoded, size), classes: classNames(files, kept) };
}

function classNames(files: readonly FoundFile[], kept: readonly number[]): string[] {
  const names = new Set(kept.map((i) => files[i]!.className));
  return [...names].filter((name) => name !== null).sort();
}

function keep(files: readonly FoundFile[], kept: number[], decoded: Uint8Array, size: number): ImageSet {
  const classes = classNames(files, kept);
  const index = new Map(classes.map((name, i) => [name, i]));
  // Rows only move towards the front, so they can be moved where they are.
  kept.forEach((from, to) => decoded.copyWithin(to * size, from * size, (from + 1) * size));
  return {
    n: kept.length,
    pixels: decoded.subarray(0, kept.length * size),
    labels: Int32Array.from(kept, (i) => index.get(files[i]!.className ?? '') ?? -1),
    files: kept.map((i) => files[i]!.file),
  };
}

function arrange(
  root: string,
  read: ReadImages,
  shape: Shape,
  asked: DataOptions,
  leftOut: LeftOut[],
  notes: string[],
): Dataset {
  const seed = asked.splitSeed ?? 0;
  const size = shape.side * shape.side * shape.channels;
  const isTest = splitTest(read.files, read.labels, seed);
  const all = Array.from({ length: read.n }, (_, i) => i);
  const training = all.filter((i) => isTest[i] === 0);
  const limited = limit(training, read.files, asked.limit, seed);
  if (limited.length < training.length) {
    notes = [
      ...notes,
      `${limited.length} of ${training.length} training images are used, drawn with the split's seed; the others are left aside.`,
    ];
  }
  const train = pick(read, limited, size);
  const test = pick(
    read,
    all.filter((i) => isTest[i] === 1),
    size,
  );
  return {
    source: { kind: 'folder', path: root },
    options: { ...asked, ...shape },
    name: path.basename(root),
    side: shape.side,
    channels: shape.channels,
    labelNames: read.classes,
    train,
    test,
    fingerprint: fingerprint(train, test),
    leftOut,
    notes,
  };
}

/** The files are sorted by class, so the first ones would be of one class: those with the highest places stay. */
function limit(
  training: number[],
  files: readonly string[],
  most: number | undefined,
  seed: number,
): number[] {
  if (most === undefined || most >= training.length) return training;
  const places = new Map(training.map((i) => [i, place(files[i]!, seed)]));
  return [...training]
    .sort((a, b) => places.get(b)! - places.get(a)!)
    .slice(0, most)
    .sort((a, b) => a - b);
}

function pick(from: ImageSet, rows: readonly number[], size: number): ImageSet {
  const pixels = new Uint8Array(rows.length * size);
  rows.forEach((row, i) => pixels.set(from.pixels.subarray(row * size, (row + 1) * size), i * size));
  return {
    n: rows.length,
    pixels,
    labels: Int32Array.from(rows, (row) => from.labels[row]!),
    files: rows.map((row) => from.files[row]!),
  };
}

function noImages(root: string, files: number): UserError {
  return new UserError(
    `There are no images in ${root} (${files} other ${files === 1 ? 'file' : 'files'}): choose a folder that holds JPEG, PNG, WebP or GIF images.`,
  );
}
