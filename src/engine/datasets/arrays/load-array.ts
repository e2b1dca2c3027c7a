import path from 'node:path';
import sharp from 'sharp';
import {
  noChoices,
  noDuplicates,
  usualPixels as usual,
  type DataOptions,
  type LeftOut,
} from '../../../contract/dataset';
import { UserError } from '../../../contract/errors';
import { foreignColumn } from '../../../core/formats/foreign-table';
import { FormatError } from '../../../core/formats/format-error';
import {
  imageAxes,
  imageBytes,
  valueRange,
  type ImageAxes,
  type ValueRange,
} from '../../../core/formats/image-array';
import { readNpy, readNpyHeader, type NpyArray } from '../../../core/formats/npy';
import { matchedToVectors } from '../../../core/tables/match-companion';
import { rolesOf } from '../../../core/tables/table-roles';
import { groundOf, luma, tripled, type Target } from '../../images/raster';
import { readParsed } from '../../runs/read-bytes';
import type { Dataset, ImageSet, LoadContext } from '../dataset';
import { fingerprint } from '../fingerprint';
import { place, splitTest } from '../split';
import { proposeShape } from '../propose-shape';
import { readCompanion } from '../vectors/read-companion';
import type { ArrayFiles } from './array-source';

const [LEAST_SIDE, MOST_SIDE] = [16, 128];
const MOST_BYTES = 2 ** 32;
/** After so many images the window hears how far it is, and may end it. */
const AT_A_TIME = 256;

/**
 * Reads the images of an array: `[n, h, w]`, `[n, h, w, c]` or `[n, c, h, w]`, bytes or other numbers, with a label for each
 * where a file of labels is named. A share of each class is kept for testing. Images that hold what is no number are left out
 * and named. Throws UserError when it holds no images, or the labels are not of as many; rejects with the signal's reason.
 */
export async function loadArray(
  { images, labels }: ArrayFiles,
  asked: DataOptions,
  context: LoadContext,
): Promise<Dataset> {
  const name = path.basename(images);
  const { array, axes, isTruth } = await readParsed(images, (bytes) => imagesIn(bytes));
  context.signal.throwIfAborted();
  const range = rangeOf(array, isTruth, asked.levels);
  const { target, note } = targetOf(axes, asked, range);
  const size = target.side * target.side * target.channels;
  if (axes.n * size > MOST_BYTES) {
    throw new UserError(
      `The ${axes.n} images in ${images} need ${((axes.n * size) / 2 ** 30).toFixed(1)} GB at ${target.side} pixels: choose a smaller size.`,
    );
  }
  const files = Array.from({ length: axes.n }, (_, i) => `${name}#${i}`);
  const table = tableOf(asked.labels, name) ?? labels;
  const classes = table === null ? null : await labelsFrom(table, files);
  const pixels = new Uint8Array(axes.n * size);
  const leftOut: LeftOut[] = [];
  const kept: number[] = [];
  for (let i = 0; i < axes.n; i++) {
    const bytes = imageBytes(array.data, i, axes, range);
    if (bytes === null)
      leftOut.push({ file: files[i]!, reason: 'it holds a value that is not a finite number' });
    else {
      pixels.set(await shaped(bytes, axes, target), kept.length * size);
      kept.push(i);
    }
    if (i % AT_A_TIME > 0) continue;
    context.onProgress({ text: 'Reading the images', done: i, total: axes.n });
    await new Promise(setImmediate);
    context.signal.throwIfAborted();
  }
  if (kept.length === 0)
    throw new UserError(`None of the ${axes.n} images in ${images} is all finite numbers: save it again.`);
  const parts = divided(
    kept.map((i) => files[i]!),
    kept.map((i) => classes?.labels[i] ?? -1),
    asked,
  );
  const setOf = (rows: readonly number[]): ImageSet => {
    const own = new Uint8Array(rows.length * size);
    rows.forEach((row, at) => own.set(pixels.subarray(row * size, (row + 1) * size), at * size));
    return {
      n: rows.length,
      pixels: own,
      labels: Int32Array.from(rows, (row) => classes?.labels[kept[row]!] ?? -1),
      files: rows.map((row) => files[kept[row]!]!),
    };
  };
  const [train, test] = [setOf(parts.train), setOf(parts.test)];
  const { height, width } = axes;
  return {
    source: { kind: 'images', paths: labels === null ? [images] : [images, labels] },
    options: { ...asked, ...target },
    name,
    side: target.side,
    channels: target.channels,
    labelNames: classes?.names ?? [],
    train,
    test,
    fingerprint: fingerprint(train, test),
    leftOut,
    notes: [saidOf(array.shape, axes), range.note, note, ...(classes?.notes ?? []), parts.note].filter(
      (sentence) => sentence !== null,
    ),
    formats: [],
    sizes: {
      of: axes.n,
      smallest: { width, height },
      median: { width, height },
      largest: { width, height },
    },
    choices: noChoices,
    duplicates: noDuplicates,
    cached: 0,
  };
}

