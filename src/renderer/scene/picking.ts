import { dimmedBit } from './point-states';
import { drawnSize, type PointSizing } from './point-size';

/** What is needed to know which point lies under the pointer. */
export interface PickView {
  n: number;
  /** Positions `[n, 3]` that a movement comes from and goes to; `mixing` 1 is at the end of it. */
  from: Float32Array;
  to: Float32Array;
  mixing: number;
  /** Colour and state, `[n, 4]`. */
  look: Uint8Array;
  /** Projection times view, column by column (16). */
  matrix: ArrayLike<number>;
  /** Of the view, in CSS pixels. */
  width: number;
  height: number;
  sizing: PointSizing;
}

/**
 * The point at (x, y), in CSS pixels from the top left: of those that cover the place the one in front, else the one
 * whose rim is nearest within `tolerance`; null when there is none. Dimmed points are not seen.
 *
 * A plain walk over all points: it needs no read-back from the graphics card, which stalls the pipeline for longer
 * than this takes, and nothing to keep up to date while the camera turns.
 */
export function pick(view: PickView, x: number, y: number, tolerance: number): number | null {
  const { n, from, to, mixing, look, matrix: m, sizing } = view;
  const [m0, m4, m8, m12] = [m[0]!, m[4]!, m[8]!, m[12]!];
  const [m1, m5, m9, m13] = [m[1]!, m[5]!, m[9]!, m[13]!];
  const [m3, m7, m11, m15] = [m[3]!, m[7]!, m[11]!, m[15]!];
  const halfWidth = view.width / 2;
  const halfHeight = view.height / 2;
  const furthest = sizing.max / 2 + tolerance;
  const moving = mixing < 1;
  let covering = -1;
  let coveringDepth = Infinity;
  let close = -1;
  let closeGap = Infinity;
  for (let i = 0, p = 0; i < n; i++, p += 3) {
    let px = to[p]!;
    let py = to[p + 1]!;
    let pz = to[p + 2]!;
    if (moving) {
      px = from[p]! + (px - from[p]!) * mixing;
      py = from[p + 1]! + (py - from[p + 1]!) * mixing;
      pz = from[p + 2]! + (pz - from[p + 2]!) * mixing;
    }
    const depth = m3 * px + m7 * py + m11 * pz + m15;
    if (!(depth > 0)) continue;
    const dx = ((m0 * px + m4 * py + m8 * pz + m12) / depth + 1) * halfWidth - x;
    if (dx > furthest || dx < -furthest) continue;
    const dy = (1 - (m1 * px + m5 * py + m9 * pz + m13) / depth) * halfHeight - y;
    if (dy > furthest || dy < -furthest) continue;
    if ((look[i * 4 + 3]! & dimmedBit) !== 0) continue;
    const size = drawnSize(sizing, depth);
    if (size <= 0) continue;
    const gap = Math.hypot(dx, dy) - size / 2;
    if (gap <= 0) {
      // At the same depth the later point is drawn over the earlier one.
      if (depth <= coveringDepth) {
        covering = i;
        coveringDepth = depth;
      }
    } else if (gap <= tolerance && gap < closeGap) {
      close = i;
      closeGap = gap;
    }
  }
  if (covering >= 0) return covering;
  return close >= 0 ? close : null;
}

/** The points, dimmed ones left out, whose centres lie in a polygon of CSS pixels (x, y, x, y, ...; even-odd rule). */
export function pickInside(view: PickView, polygon: ArrayLike<number>): number[] {
  const { n, from, to, mixing, look, matrix: m } = view;
  const found: number[] = [];
  for (let i = 0, p = 0; i < n; i++, p += 3) {
    if ((look[i * 4 + 3]! & dimmedBit) !== 0) continue;
    const px = from[p]! + (to[p]! - from[p]!) * mixing;
    const py = from[p + 1]! + (to[p + 1]! - from[p + 1]!) * mixing;
    const pz = from[p + 2]! + (to[p + 2]! - from[p + 2]!) * mixing;
    const depth = m[3]! * px + m[7]! * py + m[11]! * pz + m[15]!;
    if (!(depth > 0)) continue;
    const x = ((m[0]! * px + m[4]! * py + m[8]! * pz + m[12]!) / depth + 1) * (view.width / 2);
    const y = (1 - (m[1]! * px + m[5]! * py + m[9]! * pz + m[13]!) / depth) * (view.height / 2);
    if (insidePolygon(polygon, x, y)) found.push(i);
  }
  return found;
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
