import { frame, type Fitted, type Framing, type ViewBasis } from './framing';
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

/** Shares of its size by which points give way to what covers a corner, tried one after the other. */
const steps = [0.25, 0.5, 0.75, 1] as const;

/** The view that points are fitted to. Sizes are CSS pixels. */
export interface View {
  width: number;
  height: number;
  /** Of half the vertical angle of view. */
  tanY: number;
  inset: Inset;
  /** Of a point as it is drawn in a fitted view: what is fitted is the points, not their centres. */
  pointRadius: number;
}

type Corner = NonNullable<Inset['corner']>;

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

/** The part of the view that points may fill: all of it but for a margin and what covers the sides. */
function openPart({ width, height, inset, pointRadius }: View): Rectangle {
  const margin = (1 - fill) / 2;
  const clear = (covered: number, length: number) =>
    Math.max(margin * length, covered > 0 ? covered + gap : 0) + pointRadius;
  return {
    left: clear(inset.left, width),
    right: width - clear(inset.right, width),
    top: clear(inset.top, height),
    bottom: height - clear(inset.bottom, height),
  };
}

/** Parts of an open part that give way to a corner, to the side and downwards, a little at first and wholly at last. */
function partsBeside(open: Rectangle, corner: Corner, { width, height }: View): Rectangle[][] {
  const keepsEnough = ({ left, right, top, bottom }: Rectangle) =>
    right - left >= leastBeside * width && bottom - top >= leastBeside * height;
  return steps.map((share) =>
    [
      { ...open, left: open.left + share * Math.max(0, corner.width - open.left) },
      { ...open, top: open.top + share * Math.max(0, corner.height - open.top) },
    ].filter(keepsEnough),
  );
}

/**
 * The nearest place from which the points `[n, 3]` fill the view and at most a hundredth of them lie under what covers
 * its top left corner. Null when no point is finite; `distance` is null when all of them are seen at one place.
 */
export function fitInView(points: Float32Array, n: number, basis: ViewBasis, view: View): Fitted | null {
  const axis = axisOf(view);
  const unit = pixelsPerUnit(view);
  const fitTo = (part: Rectangle) =>
    frame(points, n, basis, {
      left: (axis.x - part.left) / unit,
      right: (part.right - axis.x) / unit,
      top: (axis.y - part.top) / unit,
      bottom: (part.bottom - axis.y) / unit,
    });
  const open = openPart(view);
  const whole = fitTo(open);
  if (whole?.distance == null || view.inset.corner === undefined) return whole;
  const room = gap + view.pointRadius;
  const corner = { width: view.inset.corner.width + room, height: view.inset.corner.height + room };
  const stride = sampleStride(n);
  const isClear = (framing: Fitted | null): framing is Framing => {
    if (framing?.distance == null) return false;
    const { x, y, distance } = framing;
    const covered = seenAt(
      points,
      n,
      stride,
      basis,
      { x, y, distance },
      view,
      (at, down) => at < corner.width && down < corner.height,
    );
    return covered <= mostCovered * Math.ceil(n / stride);
  };
  if (isClear(whole)) return whole;
  for (const parts of partsBeside(open, corner, view)) {
    const [first, second] = parts.map(fitTo).filter(isClear);
    if (first !== undefined) return second !== undefined && second.distance < first.distance ? second : first;
  }
  return whole;
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
