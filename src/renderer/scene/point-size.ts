import type { MapLook } from './map-look';

/**
 * How large points are drawn. The same formula stands in `point-shaders.ts`; picking must agree with what is seen.
 * All sizes are diameters in CSS pixels.
 */
export interface PointSizing {
  /** Diameter at depth 1: the diameter in the scene times the pixels a unit covers there. */
  scale: number;
  min: number;
  max: number;
  /** Diameters between which a disc becomes its image; beyond all diameters where none does. */
  pictured: readonly [number, number];
}

/** What the size of points depends on. */
export interface PointsShown {
  n: number;
  /** Of the view, in CSS pixels. */
  height: number;
  /** Tangent of half the view's vertical angle. */
  tanY: number;
  /** The points have images to be drawn as. */
  images: boolean;
  look: Pick<MapLook, 'size' | 'thumbnails'>;
}

/** Points nearer to the camera than this are shrunk away, so that none flies into the lens. */
export const nearFade = 0.05;

/** Up to so many points are images at once, from afar too. */
export const mostPicturedAtOnce = 2000;

/** Diameters between which a disc becomes an image where there are more, in a view of at most `ordinaryHeight`. */
const nearRange: readonly [number, number] = [15, 22];
const ordinaryHeight = 800;

/** Diameters that no point has. */
const never = [1e6, 2e6] as const;

/** Least and largest side of an image in a fitted view, of points that are images at once. */
const sideAtOnce = { least: 20, most: 48 } as const;
/** The distance, in scene units, from which a cloud is fitted more or less. */
export const fittedDistance = 2.7;

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

/** Sizing for the points of a view. */
export function pointSizing({ n, height, tanY, images, look }: PointsShown): PointSizing {
  const { size, thumbnails } = look;
  const unit = height / (2 * tanY);
  const atOnce = images && (thumbnails === 'on' || (thumbnails === 'auto' && n <= mostPicturedAtOnce));
  if (atOnce) {
    // As if they were spread over half of the view, each a little larger than its share.
    const share = 1.3 * height * Math.sqrt(0.5 / Math.max(1, n));
    const side = size * Math.min(sideAtOnce.most, Math.max(sideAtOnce.least, share));
    return {
      scale: plainSize(side) * fittedDistance,
      min: 0.6 * side,
      max: 84 * Math.max(1, size),
      pictured: [0, 0.01],
    };
  }
  const small = n > 200_000 ? 1.25 : 2;
  const larger = Math.max(1, height / ordinaryHeight);
  const pictured = thumbnails === 'off' ? never : ([nearRange[0] * larger, nearRange[1] * larger] as const);
  return { scale: size * pointDiameter(n) * unit, min: small, max: 84 * Math.max(1, size), pictured };
}

/** The diameter before points grow more slowly, of which this one came. */
function plainSize(size: number): number {
  return size > slowFrom ? slowFrom * (size / slowFrom) ** (1 / slowPower) : size;
}

/** The depth at which a point is drawn with this diameter. */
export function depthOfSize(sizing: PointSizing, size: number): number {
  return sizing.scale / plainSize(size);
}

/** Drawn diameter at a depth. */
export function drawnSize(sizing: PointSizing, depth: number): number {
  const plain = sizing.scale / depth;
  const slowed = plain > slowFrom ? slowFrom * (plain / slowFrom) ** slowPower : plain;
  const size = Math.min(sizing.max, Math.max(sizing.min, slowed));
  return depth < nearFade ? size * Math.max(0, (2 * depth) / nearFade - 1) : size;
}
