import type { Curve } from './curve';

/**
 * UMAP's force coefficients by squared distance, in tables: `Math.pow` is otherwise nearly all of the layout's
 * time. A float32's upper 16 bits (sign, exponent and 7 bits of fraction) are the place in the table, which holds
 * the coefficient of the middle of the floats that share them: within 1 % of the exact one.
 */
export interface ForceTables {
  /** Negative: pulls the ends of an edge together. */
  attraction: Float32Array;
  /** Positive: pushes a point from another chosen at random. */
  repulsion: Float32Array;
}

/** Places for all positive floats; a squared distance is never negative. */
const PLACES = 0x8000;
const FIRST_INFINITE = 0x7f80;

/** The coefficient that pulls two points at squared distance `square` > 0 together (umap-learn's `layouts.py`). */
export function attractionAt(square: number, { a, b }: Curve): number {
  return (-2 * a * b * square ** (b - 1)) / (a * square ** b + 1);
}

/** The coefficient that pushes two points at squared distance `square` > 0 apart, for `repulsionStrength` gamma. */
export function repulsionAt(square: number, { a, b }: Curve, gamma: number): number {
  return (2 * gamma * b) / ((0.001 + square) * (a * square ** b + 1));
}

/** Tables for a curve. At distance 0 there is no direction to move in, so both coefficients are 0 there. */
export function forceTables(curve: Curve, gamma: number): ForceTables {
  const attraction = new Float32Array(PLACES);
  const repulsion = new Float32Array(PLACES);
  const bits = new Uint32Array(1);
  const float = new Float32Array(bits.buffer);
  for (let place = 1; place < FIRST_INFINITE; place++) {
    bits[0] = (place << 16) | 0x8000;
    const square = float[0]!;
    attraction[place] = attractionAt(square, curve);
    repulsion[place] = repulsionAt(square, curve, gamma);
  }
  return { attraction, repulsion };
}
