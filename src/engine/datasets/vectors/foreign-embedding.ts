import type { Embedding, EmbeddingColumn } from '../../../contract/space';
import type { ForeignColumn } from '../../../core/formats/foreign-table';
import { exactTypeOf } from '../../../core/tables/exact-numbers';
import type { ForeignVectors } from '../../../core/tables/take-vectors';
import type { LoadContext } from '../dataset';
import { labelsIn } from './classes-of';
import { readImages } from './foreign-images';
import { tellsOfLabels } from './metadata-beside';

/** An embedding from elsewhere, its places in a map where it came with some, and what is missing, in sentences. */
export interface ForeignEmbedding {
  embedding: Embedding;
  places: { positions: Float32Array; dims: 2 | 3 } | null;
  missing: string[];
}

/**
 * What the app makes of vectors from elsewhere: labels, files, coordinates and further columns as their roles say, images
 * from the files where these lie beside `file`. What cannot be known is NaN. Rejects with the signal's reason.
 */
export async function foreignEmbedding(
  file: string,
  { n, d, vectors, columns, roles, notes }: ForeignVectors,
  context: LoadContext,
): Promise<ForeignEmbedding> {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const taken = (role: { column: string } | null): ForeignColumn | undefined =>
    byName.get(role?.column ?? '');
  const named = (name: string): ForeignColumn | undefined =>
    columns.find((column) => column.name.trim().toLowerCase() === name);
  const [label, path, split] = [roles.label, roles.path, roles.split].map(taken);
  const { labels, labelNames } =
    label === undefined ? { labels: new Int32Array(n).fill(-1), labelNames: [] } : labelsIn(label, columns);
  const images = await readImages(file, path ?? null, context);
  const variances = logvarsAmong(columns, d);
  const [bce, kl] = ['bce', 'kl'].map(named).map((column) => (column?.numbers ? column : undefined));
  const used = new Set([
    ...[label, path, split, bce, kl, ...(variances ?? [])],
    ...['index', '__index_level_0__', 'unnamed: 0'].map((name) => numbering(named(name), (i) => i)),
    numbering(named('label'), (i) => labels[i]!),
  ]);
  const isTest = Uint8Array.from({ length: n }, (_, i) => (isTraining(split?.texts[i]) ? 0 : 1));
  const embedding: Embedding = {
    n,
    latent: d,
    ...images.shape,
    mu: vectors,
    logvar: interleaved(variances ?? [], n, d),
    bce: bce === undefined ? new Float32Array(n).fill(NaN) : Float32Array.from(bce.numbers!),
    kl: kl === undefined ? new Float32Array(n).fill(NaN) : Float32Array.from(kl.numbers!),
    labels,
    isTest,
    ...splitsBeside(split, n),
    labelNames,
    files: path === undefined ? [] : [...path.texts],
    pixels: images.pixels,
    ...(images.absent === undefined ? {} : { absent: images.absent }),
    columns: columns.filter((column) => !used.has(column)).map(columnOf),
  };
  const axes = roles.places?.columns.map((name) => byName.get(name)?.numbers ?? null) ?? null;
  const map = axes === null ? null : placesOf(axes, n);
  const missing = [
    ...notes,
    images.missing,
    map === null && axes !== null
      ? `Its places (${roles.places!.columns.join(', ')}) are not all finite numbers, so its points are laid out by this app.`
      : null,
    label === undefined && !tellsOfLabels(notes)
      ? 'It has no labels, so there are no classes to colour by.'
      : null,
    unknownOf(variances !== null, bce !== undefined, kl !== undefined),
    'Images are decoded from these vectors only by a model that is open and has as many latent dimensions.',
  ].filter((sentence) => sentence !== null);
  return { embedding, places: map, missing };
}

/** Whether a row was trained on, as data say it in any case. */
function isTraining(split: string | undefined): boolean {
  return /^train(ing)?$/i.test(split?.trim() ?? '');
}

/** What `isTest` cannot say: splits of other names, or that there is none. */
function splitsBeside(split: ForeignColumn | undefined, n: number): Pick<Embedding, 'splits'> {
  if (split === undefined) return { splits: new Array<string>(n).fill('') };
  const isPlain = split.texts.every((text) => text === 'train' || text === 'test');
  return isPlain ? {} : { splits: [...split.texts] };
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

/** A column as the map keeps it: numbers where float32 gives each of them back, else texts. */
export function columnOf(column: ForeignColumn): EmbeddingColumn {
  const { name, texts, numbers } = column;
  if (numbers === null) return { kind: 'text', name, values: [...texts] };
  if (exactTypeOf(column) === 'float32') return { kind: 'number', name, values: Float32Array.from(numbers) };
  return { kind: 'text', name, values: [...texts], numbers };
}

function placesOf(axes: readonly (Float64Array | null)[], n: number): ForeignEmbedding['places'] {
  if (axes.some((axis) => axis?.every(Number.isFinite) !== true)) return null;
  const dims = axes.length === 3 ? 3 : 2;
  const positions = new Float32Array(n * dims);
  axes.forEach((axis, at) => axis?.forEach((value, i) => (positions[i * dims + at] = value)));
  return { positions, dims };
}
