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
}

/** Names at most: beyond that they would hide the map. */
const mostNames = 60;
/** Points of a class that its median is taken of. */
const sampleSize = 2000;

/**
 * Where the names of the largest classes stand, those that are dimmed left out: at the median of each axis, which a few
 * strays do not move. @param positions `[n, dims]`
 */
export function clusterAnchors(
  { classes }: ClassColumn,
  legend: readonly LegendClass[],
  positions: Float32Array,
  dims: 2 | 3,
  dimmed: ReadonlySet<number>,
): ClusterAnchors {
  const largest = legend
    .filter(({ id }) => id >= 0 && !dimmed.has(id))
    .sort((a, b) => b.count - a.count)
    .slice(0, mostNames);
  const rows = new Map<number, { rows: number[]; stride: number; seen: number }>();
  for (const { id, count } of largest)
    rows.set(id, { rows: [], stride: Math.ceil(count / sampleSize), seen: 0 });
  for (let i = 0; i < classes.length; i += 1) {
    const sample = rows.get(classes[i]!);
    if (sample === undefined) continue;
    if (sample.seen % sample.stride === 0 && Number.isFinite(positions[i * dims])) sample.rows.push(i);
    sample.seen += 1;
  }
  const anchors = largest.filter(({ id }) => (rows.get(id)?.rows.length ?? 0) > 0);
  const places = new Float32Array(anchors.length * dims);
  anchors.forEach(({ id }, at) => {
    const sample = rows.get(id)?.rows ?? [];
    for (let axis = 0; axis < dims; axis += 1) {
      const values = Float32Array.from(sample, (row) => positions[row * dims + axis]!).sort();
      places[at * dims + axis] = values[Math.floor(values.length / 2)]!;
    }
  });
  return { anchors, places };
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
