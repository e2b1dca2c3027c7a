import type { FoundNeighbours } from './neighbours';

/** Squares of numbers below about 1e-19 are too small for float32, and those somewhat larger lose digits. */
const SMALL = 2 ** -40;

/**
 * The power of two by which vectors are multiplied before distances are taken, so that no square is lost: 1 unless all
 * their numbers are below 1e-12. It changes neither neighbours nor directions.
 */
export function scaleOf(vectors: Float32Array): number {
  let greatest = 0;
  for (const value of vectors) greatest = Math.max(greatest, Math.abs(value));
  return greatest > 0 && greatest < SMALL ? 2 ** -Math.floor(Math.log2(greatest)) : 1;
}

/** Numbers times a power of two. */
export function scaled(values: Float32Array, scale: number): Float32Array {
  return scale === 1 ? values : values.map((value) => value * scale);
}

/** Neighbours with their distances times a power of two. */
export function scaledNeighbours(found: FoundNeighbours, scale: number): FoundNeighbours {
  return scale === 1 ? found : { ...found, distances: scaled(found.distances, scale) };
}

/** What is said of a map of vectors that were scaled. */
export function scaledNote(scale: number): string {
  return `The vectors are very small: they were multiplied by 2^${Math.log2(scale)} before distances were taken, which changes no neighbours.`;
}
