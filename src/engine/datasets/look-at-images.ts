import {
  noDuplicates,
  type DataOptions,
  type DatasetSummary,
  type ImageSamples,
  type LeftOut,
} from '../../contract/dataset';
import { planNetwork } from '../../core/network/plan';
import { DecoderPool } from '../images/decoder-pool';
import type { ImageFormat } from '../images/protocol';
import type { LoadContext } from './dataset';
import { decidePixels, levelsThatFit, noteOnFlat } from './decide-pixels';
import { splitOf } from './draw-split';
import { everyPage } from './every-page';
import { formatsOf, samplePlaces, sizesOf } from './facts';
import { oddNotes } from './flat-note';
import type { FoundFile } from './found-file';
import { findFiles, nameOf, resolved, type ImageSource } from './image-source';
import { noImages } from './no-images';
import { PROBE_SIDE, probeFiles, type Probe } from './probe-files';
import { proposeShape } from './propose-shape';
import { classesOf, sortImages, type SortedImages } from './sort-images';

const SNIFFED_AT_A_TIME = 256;

/**
 * A first look at images, quick however many there are: each file's first bytes say whether it is an image, and 200 of
 * them are looked at. What only a whole reading finds, damaged files, is not known yet.
 * Throws NoImages when there is none; rejects with the signal's reason when that is aborted.
 */
export async function lookAtImages(
  source: ImageSource,
  asked: DataOptions,
  latent: number,
  context: LoadContext,
): Promise<DatasetSummary> {
  const at = resolved(source);
  const onFound = (done: number): void =>
    context.onProgress({ text: `Looking through the folder: ${done} files`, done: 0, total: 0 });
  const pool = new DecoderPool();
  const stop = (): void => pool.close();
  context.signal.addEventListener('abort', stop);
  try {
    pool.warmUp();
    const { signal } = context;
    const found = await findFiles(at, { signal, onFound, withSystem: asked.rules === 1 });
    if (found.files.length === 0) throw noImages(at, found.leftOut);
    const sorted = await sortImages(at, found, asked);
    const { images: files, formats, leftOut: others } = await sniffFiles(sorted.files, pool, context);
    const leftOut = [...sorted.leftOut, ...others].sort((a, b) => (a.file < b.file ? -1 : 1));
    if (files.length === 0) throw noImages(at, leftOut);
    const images = asked.pages === 'all' ? await everyPage(files, pool, signal) : files;
    const decided = await decidePixels(images, asked, pool, signal);
    const first = await probeFiles(images, decided.how, pool, signal);
    const better = await levelsThatFit(images, asked, first, pool, signal);
    const how = better === null ? decided.how : { ...decided.how, levels: better.levels };
    const probes = better === null ? first : await probeFiles(images, how, pool, signal);
    const looked = { pixelsOf: (row: number) => probes[row]!.pixels, channels: 3 as const };
    const flat = await noteOnFlat(
      probes.map(({ file }) => file),
      looked,
      { ...how, invert: false },
      pool,
      signal,
    );
    const proposed = proposeShape(probes, images.length);
    const side = asked.side ?? proposed?.side ?? 28;
    const channels = asked.channels ?? proposed?.channels ?? 1;
    const asProposed = asked.side === undefined && asked.channels === undefined && proposed !== null;
    const many = probes.filter(({ pages = 1 }) => pages > 1).length;
    const notes = [
      asProposed ? proposed.note : null,
      ...decided.notes,
      better?.note,
      ...sorted.notes,
      flat,
      ...oddNotes(probes, how.levels, asked.pages === 'all'),
    ];
    return {
      source: at,
      name: nameOf(at),
      ...countsOf(images, sorted, asked),
      side,
      channels,
      leftOut,
      notes: notes.filter((note) => note != null),
      parameterCount: planNetwork({ side, channels, latent }).parameterCount,
      whole: false,
      formats: formatsOf(formats.map((format) => ({ format }))),
      sizes: sizesOf(probes),
      samples: samplesOf(probes, classesOf(images, sorted.options.rules)),
      options: { ...asked, side, channels, ...how, pages: asked.pages ?? 'first', ...sorted.options },
      choices: { ...sorted.choices, manyPages: many === 0 ? null : many },
      duplicates: noDuplicates,
      cached: 0,
    };
  } finally {
    context.signal.removeEventListener('abort', stop);
    pool.close();
  }
}

/** Tells images from other files by their first bytes. */
async function sniffFiles(
  files: readonly FoundFile[],
  pool: DecoderPool,
  { signal, onProgress }: LoadContext,
): Promise<{ images: FoundFile[]; formats: ImageFormat[]; leftOut: LeftOut[] }> {
  const formats = new Array<ImageFormat | null>(files.length).fill(null);
  const leftOut: LeftOut[] = [];
  const starts = Array.from(
    { length: Math.ceil(files.length / SNIFFED_AT_A_TIME) },
    (_, i) => i * SNIFFED_AT_A_TIME,
  );
  let done = 0;
  const sniff = async (start: number): Promise<void> => {
    const part = files.slice(start, start + SNIFFED_AT_A_TIME);
    const told = await pool.decode({ kind: 'sniff', files: part.map((each) => each.path) });
    signal.throwIfAborted();
    told.forEach((one, i) => {
      if (one.kind === 'sniffed') formats[start + i] = one.format;
      else if (one.kind === 'refused') leftOut.push({ file: part[i]!.file, reason: one.reason });
    });
    done += part.length;
    onProgress({ text: 'Looking at the files', done, total: files.length });
  };
  await Promise.all(starts.map(sniff));
  return {
    images: files.filter((_, i) => formats[i] !== null),
    formats: formats.filter((format) => format !== null),
    leftOut,
  };
}

/** How the split would divide the files, were all of them readable. */
function countsOf(
  images: readonly FoundFile[],
  { options: { rules, splits } }: SortedImages,
  { splitSeed = 0, testShare, limit }: DataOptions,
): Pick<DatasetSummary, 'train' | 'test' | 'classes'> {
  const names = classesOf(images, rules);
  const places = new Map(names.map((name, i) => [name, i]));
  const labels = images.map(({ className }) => places.get(className ?? '') ?? -1);
  const isTest = splitOf(images, labels, { splits, seed: splitSeed, share: testShare });
  const classes = names.map((name) => ({ name, train: 0, test: 0 }));
  let test = 0;
  labels.forEach((label, i) => {
    test += isTest[i]!;
    const one = classes[label];
    if (one !== undefined) one[isTest[i] === 1 ? 'test' : 'train'] += 1;
  });
  const train = Math.min(images.length - test, limit ?? Infinity);
  return { train, test, classes };
}

function samplesOf(probes: readonly Probe[], classes: readonly string[]): ImageSamples {
  const labels = probes.map(({ file }) => (file.className === null ? -1 : classes.indexOf(file.className)));
  const places = samplePlaces(labels);
  const size = PROBE_SIDE * PROBE_SIDE * 3;
  const pixels = new Uint8Array(places.length * size);
  places.forEach((place, i) => pixels.set(probes[place]!.pixels, i * size));
  return {
    n: places.length,
    side: PROBE_SIDE,
    channels: 3,
    labels: Int32Array.from(places, (place) => labels[place]!),
    pixels,
  };
}
