import { quantile, sampleStride } from './viewing-transform';

/** Three unit vectors of a camera: to its right, upwards, and backwards from what it looks at. */
export interface ViewBasis {
  right: [number, number, number];
  up: [number, number, number];
  back: [number, number, number];
}

/** Where a camera stands in its own basis: offset to the right and up, distance backwards from the origin. */
export interface Framing {
  x: number;
  y: number;
  distance: number;
}

/** Share of the points that must be in view; strays beyond it may lie at the rim. */
const kept = 0.995;

/**
 * The nearest place from which points `[n, 3]` fill `fill` of the view whose half angles have tangents `tanX`, `tanY`.
 * A point (x, y, z) is inside of the right border when x + s z <= cx + s D with s = fill * tanX, and likewise for the
 * other three; so the two extremes of each pair give centre and distance.
 */
export function frame(
  points: Float32Array,
  n: number,
  basis: ViewBasis,
  tanX: number,
  tanY: number,
  fill: number,
): Framing | null {
  const stride = sampleStride(n);
  const size = Math.ceil(n / stride);
  const borders = [0, 1, 2, 3].map(() => new Float32Array(size)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const [sx, sy] = [fill * tanX, fill * tanY];
  let found = 0;
  for (let i = 0; i < n; i += stride) {
    const [px, py, pz] = [points[i * 3]!, points[i * 3 + 1]!, points[i * 3 + 2]!];
    if (!Number.isFinite(px + py + pz)) continue;
    const along = (axis: [number, number, number]) => px * axis[0] + py * axis[1] + pz * axis[2];
    const [x, y, z] = [along(basis.right), along(basis.up), along(basis.back)];
    borders[0][found] = x + sx * z;
    borders[1][found] = -x + sx * z;
    borders[2][found] = y + sy * z;
    borders[3][found] = -y + sy * z;
    found++;
  }
  if (found === 0) return null;
  const extreme = (border: Float32Array) => quantile(border.subarray(0, found).sort(), kept);
  const [right, left, top, bottom] = [
    extreme(borders[0]),
    extreme(borders[1]),
    extreme(borders[2]),
    extreme(borders[3]),
  ];
  return {
    x: (right - left) / 2,
    y: (top - bottom) / 2,
    distance: Math.max((right + left) / 2 / sx, (top + bottom) / 2 / sy),
  };
}

/** Azimuth in radians, around the y axis, from which points `[n, 3]` spread out widest from left to right. */
export function widestAzimuth(points: Float32Array, n: number): number {
  const stride = sampleStride(n);
  let [xx, xz, zz] = [0, 0, 0];
  for (let i = 0; i < n; i += stride) {
    const [x, z] = [points[i * 3]!, points[i * 3 + 2]!];
    if (!Number.isFinite(x + z)) continue;
    xx += x * x;
    xz += x * z;
    zz += z * z;
  }
  // The major axis of the covariance lies at this angle from x; looking across it shows it in full.
  return -Math.atan2(2 * xz, xx - zz) / 2;
}
