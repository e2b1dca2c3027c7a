import path from 'node:path';
import type { AbsentImages, Embedding, EmbeddingColumn } from '../../../contract/space';
import {
  AXES,
  FILE_NAMES,
  LABEL_NAMES,
  type ForeignColumn,
  type ForeignVectors,
} from '../../../core/formats/foreign-table';
import { lstat } from 'node:fs/promises';
import { isBelow } from './copy-vectors';
import { DecoderPool } from '../../images/decoder-pool';
import type { LoadContext } from '../dataset';
import { usual } from '../decide-pixels';
import { readPixels } from '../read-pixels';
import type { FoundFile } from '../found-file';

/** Of decoded images, where none came with the vectors and no model tells another. */
const NO_IMAGE_SIDE = 16;
const IMAGE_SIDE = 64;

/** An embedding from elsewhere, its places in a map where it came with some, and what is missing, in sentences. */
export interface ForeignEmbedding {
  embedding: Embedding;
  places: { positions: Float32Array; dims: 2 | 3 } | null;
  missing: string[];
}

/**
 * What the app makes of vectors from elsewhere: labels, files, coordinates and further columns by their names, images
 * from the files where these lie beside `file`. What cannot be known is NaN. Rejects with the signal's reason.
 */
export async function foreignEmbedding(
  file: string,
  { n, d, vectors, columns }: ForeignVectors,
  context: LoadContext,
): Promise<ForeignEmbedding> {
  const named = (names: readonly string[]): ForeignColumn | undefined =>
    names.map((name) => columns.find((column) => column.name.toLowerCase() === name)).find((found) => found);
  const label = named(LABEL_NAMES);
  const files = named(FILE_NAMES);
  const split = named(['split']);
  const axes = AXES.map((name) => named([name])?.numbers ?? null);
  const labelNames = label === undefined ? [] : classesOf(label, named(['label']));
  const places = new Map(labelNames.map((name, i) => [name, i]));
  const labels = Int32Array.from({ length: n }, (_, i) => places.get(label?.texts[i] ?? '') ?? -1);
  const images = await readImages(file, files?.texts ?? null, context);
  const used = new Set([
    label,
    files,
    split,
    ...['index', '__index_level_0__', 'unnamed: 0'].map((name) => numbering(named([name]), (i) => i)),
    numbering(named(['label']), (i) => labels[i]!),
    ...AXES.map((axis) => named([axis])),
  ]);
  const variances = logvarsAmong(columns, d);
  const [bce, kl] = ['bce', 'kl']
    .map((name) => named([name]))
    .map((column) => (column?.numbers ? column : undefined));
  for (const own of [...(variances ?? []), bce, kl]) used.add(own);
  const embedding: Embedding = {
    n,
    latent: d,
    ...images.shape,
    mu: vectors,
    logvar: interleaved(variances ?? [], n, d),
    bce: bce?.numbers ?? new Float32Array(n).fill(NaN),
    kl: kl?.numbers ?? new Float32Array(n).fill(NaN),
    labels,
    isTest: Uint8Array.from({ length: n }, (_, i) => (split?.texts[i] === 'train' ? 0 : 1)),
    labelNames,
    files: files === undefined ? [] : [...files.texts],
    pixels: images.pixels,
    ...(images.absent === undefined ? {} : { absent: images.absent }),
    columns: columns.filter((column) => !used.has(column)).map(columnOf),
  };
  const map = placesOf(axes, n);
  const missing = [
    images.missing,
    map === null && axes[0] != null && axes[1] != null
      ? 'Its x, y and z are not all finite numbers, so its points are laid out anew.'
      : null,
    label === undefined ? 'It has no labels, so there are no classes to colour by.' : null,
    unknownOf(variances !== null, bce !== undefined, kl !== undefined),
    'Images are decoded from these vectors only by a model that is open and has as many latent dimensions.',
  ].filter((sentence) => sentence !== null);
  return { embedding, places: map, missing };
}

/** What a table of this app's has beside its vectors, and others have not. */
function unknownOf(hasVariances: boolean, hasError: boolean, hasDivergence: boolean): string | null {
  const unknown = [
    ...(hasVariances ? [] : ['variances (logvar_0, …)']),
    ...(hasError ? [] : ['reconstruction errors (bce)']),
    ...(hasDivergence ? [] : ['divergences (kl)']),
  ];
  if (unknown.length === 0) return null;
  return `Its posterior is not known: without ${unknown.join(', ')} there is nothing of them to colour by or to export.`;
}

