import type { Nearest } from '../../core/latent/nearest';
import { nearestAmong } from './nearest-among';

/** How many points decide where a new one belongs. */
export const PLACED_BY = 8;

/** A map to place points in: `vectors` `[n, d]` in latent space, `positions` `[n, dims]` of the same points. */
export interface PlacedVectors {
  vectors: Float32Array;
  n: number;
  d: number;
  positions: Float32Array;
  dims: number;
}

/**
 * Where new points of latent space, `[count, d]`, belong in a map: at the mean of their 8 nearest points' places,
 * weighted by the inverse square of the distance (Shepard 1968). A point of the map stays at its own place.
 * Returns `[count, dims]`. Throws as `nearestAmong`.
 */
export function placeInMap(points: Float32Array, count: number, map: PlacedVectors): Float32Array {
  const { positions, dims } = map;
  const placed = new Float32Array(count * dims);
  nearestAmong(points, count, map, PLACED_BY).forEach((near, i) => {
    placed.set(meanPlace(near, positions, dims), i * dims);
  });
  return placed;
}

/** The same for one point whose nearest are known, `[dims]`; those after the first 8 do not count. */
export function meanPlace(near: Nearest, positions: Float32Array, dims: number): Float32Array {
  const { indices, distances } = near;
  const exact = distances[0] === 0;
  const weights = Array.from(distances.subarray(0, PLACED_BY), (distance, j) =>
    exact ? Number(j === 0) : distance ** -2,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const place = new Float32Array(dims);
  for (let axis = 0; axis < dims; axis++) {
    let sum = 0;
    for (let j = 0; j < weights.length; j++) sum += weights[j]! * positions[indices[j]! * dims + axis]!;
    place[axis] = sum / total;
  }
  return place;
}
