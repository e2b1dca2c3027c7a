import type { DataOptions } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { DecoderPool } from '../images/decoder-pool';
import type { PixelShape } from '../images/cache-segment';
import type { Dataset, ImageSet, LoadContext } from './dataset';
import { formatsOf, sizesOf } from './facts';
import { fingerprint } from './fingerprint';
import type { FoundFile, FoundFiles } from './found-file';
import { findFiles, nameOf, resolved, whereOf, type ImageSource } from './image-source';
import { noImages, noneReadable } from './no-images';
import { partsNote } from './parts-note';
import { probeFiles } from './probe-files';
import { proposeShape } from './propose-shape';
import { readPixels, type ReadPixels } from './read-pixels';
import { gatherRows } from './rows';
import { place, splitTest } from './split';

export const DEFAULT_FIT = 'crop';
/** All pixels of a data set are held in memory; beyond this a smaller side is the answer. */
const MOST_BYTES = 2 ** 32;

/**
 * Reads images from files: of a folder the top-level subfolders are classes, of several folders each is one; a share of
 * each class is kept for testing. Unreadable files are left out and named.
 * Throws UserError when there is nothing to read; rejects with the signal's reason when that is aborted.
 */
export async function loadImages(
  source: ImageSource,
  asked: DataOptions,
  context: LoadContext,
  found?: FoundFiles,
): Promise<Dataset> {
  const at = resolved(source);
  const pool = new DecoderPool();
  const stop = (): void => pool.close();
  context.signal.addEventListener('abort', stop);
  try {
    // While the files are looked for, the decoders get ready.
    pool.warmUp();
    const { files, leftOut } = found ?? (await findFiles(at, { signal: context.signal }));
    if (files.length === 0) throw noImages(at, leftOut);
    const { shape, notes } = await decideShape(at, files, asked, pool, context);
    const read = await readPixels(files, shape, pool, context);
    read.leftOut.push(...leftOut);
    read.leftOut.sort((a, b) => (a.file < b.file ? -1 : 1));
    if (!read.facts.some((facts) => facts !== null)) throw noneReadable(at, read.damaged, read.leftOut);
    const data = arrange(at, files, read, shape, asked);
    data.notes = [...notes, ...data.notes];
    return data;
  } finally {
    context.signal.removeEventListener('abort', stop);
    pool.close();
  }
}

async function decideShape(
  source: ImageSource,
  files: readonly FoundFile[],
  asked: DataOptions,
  pool: DecoderPool,
  { signal }: LoadContext,
): Promise<{ shape: PixelShape; notes: string[] }> {
  const isAsked = asked.side !== undefined && asked.channels !== undefined;
  const probes = isAsked ? [] : await probeFiles(files, pool, signal);
  // When no file of the sample is readable, reading them all says why, at any side.
  const proposed = proposeShape(probes, files.length) ?? { side: 28, channels: 1 as const, note: '' };
  const shape: PixelShape = {
    side: asked.side ?? proposed.side,
    channels: asked.channels ?? proposed.channels,
    fit: asked.fit ?? DEFAULT_FIT,
    invert: asked.invert ?? false,
  };
  const bytes = files.length * shape.side * shape.side * shape.channels;
  if (bytes > MOST_BYTES) {
    throw new UserError(
      `The ${files.length} images in ${whereOf(source)} need ${(bytes / 2 ** 30).toFixed(1)} GB at ${shape.side} pixels: choose a smaller size.`,
    );
  }
  const asProposed = asked.side === undefined && asked.channels === undefined;
  return { shape, notes: asProposed && proposed.note !== '' ? [proposed.note] : [] };
}

function arrange(
  source: ImageSource,
  files: readonly FoundFile[],
  read: ReadPixels,
  shape: PixelShape,
  asked: DataOptions,
): Dataset {
  const seed = asked.splitSeed ?? 0;
  const kept = files.flatMap((_, row) => (read.facts[row] === null ? [] : [row]));
  const names = kept.map((row) => files[row]!.file);
  const labelNames = classesOf(kept.map((row) => files[row]!));
  const places = new Map(labelNames.map((name, i) => [name, i]));
  const labels = Int32Array.from(kept, (row) => places.get(files[row]!.className ?? '') ?? -1);
  const isTest = splitTest(names, labels, seed, asked.testShare);
  const all = names.map((_, i) => i);
  const training = all.filter((i) => isTest[i] === 0);
  const testing = all.filter((i) => isTest[i] === 1);
  const limited = limit(training, names, asked.limit, seed);
  const layout = partsNote(kept.map((row) => files[row]!));
  const notes = layout === null ? [] : [layout];
  if (limited.length < training.length) {
    notes.push(
      `${limited.length} of ${training.length} training images are used, drawn with the split's seed; the others are left aside.`,
    );
  }
  const rowBytes = shape.side * shape.side * shape.channels;
  const order = [...limited, ...testing];
  gatherRows(
    read.pixels,
    order.map((i) => kept[i]!),
    rowBytes,
  );
  const part = (rows: readonly number[], start: number): ImageSet => ({
    n: rows.length,
    pixels: read.pixels.subarray(start * rowBytes, (start + rows.length) * rowBytes),
    labels: Int32Array.from(rows, (i) => labels[i]!),
    files: rows.map((i) => names[i]!),
  });
  const train = part(limited, 0);
  const test = part(testing, limited.length);
  const facts = read.facts.filter((each) => each !== null);
  return {
    source,
    options: { ...asked, ...shape },
    name: nameOf(source),
    side: shape.side,
    channels: shape.channels,
    labelNames,
    train,
    test,
    fingerprint: fingerprint(train, test),
    leftOut: read.leftOut,
    notes,
    formats: formatsOf(facts),
    sizes: sizesOf(facts),
    cached: read.cached,
  };
}

/** Names of the classes of some files, sorted. */
export function classesOf(files: readonly FoundFile[]): string[] {
  const names = new Set(files.map(({ className }) => className));
  return [...names].filter((name) => name !== null).sort();
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
