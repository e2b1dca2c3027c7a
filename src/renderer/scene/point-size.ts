/**
 * How large points are drawn. The same formula stands in `point-shaders.ts`; picking must agree with what is seen.
 * All sizes are diameters in CSS pixels.
 */
export interface PointSizing {
  /** Diameter at depth 1: the diameter in the scene times the pixels a unit covers there. */
  scale: number;
  min: number;
  max: number;
}

/** Points nearer to the camera than this are shrunk away, so that none flies into the lens. */
export const nearFade = 0.05;

/** Point diameters between which a disc becomes a thumbnail, in CSS pixels. */
export const thumbnailRange: readonly [number, number] = [13, 19];

/** A thumbnail's side, where the disc that it grew from would have diameter 1. */
export const pictureGrowth = 1.12;

/** How a selected point's marker is larger than the point, and its least diameter without a thumbnail, in CSS pixels. */
export const markerGrowth = 1.15;
export const markerDisc = 15;

/** Diameter of a point that is dimmed or faded, where it would else be drawn with `size`. */
export function recededSize(size: number): number {
  return Math.min(size * receded.share, receded.max);
}
export const receded = { share: 0.8, max: 14 } as const;

/** From this diameter on points grow more slowly than the gaps between them: coming closer draws crowds apart. */
export const slowFrom = 16;
export const slowPower = 0.55;

/** Diameter of a point in the scene, where the cloud's radius is 1: smaller the more there are. */
export function pointDiameter(n: number): number {
  const fewer = 10_000 / Math.max(1, n);
  return Math.min(0.06, 0.0155 * fewer ** (fewer > 1 ? 0.33 : 0.27));
}

/** Sizing for `n` points in a view of this height in CSS pixels and this vertical half angle's tangent. */
export function pointSizing(n: number, height: number, tanY: number): PointSizing {
  const small = n > 200_000 ? 1.25 : 2;
  return { scale: (pointDiameter(n) * height) / (2 * tanY), min: small, max: 84 };
}

/** The depth at which a point is drawn with this diameter. */
export function depthOfSize(sizing: PointSizing, size: number): number {
  return sizing.scale / (size > slowFrom ? slowFrom * (size / slowFrom) ** (1 / slowPower) : size);
}

/** Drawn diameter at a depth. */
export function drawnSize(sizing: PointSizing, depth: number): number {
  const plain = sizing.scale / depth;
  const slowed = plain > slowFrom ? slowFrom * (plain / slowFrom) ** slowPower : plain;
  const size = Math.min(sizing.max, Math.max(sizing.min, slowed));
  return depth < nearFade ? size * Math.max(0, (2 * depth) / nearFade - 1) : size;
}
