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

/** As `Framing`; without a distance when all points are at one place, or behind one another. */
export type Fitted = Omit<Framing, 'distance'> & { distance: number | null };

/** The part of the view to be filled: its borders as tangents of the angles from the camera's axis. */
export interface Opening {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * Share of the points on each side that may be strays; at least one point. They are framed like all others unless they
 * lie further out than `strayGap` times the extent of the rest. Then the rest fills the opening, and the strays are
 * drawn where they lie: nothing is cut off, but they may be out of view. Few points are a sparse cloud, in which the
 * outermost lies far out by nature.
 */
const strayShare = 0.005;
const leastForStrays = 12;
const strayGap = (n: number): number => Math.max(0.15, 30 / n);

/** How far before the nearest point one stands at least, as a share of how far that is before the middle of them. */
const leastAhead = 0.2;

/** Points within this extent, in scene units, are at one place. */
const onePlace = 1e-6;

/**
 * The nearest place from which the points `[n, 3]` fill the opening from side to side, or from top to bottom.
 * A point (x, y, z) is inside of the right border when x + r z <= cx + r D, where r is the border's tangent, and
 * likewise for the other three; so the two extremes of each pair give centre and distance. Null when no point is finite;
 * `distance` is null when all of them are at one place, or behind one another.
 */
export function frame(points: Float32Array, n: number, basis: ViewBasis, opening: Opening): Fitted | null {
  const stride = sampleStride(n);
  const size = Math.ceil(n / stride);
  const seen = new Float32Array(size * 4);
  const depths = new Float32Array(size);
  let found = 0;
  for (let i = 0; i < n; i += stride) {
    const [px, py, pz] = [points[i * 3]!, points[i * 3 + 1]!, points[i * 3 + 2]!];
    if (!Number.isFinite(px + py + pz)) continue;
    const along = (axis: [number, number, number]) => px * axis[0] + py * axis[1] + pz * axis[2];
    const [x, y, z] = [along(basis.right), along(basis.up), along(basis.back)];
    seen[found * 4] = x + opening.right * z;
    seen[found * 4 + 1] = -x + opening.left * z;
    seen[found * 4 + 2] = y + opening.top * z;
    seen[found * 4 + 3] = -y + opening.bottom * z;
    depths[found] = z;
    found++;
  }
  if (found === 0) return null;
  const middle = quantile(depths.slice(0, found).sort(), 0.5);
  const [wide, high] = [opening.left + opening.right, opening.top + opening.bottom];
  const column = (border: number) =>
    Float32Array.from({ length: found }, (_, i) => seen[i * 4 + border]!).sort();
  const limits = [
    ...strayLimits(column(0), column(1), middle * wide),
    ...strayLimits(column(2), column(3), middle * high),
  ];
  // A stray beyond one border says nothing about the others.
  let nearest = -Infinity;
  const most = [-Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = 0; i < found; i++) {
    if (limits.some((limit, border) => seen[i * 4 + border]! > limit)) continue;
    nearest = Math.max(nearest, depths[i]!);
    for (let border = 0; border < 4; border++) most[border] = Math.max(most[border]!, seen[i * 4 + border]!);
  }
  const [r = 0, l = 0, t = 0, b = 0] = most;
  // Of what is seen end on, the nearest point alone would fill the view.
  const distance = Math.max((r + l) / wide, (t + b) / high, nearest + leastAhead * (nearest - middle));
  return {
    x: (r - l - distance * (opening.right - opening.left)) / 2,
    y: (t - b - distance * (opening.top - opening.bottom)) / 2,
    distance: spreads(points, n, basis) ? distance : null,
  };
}

/**
 * Beyond which values of two opposite borders, both sorted, a point is a stray; infinite where there is none.
 *
 * @param offset the part of the sum of both that is the depth of the points and no extent
 */
function strayLimits(first: Float32Array, second: Float32Array, offset: number): [number, number] {
  const n = first.length;
  if (n < leastForStrays) return [Infinity, Infinity];
  const strays = Math.max(1, Math.floor(n * strayShare));
  const [bulk, bulkBack] = [first[n - 1 - strays]!, second[n - 1 - strays]!];
  const extent = bulk + bulkBack - offset;
  // All but a few at one place: then it is the few that there is to see.
  if (extent <= onePlace) return [Infinity, Infinity];
  const gap = strayGap(n) * extent;
  return [bulk + gap, bulkBack + gap];
}

/** Whether the points are seen at more than one place, along either axis of the view. */
function spreads(points: Float32Array, n: number, { right, up }: ViewBasis): boolean {
  let first: [number, number] | null = null;
  for (let i = 0; i < n; i++) {
    const [x, y, z] = [points[i * 3]!, points[i * 3 + 1]!, points[i * 3 + 2]!];
    if (!Number.isFinite(x + y + z)) continue;
    const at: [number, number] = [
      x * right[0] + y * right[1] + z * right[2],
      x * up[0] + y * up[1] + z * up[2],
    ];
    first ??= at;
    if (Math.abs(at[0] - first[0]) + Math.abs(at[1] - first[1]) > onePlace) return true;
  }
  return false;
}

/** From where a camera looks: polar angle and azimuth, in radians. */
export interface Direction {
  phi: number;
  theta: number;
}

/** Of a camera that looks from a direction. */
export function basisAt({ phi, theta }: Direction): ViewBasis {
  const [s, c] = [Math.sin(phi), Math.cos(phi)];
  return {
    back: [s * Math.sin(theta), c, s * Math.cos(theta)],
    right: [Math.cos(theta), 0, -Math.sin(theta)],
    up: [-c * Math.sin(theta), s, -c * Math.cos(theta)],
  };
}
