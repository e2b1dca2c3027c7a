import { fill, fitInView, seenAt, type View } from './fitting';
import { basisAt } from './framing';

/** Directions around the cloud that are compared. */
const directions = 16;
/** Points that are looked at, spread over all of them. */
const mostPoints = 700;
/** Cells across the view of the grid on which it is counted how much of it the points fill. */
const cells = 40;

/**
 * The azimuth in radians, around the y axis, from which the points `[n, 3]`, fitted, fill most of the view: a cloud that
 * is long shows its length where the view is wide, and is seen askew where the view is as high as it is wide. A direction
 * from which the points must give way to what stands in a corner comes after one from which they fill the view.
 *
 * @param phi polar angle from which the points are seen
 */
export function bestAzimuth(points: Float32Array, n: number, phi: number, view: View): number {
  const stride = Math.max(1, Math.ceil(n / mostPoints));
  const count = Math.ceil(n / stride);
  const some = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) some.set(points.subarray(i * stride * 3, i * stride * 3 + 3), i * 3);
  const side = view.width / cells;
  let [best, most] = [0, -1];
  for (let step = 0; step < directions; step++) {
    const theta = (step / directions) * 2 * Math.PI;
    const basis = basisAt({ phi, theta });
    const fitted = fitInView(some, count, basis, view);
    if (fitted?.distance == null) continue;
    const filled = new Set<number>();
    const [across, down] = [
      [Infinity, -Infinity],
      [Infinity, -Infinity],
    ] as [[number, number], [number, number]];
    const framing = { ...fitted, distance: fitted.distance };
    seenAt(some, count, 1, basis, framing, view, (x, y) => {
      filled.add(Math.floor(y / side) * cells + Math.floor(x / side));
      across[0] = Math.min(across[0], x);
      across[1] = Math.max(across[1], x);
      down[0] = Math.min(down[0], y);
      down[1] = Math.max(down[1], y);
      return true;
    });
    const extent = Math.max((across[1] - across[0]) / view.width, (down[1] - down[0]) / view.height);
    const score = filled.size * Math.min(fill, extent) ** 4;
    if (score > most) [best, most] = [theta, score];
  }
  return best;
}