function imagesIn(bytes: Uint8Array): { array: NpyArray; axes: ImageAxes; isTruth: boolean } {
  // The header says it before gigabytes are read.
  const { shape, descr } = readNpyHeader(bytes);
  const axes = imageAxes(shape);
  if (axes === null) {
    throw new FormatError(
      `It holds an array of shape [${shape.join(', ')}], and images are [n, height, width], [n, height, width, channels] or [n, channels, height, width].`,
    );
  }
  return { array: readNpy(bytes), axes, isTruth: descr.endsWith('b1') };
}

function saidOf(shape: readonly number[], { n, height, width, channels, channelsFirst }: ImageAxes): string {
  const colours = channels === 1 ? 'grey' : channels === 3 ? 'in colour' : 'in colour with transparency';
  const order = channelsFirst ? ', its channels before its pixels' : '';
  return `An array of shape [${shape.join(', ')}] is taken as ${n} images of ${width} by ${height} pixels, ${colours}${order}.`;
}

/** The numbers that were asked for, as those of the run that the images are given to, else what the array itself tells. */
function rangeOf({ data }: NpyArray, isTruth: boolean, asked: DataOptions['levels']): ValueRange {
  if (typeof asked !== 'object') return valueRange(data, isTruth);
  const note = `${asked.low} is taken for black and ${asked.high} for white, as was asked for; what lies beyond is cut off.`;
  return { ...asked, note, isOwn: true };
}

/** As asked, else the side and the colours that folders of such images would be read with. */
function targetOf(
  { n, height, width, channels }: ImageAxes,
  asked: DataOptions,
  { low, high, isOwn }: ValueRange,
): { target: Target; note: string | null } {
  const own = height === width && height >= LEAST_SIDE && height <= MOST_SIDE ? height : null;
  const file = { path: '', file: '', className: null, size: 0, mtime: 0, ctime: 0, inode: 0 };
  const grey = channels === 1;
  const probe = { file, width, height, grey, format: 'PNG' as const, pixels: new Uint8Array() };
  const proposed = proposeShape([probe], 1);
  const side = asked.side ?? own ?? proposed?.side ?? LEAST_SIDE;
  const target: Target = {
    side,
    channels: asked.channels ?? (grey ? 1 : 3),
    fit: asked.fit ?? usual.fit,
    invert: asked.invert ?? usual.invert,
    ground: asked.ground ?? usual.ground,
    levels: isOwn ? { low, high } : usual.levels,
  };
  const isAsIs = side === height && side === width;
  const size = `${side} by ${side} pixels`;
  const note = isAsIs
    ? null
    : `The ${n} images are made ${size}${asked.side === undefined ? ', which can be chosen' : ''}.`;
  return { target, note };
}

