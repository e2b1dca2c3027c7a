/**
 * The squared Euclidean distance of two vectors of `d` numbers, from place `i` of `a` and place `j` of `b`.
 * Four sums, because a single one would make every addition wait for the one before: twice as fast.
 */
export function squaredDistance(a: Float32Array, i: number, b: Float32Array, j: number, d: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let at = 0;
  for (; at + 3 < d; at += 4) {
    const d0 = a[i + at]! - b[j + at]!;
    const d1 = a[i + at + 1]! - b[j + at + 1]!;
    const d2 = a[i + at + 2]! - b[j + at + 2]!;
    const d3 = a[i + at + 3]! - b[j + at + 3]!;
    s0 += d0 * d0;
    s1 += d1 * d1;
    s2 += d2 * d2;
    s3 += d3 * d3;
  }
  for (; at < d; at++) {
    const difference = a[i + at]! - b[j + at]!;
    s0 += difference * difference;
  }
  return s0 + s1 + (s2 + s3);
}
