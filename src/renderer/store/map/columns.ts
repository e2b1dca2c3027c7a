import type { Embedding, LatentMap } from '../../../contract/space';
import type { ColourBy } from './map-state';
import { withMinus } from '../number-text';

/** A class of each point: `classes` `[n]` numbers into `names`, -1 for none. */
export interface ClassColumn {
  kind: 'classes';
  title: string;
  classes: Int32Array;
  names: readonly string[];
}

/** A number for each point: `values` `[n]`, NaN where there is none; doubles where float32 would make several of them one. */
export interface NumberColumn {
  kind: 'numbers';
  title: string;
  values: Float32Array | Float64Array;
}

export type Column = ClassColumn | NumberColumn;

/** What the user may colour by, in groups. */
export interface ColumnGroup {
  title: string;
  columns: readonly { value: ColourBy; title: string }[];
}

export function hasLabels(embedding: Embedding): boolean {
  return embedding.labelNames.length > 0 && embedding.labels.some((label) => label >= 0);
}

function hasSplits({ isTest, splits }: Embedding): boolean {
  if (splits?.some((one) => one !== splits[0]) === true) return true;
  return isTest.some((one) => one !== isTest[0]);
}

/** Of vectors from elsewhere neither the errors nor the variances of a posterior are known. */
function isKnown(values: Float32Array): boolean {
  return values.some((value) => !Number.isNaN(value));
}

/** The columns that tell points of these images apart. */
export function columnGroups(embedding: Embedding, map: LatentMap | null): ColumnGroup[] {
  const classes: ColumnGroup['columns'] = [
    ...(hasLabels(embedding) ? [{ value: 'label' as const, title: 'Label' }] : []),
    ...(hasSplits(embedding) ? [{ value: 'split' as const, title: 'Split' }] : []),
    ...(embedding.files.length > 0 ? [{ value: 'folder' as const, title: 'Folder' }] : []),
  ];
  const quality: ColumnGroup['columns'] = [
    ...(isKnown(embedding.bce) ? [{ value: 'bce' as const, title: 'Error' }] : []),
    ...(isKnown(embedding.kl) ? [{ value: 'kl' as const, title: 'KL' }] : []),
    ...(fits(map, embedding) ? [{ value: 'distortion' as const, title: 'Distortion' }] : []),
  ];
  const own = (embedding.columns ?? []).map(({ name }) => ({
    value: `column:${name}` as const,
    title: name,
  }));
  const dimensions = Array.from({ length: embedding.latent }, (_, at) => at);
  const groups: ColumnGroup[] = [
    { title: 'Classes', columns: classes },
    { title: 'Quality', columns: quality },
    { title: 'Columns of the data', columns: own },
    { title: 'Latent mean', columns: dimensions.map((at) => ({ value: `mu_${at}`, title: `mu_${at}` })) },
    {
      title: 'Latent log variance',
      columns: isKnown(embedding.logvar)
        ? dimensions.map((at) => ({ value: `logvar_${at}` as const, title: `logvar_${at}` }))
        : [],
    },
  ];
  return groups.filter((group) => group.columns.length > 0);
}

/** What is coloured by: the user's wish, or the nearest that these images have. */
export function shownColourBy(wish: ColourBy, embedding: Embedding, map: LatentMap | null): ColourBy {
  const offered = columnGroups(embedding, map).flatMap(({ columns }) => columns);
  if (offered.some(({ value }) => value === wish)) return wish;
  if (hasLabels(embedding)) return 'label';
  return isKnown(embedding.bce) ? 'bce' : (offered[0]?.value ?? 'mu_0');
}

/** A map and an embedding may come from different moments while a run trains. */
function fits(map: LatentMap | null, embedding: Embedding): map is LatentMap {
  return map !== null && map.distortion.length === embedding.n;
}

