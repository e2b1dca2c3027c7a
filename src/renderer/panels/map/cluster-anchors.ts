import type { ClassColumn } from '../../store/map/columns';
import type { LegendClass } from '../../store/map/legend';

/** A name over the middle of a class. */
export interface ClusterAnchor {
  id: number;
  name: string;
  count: number;
}

export interface ClusterAnchors {
  anchors: readonly ClusterAnchor[];
  /** Median of each class's places, `[anchors, dims]`. */
  places: Float32Array;
  /** Some of each class's places, `[anchors, OUTLINE, dims]`: the name stands above these. */
  outline: Float32Array;
}

/** Names at most: beyond that they would hide the map. */
const mostNames = 60;
/** Points of a class that its median is taken of. */
const sampleSize = 2000;

/** Points of a class that say how far up in the view it reaches. */
export const OUTLINE = 32;

/**
 * Where the names of the largest classes stand: at the median of each axis, which a few strays do not move. Of points
 * that are not lit nothing is named. @param positions `[n, dims]`; @param unlit `[n]`, 1 for a point that is not lit;
 * null when all are
 */
export function clusterAnchors(
  { classes }: ClassColumn,
  legend: readonly LegendClass[],
  positions: Float32Array,
  dims: 2 | 3,
  unlit: Uint8Array | null,
): ClusterAnchors {
  const largest = litClasses(classes, legend, unlit)
    .filter(({ id, count }) => id >= 0 && count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostNames);
  const rows = new Map<number, { rows: number[]; stride: number; seen: number }>();
  for (const { id, count } of largest)
    rows.set(id, { rows: [], stride: Math.ceil(count / sampleSize), seen: 0 });
  for (let i = 0; i < classes.length; i += 1) {
    const sample = rows.get(classes[i]!);
    if (sample === undefined || unlit?.[i] === 1) continue;
    if (sample.seen % sample.stride === 0 && Number.isFinite(positions[i * dims])) sample.rows.push(i);
    sample.seen += 1;
  }
  const anchors = largest.filter(({ id }) => (rows.get(id)?.rows.length ?? 0) > 0);
  const places = new Float32Array(anchors.length * dims);
  const outline = new Float32Array(anchors.length * OUTLINE * dims);
  anchors.forEach(({ id }, at) => {
    const sample = rows.get(id)?.rows ?? [];
    for (let one = 0; one < OUTLINE; one += 1) {
      const row = sample[Math.floor((one * sample.length) / OUTLINE)]!;
      outline.set(positions.subarray(row * dims, (row + 1) * dims), (at * OUTLINE + one) * dims);
    }
    for (let axis = 0; axis < dims; axis += 1) {
      const values = Float32Array.from(sample, (row) => positions[row * dims + axis]!).sort();
      places[at * dims + axis] = values[Math.floor(values.length / 2)]!;
    }
  });
  return { anchors, places, outline };
}

/** The classes with as many points as are lit of each. */
function litClasses(
  classes: Int32Array,
  legend: readonly LegendClass[],
  unlit: Uint8Array | null,
): readonly LegendClass[] {
  if (unlit === null) return legend;
  const lit = new Map<number, number>();
  classes.forEach((id, i) => unlit[i] === 0 && lit.set(id, (lit.get(id) ?? 0) + 1));
  return legend.map((one) => ({ ...one, count: lit.get(one.id) ?? 0 }));
}

/**
 * Raises names from the middle of their classes to above them, so that none lies over the points it names; where that
 * would be out of view, as when one is among the points, it stays. @param screen middles, `[count, 3]`, changed in
 * place; @param outline `[count, OUTLINE, 3]` on the screen; @param height of a name
 */
export function raiseNames(screen: Float32Array, outline: Float32Array, height: number): void {
  const heights: number[] = [];
  for (let at = 0; at * 3 < screen.length; at += 1) {
    heights.length = 0;
    for (let one = at * OUTLINE; one < (at + 1) * OUTLINE; one += 1)
      if (outline[one * 3 + 2]! > 0) heights.push(outline[one * 3 + 1]!);
    heights.sort((first, second) => first - second);
    // One stray in 32 does not count.
    const top = (heights[1] ?? heights[0] ?? Number.NaN) - height / 2;
    if (top >= height / 2 && top < screen[at * 3 + 1]!) screen[at * 3 + 1] = top;
  }
}

/** A part of the view, in its pixels from the top left. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Which of some boxes are shown so that none covers another, the first ones preferred, and none lies under what stands
 * over the map.
 *
 * @param screen centres and depth, `[count, 3]`, depth 0 for none; @param widths of the boxes, in the same pixels
 */
export function decluttered(
  screen: Float32Array,
  widths: readonly number[],
  height: number,
  view: { width: number; height: number },
  over: readonly Box[] = [],
): boolean[] {
  const placed: { x: number; y: number; half: number }[] = [];
  return widths.map((width, at) => {
    const [x, y, depth] = [screen[at * 3]!, screen[at * 3 + 1]!, screen[at * 3 + 2]!];
    const half = width / 2;
    if (!(depth > 0) || x < half || x > view.width - half || y < height / 2 || y > view.height - height / 2)
      return false;
    const isUnder = ({ left, top, width: wide, height: high }: Box): boolean =>
      x + half > left && x - half < left + wide && y + height / 2 > top && y - height / 2 < top + high;
    if (over.some(isUnder)) return false;
    if (placed.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < height))
      return false;
    placed.push({ x, y, half });
    return true;
  });
}
