import type { DataOptions } from '../../contract/dataset';
import { UserError } from '../../contract/errors';
import { DecoderPool } from '../images/decoder-pool';
import type { PixelShape } from '../images/cache-segment';
import { contentOf } from '../images/cache-segment';
import type { Dataset, ImageSet, LoadContext } from './dataset';
import { decidePixels, levelsThatFit, noteOnFlat } from './decide-pixels';
import { splitOf } from './draw-split';
import { duplicatesNote, duplicatesOf } from './duplicates';
import { everyPage } from './every-page';
import { formatsOf, sizesOf } from './facts';
import { fingerprint } from './fingerprint';
import { oddNotes } from './flat-note';
import type { FoundFile, FoundFiles } from './found-file';
import { findFiles, nameOf, resolved, whereOf, type ImageSource } from './image-source';
import { noImages, noneReadable } from './no-images';
import { probeFiles } from './probe-files';
import { proposeShape } from './propose-shape';
import { readPixels, type ReadPixels } from './read-pixels';
import { gatherRows } from './rows';
import { classesOf, sortImages, type SortedImages } from './sort-images';
import { place } from './split';

/** All pixels of a data set are held in memory; beyond this a smaller side is the answer. */
const MOST_BYTES = 2 ** 32;

/**
 * Reads images from files: their classes and parts are as `sortImages` finds them; where no parts are given a share of
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
  const { signal } = context;
  const pool = new DecoderPool();
  const stop = (): void => pool.close();
  signal.addEventListener('abort', stop);
  try {
    // While the files are looked for, the decoders get ready.
    pool.warmUp();
    const all = found ?? (await findFiles(at, { signal, withSystem: asked.rules === 1 }));
    if (all.files.length === 0) throw noImages(at, all.leftOut);
    const sorted = await sortImages(at, all, asked);
    const files = asked.pages === 'all' ? await everyPage(sorted.files, pool, signal) : sorted.files;
    const decided = await decideShape(at, files, asked, pool, context);
    const first = await readPixels(files, decided.shape, pool, context);
    const seen = first.facts.filter((facts) => facts !== null);
    const better = await levelsThatFit(files, asked, seen, pool, signal);
    const shape = better === null ? decided.shape : { ...decided.shape, levels: better.levels };
    const read = better === null ? first : await readPixels(files, shape, pool, context);
    read.leftOut.push(...sorted.leftOut);
    read.leftOut.sort((a, b) => (a.file < b.file ? -1 : 1));
    if (!read.facts.some((facts) => facts !== null)) throw noneReadable(at, read.damaged, read.leftOut);
    const isRead = files.flatMap((file, row) => (read.facts[row] === null ? [] : [{ file, row }]));
    const rowBytes = shape.side * shape.side * shape.channels;
    const flat = await noteOnFlat(
      isRead.map(({ file }) => file),
      {
        pixelsOf: (i) => read.pixels.subarray(isRead[i]!.row * rowBytes, (isRead[i]!.row + 1) * rowBytes),
        channels: shape.channels,
      },
      shape,
      pool,
      signal,
    );
    const data = arrange(at, { ...sorted, files }, read, shape, asked);
    const odd = oddNotes(
      read.facts.filter((facts) => facts !== null),
      shape.levels,
      asked.pages === 'all',
    );
    data.notes = [...decided.notes, better?.note, ...sorted.notes, ...data.notes, flat, ...odd].filter(
      (note) => note != null,
    );
    return data;
  } finally {
    signal.removeEventListener('abort', stop);
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
  const { how, notes } = await decidePixels(files, asked, pool, signal);
  const probes = isAsked ? [] : await probeFiles(files, how, pool, signal);
  // When no file of the sample is readable, reading them all says why, at any side.
  const proposed = proposeShape(probes, files.length) ?? { side: 28, channels: 1 as const, note: '' };
  const shape: PixelShape = {
    side: asked.side ?? proposed.side,
    channels: asked.channels ?? proposed.channels,
    ...how,
  };
  const bytes = files.length * shape.side * shape.side * shape.channels;
  if (bytes > MOST_BYTES) {
    throw new UserError(
      `The ${files.length} images in ${whereOf(source)} need ${(bytes / 2 ** 30).toFixed(1)} GB at ${shape.side} pixels: choose a smaller size.`,
    );
  }
  const asProposed = asked.side === undefined && asked.channels === undefined;
  return { shape, notes: asProposed && proposed.note !== '' ? [proposed.note, ...notes] : notes };
}

function arrange(
  source: ImageSource,
  sorted: SortedImages,
  read: ReadPixels,
  shape: PixelShape,
  asked: DataOptions,
): Dataset {
  const seed = asked.splitSeed ?? 0;
  const { options: decided } = sorted;
  const kept = sorted.files.flatMap((_, row) => (read.facts[row] === null ? [] : [row]));
  const files = kept.map((row) => sorted.files[row]!);
  const names = files.map(({ file }) => file);
  const labelNames = classesOf(files, decided.rules);
  const places = new Map(labelNames.map((name, i) => [name, i]));
  const labels = Int32Array.from(files, ({ className }) => places.get(className ?? '') ?? -1);
  const isTest = splitOf(files, labels, { splits: decided.splits, seed, share: asked.testShare });
  const all = names.map((_, i) => i);
  const training = all.filter((i) => isTest[i] === 0);
  const testing = all.filter((i) => isTest[i] === 1);
  const limited = limit(training, names, asked.limit, seed);
  const notes: string[] = [];
  if (limited.length < training.length) {
    notes.push(
      `${limited.length} of ${training.length} training images are used, drawn with the split's seed; the others are left aside.`,
    );
  }
  const order = [...limited, ...testing];
  const duplicates = duplicatesOf(
    order.map((i) => ({
      file: names[i]!,
      content: contentOf(read.facts[kept[i]!]!.hash, files[i]!.page),
      isTest: isTest[i] === 1,
    })),
  );
  notes.push(...duplicatesNote(duplicates));
  const rowBytes = shape.side * shape.side * shape.channels;
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
    options: { ...asked, ...shape, pages: asked.pages ?? 'first', ...decided },
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
    choices: { ...sorted.choices, manyPages: facts.filter(({ pages = 1 }) => pages > 1).length },
    duplicates,
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
