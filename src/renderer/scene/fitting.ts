import { frame, type Fitted, type Framing, type Opening, type ViewBasis } from './framing';
import type { Inset } from './inset';
import { sampleStride } from './viewing-transform';

/** Share of the view's width, or of its height, that fitted points fill: whichever they fill first. */
export const fill = 0.85;

/** CSS pixels between fitted points and what is laid over the view. */
const gap = 8;
/** Share of the points that may lie under what covers a corner before they are fitted beside it. */
const mostCovered = 0.01;
/** What stands in a corner leaves at least this share of the width or height beside it, or is not given way to. */
const leastBeside = 0.4;

/** The view that points are fitted to. Sizes are CSS pixels. */
export interface View {
  width: number;
  height: number;
  /** Of half the vertical angle of view. */
  tanY: number;
  inset: Inset;
}

/** Borders in CSS pixels from the view's top left. */
interface Rectangle {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Where the camera's axis meets the view: the middle of what no side covers. */
function axisOf({ width, height, inset }: View): { x: number; y: number } {
  return { x: (width + inset.left - inset.right) / 2, y: (height + inset.top - inset.bottom) / 2 };
}

/** CSS pixels of a length of 1 at a depth of 1. */
function pixelsPerUnit({ height, tanY }: View): number {
  return height / (2 * tanY);
}

/**
 * The parts of the view that points may fill, the largest first: all of it but for a margin, then beside and below what
 * covers a corner.
 */
function openParts({ width, height, inset }: View): [Rectangle, ...Rectangle[]] {
  const margin = (1 - fill) / 2;
  const clear = (covered: number, length: number) =>
    Math.max(margin * length, covered > 0 ? covered + gap : 0);
  const whole: Rectangle = {
    left: clear(inset.left, width),
    right: width - clear(inset.right, width),
    top: clear(inset.top, height),
    bottom: height - clear(inset.bottom, height),
  };
  const { corner } = inset;
  if (corner === undefined) return [whole];
  const beside = { ...whole, left: Math.max(whole.left, corner.width + gap) };
  const below = { ...whole, top: Math.max(whole.top, corner.height + gap) };
  return [
    whole,
    ...[beside, below].filter(
      (part) =>
        part.right - part.left >= leastBeside * width && part.bottom - part.top >= leastBeside * height,
    ),
  ];
}

/**
 * The nearest place from which the points `[n, 3]` fill the view and at most a hundredth of them lie under what covers
 * its top left corner. Null when no point is finite; `distance` is null when all of them are seen at one place.
 */
export function fitInView(points: Float32Array, n: number, basis: ViewBasis, view: View): Fitted | null {
  const axis = axisOf(view);
  const unit = pixelsPerUnit(view);
  const openingOf = (part: Rectangle): Opening => ({
    left: (axis.x - part.left) / unit,
    right: (part.right - axis.x) / unit,
    top: (axis.y - part.top) / unit,
    bottom: (part.bottom - axis.y) / unit,
  });
  const [whole, ...others] = openParts(view);
  const first = frame(points, n, basis, openingOf(whole));
  if (first?.distance == null || others.length === 0) return first;
  const stride = sampleStride(n);
  const { corner } = view.inset;
  const covered = seenAt(points, n, stride, basis, { ...first, distance: first.distance }, view, (x, y) =>
    corner === undefined ? false : x < corner.width && y < corner.height,
  );
  if (covered <= mostCovered * Math.ceil(n / stride)) return first;
  const fitted = others.map((part) => frame(points, n, basis, openingOf(part)));
  return fitted.reduce<Fitted | null>(
    (best, one) =>
      one?.distance != null && (best?.distance == null || one.distance < best.distance) ? one : best,
    null,
  );
}

/** How many of the points `[n, 3]` are out of view from there. */
export function outOfView(
  points: Float32Array,
  n: number,
  basis: ViewBasis,
  framing: Framing,
  view: View,
): number {
  const inside = seenAt(
    points,
    n,
    1,
    basis,
    framing,
    view,
    (x, y) => x >= 0 && y >= 0 && x <= view.width && y <= view.height,
  );
  let finite = 0;
  for (let i = 0; i < n * 3; i += 3)
    if (Number.isFinite(points[i]! + points[i + 1]! + points[i + 2]!)) finite++;
  return finite - inside;
}

/** How many of every so many points lie in front of the camera at a place of the view, in CSS pixels, that counts. */
export function seenAt(
  points: Float32Array,
  n: number,
  stride: number,
  { right, up, back }: ViewBasis,
  { x, y, distance }: Framing,
  view: View,
  counts: (x: number, y: number) => boolean,
): number {
  const axis = axisOf(view);
  const unit = pixelsPerUnit(view);
  let found = 0;
  for (let i = 0; i < n; i += stride) {
    const [px, py, pz] = [points[i * 3]!, points[i * 3 + 1]!, points[i * 3 + 2]!];
    const depth = distance - (px * back[0] + py * back[1] + pz * back[2]);
    if (!(depth > 0)) continue;
    const scale = unit / depth;
    const across = px * right[0] + py * right[1] + pz * right[2] - x;
    const upwards = px * up[0] + py * up[1] + pz * up[2] - y;
    if (counts(axis.x + across * scale, axis.y - upwards * scale)) found++;
  }
  return found;
}
