import { dimmedBit, fadedBit } from './point-states';
import { drawnSize, nearFade, pictureGrowth, recededSize, type PointSizing } from './point-size';
import type { Beam, SpatialIndex } from './spatial-index';

/** What is needed to know which point lies under the pointer. */
export interface PickView {
  n: number;
  /** Positions `[n, 3]` that a movement comes from and goes to; `mixing` 1 is at the end of it. */
  from: Float32Array;
  to: Float32Array;
  mixing: number;
  /** Colour and state, `[n, 4]`. */
  look: Uint8Array;
  /** Points that have a thumbnail: those before this number. */
  thumbnails: number;
  /** Projection times view, column by column (16). */
  matrix: ArrayLike<number>;
  /** Of the view, in CSS pixels. */
  width: number;
  height: number;
  sizing: PointSizing;
  /** Of `to`; null while there is none: then all points are walked over. */
  index: SpatialIndex | null;
}

/** Added to the depth of faded points: they are drawn behind all others. */
const behind = 1e6;

/**
 * The point at (x, y), in CSS pixels from the top left: of those that cover the place the one in front, else the one
 * whose rim is nearest within `tolerance`; null when there is none. Dimmed points are not seen.
 *
 * It needs no read-back from the graphics card, which stalls the pipeline for longer than this takes; the index serves
 * points at rest from whichever side they are seen.
 */
export function pick(view: PickView, x: number, y: number, tolerance: number): number | null {
  const { from, to, mixing, look, matrix: m, sizing } = view;
  const halfWidth = view.width / 2;
  const halfHeight = view.height / 2;
  const furthest = (sizing.max * pictureGrowth) / 2 + tolerance;
  const moving = mixing < 1;
  const pictured = (sizing.pictured[0] + sizing.pictured[1]) / 2;
  const rows = moving || view.index === null ? null : view.index.near(beamAt(view, x, y, tolerance));
  const count = rows === null ? view.n : rows.length;
  let covering = -1;
  let coveringDepth = Infinity;
  let close = -1;
  let closeGap = Infinity;
  for (let k = 0; k < count; k++) {
    const i = rows === null ? k : rows[k]!;
    const p = i * 3;
    let px = to[p]!;
    let py = to[p + 1]!;
    let pz = to[p + 2]!;
    if (moving) {
      px = from[p]! + (px - from[p]!) * mixing;
      py = from[p + 1]! + (py - from[p + 1]!) * mixing;
      pz = from[p + 2]! + (pz - from[p + 2]!) * mixing;
    }
    const depth = m[3]! * px + m[7]! * py + m[11]! * pz + m[15]!;
    if (!(depth > 0)) continue;
    const dx = ((m[0]! * px + m[4]! * py + m[8]! * pz + m[12]!) / depth + 1) * halfWidth - x;
    if (dx > furthest || dx < -furthest) continue;
    const dy = (1 - (m[1]! * px + m[5]! * py + m[9]! * pz + m[13]!) / depth) * halfHeight - y;
    if (dy > furthest || dy < -furthest) continue;
    const state = look[i * 4 + 3]!;
    if ((state & dimmedBit) !== 0) continue;
    const faded = (state & fadedBit) !== 0;
    const size = faded ? recededSize(drawnSize(sizing, depth)) : drawnSize(sizing, depth);
    if (size <= 0) continue;
    const square = !faded && i < view.thumbnails && size >= pictured;
    const gap = square
      ? Math.max(Math.abs(dx), Math.abs(dy)) - (size * pictureGrowth) / 2
      : Math.hypot(dx, dy) - size / 2;
    if (gap <= 0) {
      const order = faded ? depth + behind : depth;
      // At the same depth the later point is drawn over the earlier one.
      if (order < coveringDepth || (order === coveringDepth && i > covering)) {
        covering = i;
        coveringDepth = order;
      }
    } else if (gap <= tolerance && (gap < closeGap || (gap === closeGap && i < close))) {
      close = i;
      closeGap = gap;
    }
  }
  if (covering >= 0) return covering;
  return close >= 0 ? close : null;
}

function beamAt(view: PickView, x: number, y: number, tolerance: number): Beam {
  const { sizing } = view;
  return {
    matrix: view.matrix,
    halfWidth: view.width / 2,
    halfHeight: view.height / 2,
    x,
    y,
    // Nearest to the camera points shrink again, so there the largest size holds.
    reach: (depth) => (largestFrom(sizing, depth) * pictureGrowth) / 2 + tolerance,
  };
}

/** The largest diameter of any point at this depth or beyond. */
function largestFrom(sizing: PointSizing, depth: number): number {
  return depth < nearFade ? sizing.max : drawnSize(sizing, depth);
}

/** The points, dimmed ones left out, whose centres lie in a polygon of CSS pixels (x, y, x, y, ...; even-odd rule). */
export function pickInside(view: PickView, polygon: ArrayLike<number>): number[] {
  const { n, from, to, mixing, look, matrix: m } = view;
  const box = boxOf(polygon);
  const found: number[] = [];
  for (let i = 0, p = 0; i < n; i++, p += 3) {
    if ((look[i * 4 + 3]! & dimmedBit) !== 0) continue;
    const px = from[p]! + (to[p]! - from[p]!) * mixing;
    const py = from[p + 1]! + (to[p + 1]! - from[p + 1]!) * mixing;
    const pz = from[p + 2]! + (to[p + 2]! - from[p + 2]!) * mixing;
    const depth = m[3]! * px + m[7]! * py + m[11]! * pz + m[15]!;
    if (!(depth > 0)) continue;
    const x = ((m[0]! * px + m[4]! * py + m[8]! * pz + m[12]!) / depth + 1) * (view.width / 2);
    if (!(x >= box.left && x <= box.right)) continue;
    const y = (1 - (m[1]! * px + m[5]! * py + m[9]! * pz + m[13]!) / depth) * (view.height / 2);
    if (!(y >= box.top && y <= box.bottom)) continue;
    if (insidePolygon(polygon, x, y)) found.push(i);
  }
  return found;
}

function boxOf(polygon: ArrayLike<number>): { left: number; right: number; top: number; bottom: number } {
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (let i = 0; i + 1 < polygon.length; i += 2) {
    box.left = Math.min(box.left, polygon[i]!);
    box.right = Math.max(box.right, polygon[i]!);
    box.top = Math.min(box.top, polygon[i + 1]!);
    box.bottom = Math.max(box.bottom, polygon[i + 1]!);
  }
  return box;
}

function insidePolygon(polygon: ArrayLike<number>, x: number, y: number): boolean {
  let inside = false;
  const corners = Math.floor(polygon.length / 2);
  for (let i = 0, j = corners - 1; i < corners; j = i++) {
    const [xi, yi, xj, yj] = [polygon[i * 2]!, polygon[i * 2 + 1]!, polygon[j * 2]!, polygon[j * 2 + 1]!];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}
