import { nearest } from '../../core/latent/nearest';

const NEIGHBOURS = 8;

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
 * Returns `[count, dims]`.
 */
export function placeInMap(points: Float32Array, count: number, map: PlacedVectors): Float32Array {
  const { vectors, n, d, positions, dims } = map;
  const placed = new Float32Array(count * dims);
  for (let i = 0; i < count; i++) {
    const near = nearest(vectors, n, d, points.subarray(i * d, (i + 1) * d), NEIGHBOURS);
    const exact = near.distances[0] === 0;
    const weights = Array.from(near.distances, (distance, j) => (exact ? Number(j === 0) : distance ** -2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let axis = 0; axis < dims; axis++) {
      let sum = 0;
      for (let j = 0; j < weights.length; j++)
        sum += weights[j]! * positions[near.indices[j]! * dims + axis]!;
      placed[i * dims + axis] = sum / total;
    }
  }
  return placed;
}
