import { UserError } from '../../contract/errors';

/** The vectors `[n, d]` at length 1, which have the same cosines. Throws UserError for one without a direction. */
export function unitVectors(vectors: Float32Array, n: number, d: number): Float32Array {
  const units = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    // By the greatest first, so that no square is too large or too small for a number.
    let greatest = 0;
    for (let at = i * d; at < (i + 1) * d; at++) greatest = Math.max(greatest, Math.abs(vectors[at]!));
    if (greatest === 0) {
      throw new UserError(
        `Vector ${i} is all zeros and has no direction to compare by cosine: use the Euclidean metric.`,
      );
    }
    let square = 0;
    for (let at = i * d; at < (i + 1) * d; at++) square += (vectors[at]! / greatest) ** 2;
    const length = greatest * Math.sqrt(square);
    for (let at = i * d; at < (i + 1) * d; at++) units[at] = vectors[at]! / length;
  }
  return units;
}