/** The columns `logvar_0`, `logvar_1`, … where there is one of numbers for each dimension. */
function logvarsAmong(columns: readonly ForeignColumn[], d: number): ForeignColumn[] | null {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const found = Array.from({ length: d }, (_, i) => byName.get(`logvar_${i}`)).filter(
    (column) => column !== undefined && column.numbers !== null,
  );
  return found.length === d ? found.filter((column) => column !== undefined) : null;
}

/** `[n, d]` of columns of numbers; NaN where there are none. */
function interleaved(columns: readonly ForeignColumn[], n: number, d: number): Float32Array {
  const values = new Float32Array(n * d).fill(NaN);
  columns.forEach(({ numbers }, at) => numbers?.forEach((value, i) => (values[i * d + at] = value)));
  return values;
}

/**
 * The classes in a column of labels: by the numbers that came with their names, else by their own where they are all
 * numbers, else as they first appear.
 */
function classesOf({ texts, numbers }: ForeignColumn, numbered: ForeignColumn | undefined): string[] {
  const by = numbered?.numbers ?? numbers;
  const order = new Map<string, number>();
  texts.forEach((text, i) => {
    if (text !== '' && !order.has(text)) order.set(text, by?.[i] ?? 0);
  });
  const all = [...order];
  if (all.some(([, place]) => Number.isNaN(place))) return all.map(([name]) => name);
  return all.sort(([, a], [, b]) => a - b).map(([name]) => name);
}

/** A column that only numbers what is numbered here as well; undefined when it says more. */
function numbering(
  column: ForeignColumn | undefined,
  ours: (row: number) => number,
): ForeignColumn | undefined {
  const isOurs = column?.numbers?.every(
    (value, i) => value === ours(i) || (Number.isNaN(value) && ours(i) < 0),
  );
  return isOurs === true ? column : undefined;
}

function columnOf({ name, texts, numbers }: ForeignColumn): EmbeddingColumn {
  return numbers === null
    ? { kind: 'text', name, values: [...texts] }
    : { kind: 'number', name, values: numbers };
}

function placesOf(axes: readonly (Float32Array | null)[], n: number): ForeignEmbedding['places'] {
  const [x, y, z] = axes;
  if (x == null || y == null) return null;
  const known = z == null ? [x, y] : [x, y, z];
  if (known.some((axis) => !axis.every(Number.isFinite))) return null;
  const dims = z == null ? 2 : 3;
  const positions = new Float32Array(n * dims);
  known.forEach((axis, at) => axis.forEach((value, i) => (positions[i * dims + at] = value)));
  return { positions, dims };
}

interface Images {
  shape: { side: number; channels: 1 | 3 };
  /** `[n, side, side, channels]`; empty where there are none, black where one of them is missing. */
  pixels: Uint8Array;
  /** Which of them are missing, where some are there. */
  absent?: AbsentImages;
  missing: string | null;
}

async function readImages(
  file: string,
  names: readonly string[] | null,
  context: LoadContext,
): Promise<Images> {
  const folder = path.dirname(file);
  const found: (FoundFile & { row: number })[] = [];
  for (const [row, name] of (names ?? []).entries()) {
    if (name === '') continue;
    const full = path.resolve(folder, name);
    // Only what lies beside the table: it must not name any file of the machine.
    if (!isBelow(folder, name)) continue;
    const stats = await lstat(full).catch(() => null);
    if (stats?.isFile() !== true) continue;
    found.push({
      row,
      path: full,
      file: name,
      className: null,
      size: stats.size,
      mtime: stats.mtimeMs,
      ctime: stats.ctimeMs,
      inode: stats.ino,
    });
  }
  const n = names?.length ?? 0;
  if (found.length === 0) {
    const side = NO_IMAGE_SIDE;
    const why = names === null ? 'It came without images' : `None of its ${n} image files lies beside it`;
    return {
      shape: { side, channels: 1 },
      pixels: new Uint8Array(),
      missing: `${why}, so points stay points.`,
    };
  }
  const side = IMAGE_SIDE;
  const pool = new DecoderPool();
  const stop = (): void => pool.close();
  context.signal.addEventListener('abort', stop);
  try {
    const shape = { side, channels: 3, ...usual } as const;
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