/** The column that `colourBy` names, as `shownColourBy` gave it. */
export function columnOf(embedding: Embedding, map: LatentMap | null, colourBy: ColourBy): Column {
  switch (colourBy) {
    case 'label':
      return {
        kind: 'classes',
        title: 'Label',
        classes: embedding.labels,
        names: embedding.labelNames,
      };
    case 'split':
      if (embedding.splits !== undefined) return textColumn('Split', embedding.splits);
      return {
        kind: 'classes',
        title: 'Split',
        classes: Int32Array.from(embedding.isTest),
        names: ['train', 'test'],
      };
    case 'folder':
      return textColumn('Folder', embedding.files.map(folderOf));
    case 'bce':
      return { kind: 'numbers', title: 'Error, nats', values: embedding.bce };
    case 'kl':
      return { kind: 'numbers', title: 'KL, nats', values: embedding.kl };
    case 'distortion':
      return {
        kind: 'numbers',
        title: 'Distortion: share of neighbours lost',
        values: map?.distortion ?? new Float32Array(embedding.n).fill(Number.NaN),
      };
    default:
      return furtherColumn(embedding, colourBy);
  }
}

function furtherColumn(embedding: Embedding, colourBy: ColourBy): Column {
  const [, which, dimension] = /^(mu|logvar)_(\d+)$/.exec(colourBy) ?? [];
  if (which !== undefined) {
    const table = which === 'mu' ? embedding.mu : embedding.logvar;
    return { kind: 'numbers', title: colourBy, values: strided(table, embedding, Number(dimension)) };
  }
  const name = colourBy.slice('column:'.length);
  const found = (embedding.columns ?? []).find((column) => column.name === name);
  if (found === undefined) return { kind: 'classes', title: name, ...noClasses(embedding.n) };
  if (found.kind === 'text')
    return found.numbers === undefined
      ? textColumn(name, found.values)
      : { kind: 'numbers', title: name, values: found.numbers };
  return { kind: 'numbers', title: name, values: found.values };
}

/** What a further column, of the data or a latent dimension, has for an image; null for every other column, or nothing. */
export function furtherValue(embedding: Embedding, colourBy: ColourBy, row: number): string | null {
  const [, which, dimension] = /^(mu|logvar)_(\d+)$/.exec(colourBy) ?? [];
  if (which !== undefined) {
    const table = which === 'mu' ? embedding.mu : embedding.logvar;
    return shownValue(table[row * embedding.latent + Number(dimension)]);
  }
  const column = (embedding.columns ?? []).find(({ name }) => colourBy === `column:${name}`);
  return shownValue(column?.values[row]);
}

/** A value of a column as one reads it; null for none. */
export function shownValue(value: string | number | undefined): string | null {
  if (value === undefined || value === '' || Number.isNaN(value)) return null;
  return typeof value === 'string' ? value : withMinus(String(Number(value.toPrecision(6))));
}

/** One column of a table `[n, latent]`. */
function strided(table: Float32Array, { n, latent }: Embedding, dimension: number): Float32Array {
  const out = new Float32Array(n);
  for (let i = 0; i < n; i += 1) out[i] = table[i * latent + dimension] ?? Number.NaN;
  return out;
}

const naturally = new Intl.Collator('en', { numeric: true });

/** Texts as classes, the most frequent first, then as one counts: a2 before a10; an empty text is no class. */
function textColumn(title: string, texts: readonly string[]): ClassColumn {
  const counts = new Map<string, number>();
  for (const text of texts) if (text !== '') counts.set(text, (counts.get(text) ?? 0) + 1);
  const names = [...counts].sort(([a, n], [b, m]) => m - n || naturally.compare(a, b)).map(([name]) => name);
  const number = new Map(names.map((name, at) => [name, at]));
  return { kind: 'classes', title, classes: Int32Array.from(texts, (text) => number.get(text) ?? -1), names };
}

function noClasses(n: number): Pick<ClassColumn, 'classes' | 'names'> {
  return { classes: new Int32Array(n).fill(-1), names: [] };
}

/** The folder of a file, `.` for none. */
function folderOf(file: string): string {
  const parts = file.split(/[\\/]/);
  return parts.length > 1 ? parts.slice(0, -1).join('/') : '.';
}
