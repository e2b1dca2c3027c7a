/**
 * The point `t` of the straight way from `a` to `b`, all `[latent]`: `a` itself at 0, `b` itself at 1, beyond
 * them outside [0, 1]. Throws RangeError when the vectors differ in length.
 */
export function lerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  checkSameLength(a, b);
  if (t === 0) return a.slice();
  if (t === 1) return b.slice();
  const point = new Float32Array(a.length);
  for (let d = 0; d < a.length; d++) point[d] = a[d]! + (b[d]! - a[d]!) * t;
  return point;
}

/** Throws RangeError when two vectors cannot belong to the same space. */
export function checkSameLength(a: Float32Array, b: Float32Array): void {
  if (a.length !== b.length) {
    throw new RangeError(`Vectors of ${a.length} and ${b.length} numbers do not belong to the same space.`);
  }
}
