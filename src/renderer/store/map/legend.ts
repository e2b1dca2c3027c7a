import type { Embedding, LatentMap } from '../../../contract/space';
import { columnOf, shownColourBy, type Column, type NumberColumn } from './columns';
import type { ColourBy, MapViewSlice } from './map-state';

export interface LegendClass {
  /** Number of the class in its column, -1 for none. */
  id: number;
  name: string;
  count: number;
}

/** What the colours of the map mean. `scale`: values outside of `low` to `high` have the colour of the end. */
export type Legend =
  | { kind: 'classes'; title: string; classes: readonly LegendClass[] }
  | {
      kind: 'scale';
      title: string;
      low: number;
      high: number;
      /** Points in equal steps from `low` to `high`; those beyond count in the first and the last. */
      histogram: Uint32Array;
      /** Points without a number. */
      unknown: number;
    };

/** A column that the map is coloured by, and its legend. */
export interface Colouring {
  colourBy: ColourBy;
  column: Column;
  legend: Legend;
}

/** The share of the values at each end that a colour scale does not stretch for. */
const cut = 0.02;
const histogramSteps = 16;
/** Values that are sorted to find the ends of a scale. */
const sampleSize = 100_000;

/** The last colouring of each embedding: the scene and the panels ask for the same one. */
const known = new WeakMap<Embedding, { wish: ColourBy; map: LatentMap | null; colouring: Colouring }>();

/** What the map of an embedding is coloured by, for the user's wish. */
export function colouringOf(embedding: Embedding, map: LatentMap | null, wish: ColourBy): Colouring {
  const last = known.get(embedding);
  if (last?.wish === wish && last.map === map) return last.colouring;
  const colourBy = shownColourBy(wish, embedding, map);
  const holds = last?.colouring.colourBy === colourBy && (colourBy !== 'distortion' || last.map === map);
  const column = holds ? last.colouring.column : columnOf(embedding, map, colourBy);
  const colouring = holds ? last.colouring : { colourBy, column, legend: legendOf(column) };
  known.set(embedding, { wish, map, colouring });
  return colouring;
}

function legendOf(column: Column): Legend {
  if (column.kind === 'numbers') return scaleOf(column);
  const counts = new Map<number, number>();
  for (const id of column.classes) counts.set(id, (counts.get(id) ?? 0) + 1);
  const classes = [...counts]
    .sort(([first], [second]) => (first < 0 ? 1 : second < 0 ? -1 : first - second))
    .map(([id, count]) => ({
      id,
      count,
      name: id < 0 ? `no ${column.title.toLowerCase()}` : (column.names[id] ?? `class ${id}`),
    }));
  return { kind: 'classes', title: column.title, classes };
}

function scaleOf({ title, values }: NumberColumn): Legend {
  const stride = Math.max(1, Math.floor(values.length / sampleSize));
  const sample = new Float32Array(Math.ceil(values.length / stride));
  let found = 0;
  for (let i = 0; i < values.length; i += stride) {
    const value = values[i]!;
    if (Number.isFinite(value)) sample[found++] = value;
  }
  const sorted = sample.subarray(0, found).sort();
  const last = sorted.length - 1;
  const low = sorted[Math.floor(last * cut)] ?? 0;
  const high = sorted[Math.ceil(last * (1 - cut))] ?? 1;
  const histogram = new Uint32Array(histogramSteps);
  const scale = histogramSteps / (high - low || 1);
  let unknown = 0;
  for (const value of values) {
    if (Number.isNaN(value)) unknown += 1;
    else histogram[Math.min(histogramSteps - 1, Math.max(0, Math.floor((value - low) * scale)))]! += 1;
  }
  return { kind: 'scale', title, low, high, histogram, unknown };
}

/** 1 for each point that the legend dims: `[n]`. */
export function dimmedPoints(
  { column, legend }: Colouring,
  { dimmed, range }: Pick<MapViewSlice, 'dimmed' | 'range'>,
): Uint8Array {
  if (column.kind === 'classes') {
    const { classes } = column;
    const mask = new Uint8Array(classes.length);
    if (dimmed.size === 0) return mask;
    for (let i = 0; i < classes.length; i += 1) if (dimmed.has(classes[i]!)) mask[i] = 1;
    return mask;
  }
  const { values } = column;
  const mask = new Uint8Array(values.length);
  if (range === null || legend.kind !== 'scale') return mask;
  // An end of the range that is an end of the scale lets all beyond it through.
  const from = range[0] <= legend.low ? -Infinity : range[0];
  const to = range[1] >= legend.high ? Infinity : range[1];
  for (let i = 0; i < values.length; i += 1) if (!(values[i]! >= from && values[i]! <= to)) mask[i] = 1;
  return mask;
}