async function shaped(bytes: Uint8Array, axes: ImageAxes, target: Target): Promise<Uint8Array> {
  const { height, width, channels } = axes;
  const { side, fit, invert } = target;
  let pixels = bytes;
  let depth: number = channels;
  if (height !== side || width !== side || channels === 4) {
    const [r, g, b] = groundOf(target);
    const background = { r, g, b };
    const how = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const;
    let image = sharp(bytes, { raw: { width, height, channels } });
    if (channels === 4) image = image.flatten({ background });
    const { data, info } = await image
      .resize(side, side, { fit: how[fit], background })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    [pixels, depth] = [data, info.channels];
  }
  if (target.channels === 1 && depth === 3) pixels = luma(pixels);
  if (target.channels === 3 && depth === 1) pixels = tripled(pixels);
  return invert ? pixels.map((value) => 255 - value) : pixels;
}

/** The file of labels that was asked for, as for a folder. Throws UserError for labels that only names of files could tell. */
function tableOf(asked: DataOptions['labels'], name: string): string | null {
  if (asked === undefined || asked.from === 'folders') return null;
  if (asked.from === 'file') return path.resolve(asked.path);
  throw new UserError(
    `The images in ${name} have no file names of their own, so no pattern tells their labels: name a file with a row for each of them.`,
  );
}

/**
 * The labels of images, matched by the names that they have here (`F.npy#0`) or by their numbers, else one after the other; of
 * several columns the one that is called as labels are, else the first. Classes in the order of their numbers where all are
 * numbers, else by name; -1 for none.
 */
async function labelsFrom(
  file: string,
  images: readonly string[],
): Promise<{ labels: Int32Array; names: string[]; notes: string[] }> {
  const n = images.length;
  const name = path.basename(file);
  const own = [foreignColumn('file', images)];
  const { columns, notes } = matchedToVectors(await readCompanion(file, n, 'image'), own, name, 'image');
  const kept = columns.filter((column) => column.name !== 'index');
  const [first, second] = kept;
  if (first === undefined) throw new UserError(`${file} has no column of labels.`);
  const table = {
    columns: [],
    metadata: kept,
    arrays: [{ name: '', n, d: 1, data: new Float32Array(0) }],
    notes: [],
    ...(second === undefined ? { loneLabel: first.name } : {}),
  };
  const label = rolesOf(table).label?.column;
  const column = kept.find((each) => each.name === label) ?? first;
  const values = new Set(column.texts.filter((text) => text !== ''));
  const isNumeric = [...values].every((text) => Number.isFinite(Number(text)));
  const names = [...values].sort((a, b) => (isNumeric ? Number(a) - Number(b) : a < b ? -1 : 1));
  const places = new Map(names.map((each, i) => [each, i]));
  const others = kept.filter((each) => each !== column).map((each) => each.name);
  const more = others.length === 0 ? '' : `, and ${others.join(', ')} left aside`;
  const guess =
    label === undefined && others.length > 0 ? ': call the right one "label" if it is another' : '';
  return {
    labels: Int32Array.from(column.texts, (text) => places.get(text) ?? -1),
    names,
    notes: [...notes, `Labels are taken from ${name} (${column.name})${more}${guess}.`],
  };
}

/** Rows for training, as many as `limit` allows, drawn by the split's seed, and rows for testing. */
function divided(
  files: readonly string[],
  labels: readonly number[],
  { splitSeed = 0, testShare, limit = Infinity }: DataOptions,
): { train: number[]; test: number[]; note: string | null } {
  const isTest = splitTest(files, labels, splitSeed, testShare);
  const rows = files.map((_, i) => i);
  const all = rows.filter((i) => isTest[i] === 0);
  const test = rows.filter((i) => isTest[i] === 1);
  if (all.length <= limit) return { train: all, test, note: null };
  const drawn = [...all].sort((a, b) => place(files[b]!, splitSeed) - place(files[a]!, splitSeed));
  return {
    train: drawn.slice(0, limit).sort((a, b) => a - b),
    test,
    note: `${limit} of ${all.length} training images are used, drawn with the split's seed; the others are left aside.`,
  };
}
