import { Generator } from '../random/generator';

/** Vectors for tests: `count` Gaussian clouds about random centres, `[n, d]`, with the cloud of each. */
export function clouds(
  n: number,
  d: number,
  count: number,
  seed: number,
): { vectors: Float32Array; labels: Int32Array } {
  const g = new Generator(seed);
  const centres = Float32Array.from({ length: count * d }, () => 2 * g.normal());
  const labels = Int32Array.from({ length: n }, () => g.below(count));
  const vectors = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) vectors[i * d + j] = centres[labels[i]! * d + j]! + g.normal();
  }
  return { vectors, labels };
}

/** The 40 vectors of 5, and their made-up map, on which the golden values were computed with scikit-learn 1.9. */
export function goldenSet(): { n: number; d: number; vectors: Float32Array; map: Float32Array } {
  const n = 40;
  const d = 5;
  const vectors = new Float32Array(n * d);
  const map = new Float32Array(n * 2);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < d; j++) {
      vectors[i * d + j] = Math.sin(1.7 * i + 2.3 * j * j + 0.01 * i * j) + 0.3 * Math.cos(5.1 * i * (j + 1));
    }
    const [a, b, c, e] = vectors.subarray(i * d, (i + 1) * d);
    map[2 * i] = a! + 0.5 * b!;
    map[2 * i + 1] = c! - 0.3 * e!;
  }
  return { n, d, vectors, map };
}
