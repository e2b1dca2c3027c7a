import { nearest, type Nearest } from './nearest';

/** A point of a map taken back to latent space. */
export interface TakenBack {
  /** `[latent]`. */
  latent: Float32Array<ArrayBuffer>;
  /** The points it was made of, nearest first; `distances` in the map. */
  around: Nearest;
  /** The part of each in it, summing to 1. */
  weights: Float32Array<ArrayBuffer>;
}

/** Points of a map and their latent vectors: `positions` `[n, dims]`, `vectors` `[n, latent]`. */
export interface MappedVectors {
  n: number;
  positions: Float32Array;
  dims: number;
  vectors: Float32Array;
  latent: number;
}

/**
 * What lies at `place` `[dims]` of a map: the mean of the latent vectors of its `k` nearest points, weighted by the
 * inverse square of their distance in the map (Shepard 1968). A place on points gives the mean of those alone.
 * Throws RangeError when a length does not fit, or the place is no number.
 */
export function meanOfNearest(
  { n, positions, dims, vectors, latent }: MappedVectors,
  place: Float32Array,
  k = 8,
): TakenBack {
  const around = nearest(positions, n, dims, place, k);
  if (around.indices.length === 0) {
    throw new RangeError('A place of a map is found by points near it: it needs points, and finite numbers.');
  }
  const onPoints = around.distances[0] === 0;
  const parts = Array.from(around.distances, (distance) =>
    onPoints ? Number(distance === 0) : (around.distances[0]! / distance) ** 2,
  );
  const total = parts.reduce((sum, part) => sum + part, 0);
  const weights = Float32Array.from(parts, (part) => part / total);
  const mean = new Float64Array(latent);
  around.indices.forEach((row, j) => {
    for (let d = 0; d < latent; d++) mean[d]! += weights[j]! * vectors[row * latent + d]!;
  });
  return { latent: Float32Array.from(mean), around, weights };
}
