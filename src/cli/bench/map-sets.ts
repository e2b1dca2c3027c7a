import path from 'node:path';
import { Generator } from '../../core/random/generator';
import { loadFashionMnist } from '../../engine/datasets/fashion-mnist';
import { createEngine } from '../../engine/engine';
import { nearestNeighbours } from '../../engine/map/neighbours';
import { appRoot } from '../../engine/places';

/** Vectors to map, `[n, d]`, and the class of each. */
export interface VectorSet {
  name: string;
  n: number;
  d: number;
  vectors: Float32Array;
  labels: Int32Array;
}

/** Clusters of the made-up set, its width, and the width of the sheet on which each cluster's points lie. */
const CLUSTERS = 40;
const WIDTH = 32;
const SHEET = 3;
/** How far grown vectors are from the line between two that there were. */
const NOISE = 0.05;
const NEIGHBOURS = 10;

/** The mu vectors of Fashion-MNIST by the starter model: the test set's 10,000, or all 70,000. */
export async function muSet(split: 'test' | 'all'): Promise<VectorSet> {
  const engine = createEngine({ emit: () => undefined });
  try {
    await engine.call('run.open', { runFolder: path.join(appRoot(), 'resources', 'starter') });
    const { n, latent, mu, labels } = await engine.call('space.encode', { split });
    return { name: 'Fashion-MNIST, mu', n, d: latent, vectors: mu, labels };
  } finally {
    await engine.shutdown();
  }
}

/** The test set's pixels themselves, 0 to 1. */
export async function pixelSet(): Promise<VectorSet> {
  const { test } = await loadFashionMnist({});
  const d = test.pixels.length / test.n;
  const vectors = Float32Array.from(test.pixels, (byte) => byte / 255);
  return { name: 'Fashion-MNIST, pixels', n: test.n, d, vectors, labels: Int32Array.from(test.labels) };
}

/** Made up: clusters of different size and density, each a curved sheet in 32 dimensions with noise about it. */
export function clusterSet(n: number): VectorSet {
  const g = new Generator(11);
  const normals = (count: number, scale: number): Float32Array =>
    Float32Array.from({ length: count }, () => scale * g.normal());
  const centres = normals(CLUSTERS * WIDTH, 1.5);
  const sheets = normals(CLUSTERS * SHEET * WIDTH, 0.6);
  const sizes = Float64Array.from({ length: CLUSTERS }, () => 0.2 + g.uniform() * 2);
  const densities = Float64Array.from({ length: CLUSTERS }, () => 0.3 + 1.2 * g.uniform());
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const vectors = new Float32Array(n * WIDTH);
  const labels = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let drawn = g.uniform() * total;
    let cluster = 0;
    while (cluster < CLUSTERS - 1 && drawn > sizes[cluster]!) drawn -= sizes[cluster++]!;
    labels[i] = cluster;
    const along = normals(SHEET, densities[cluster]!);
    for (let j = 0; j < WIDTH; j++) {
      let x = centres[cluster * WIDTH + j]! + 0.15 * g.normal();
      for (let s = 0; s < SHEET; s++) {
        const bent = j % SHEET === s ? along[s]! ** 2 / 2 : along[s]!;
        x += bent * sheets[(cluster * SHEET + s) * WIDTH + j]!;
      }
      vectors[i * WIDTH + j] = x;
    }
  }
  return { name: 'made-up clusters', n, d: WIDTH, vectors, labels };
}

/** As many vectors like those of `set`: some of them, or points between one and two of its nearest, with a little noise. */
export async function grown(set: VectorSet, n: number): Promise<VectorSet> {
  const { d } = set;
  if (n <= set.n) {
    return { ...set, n, vectors: set.vectors.slice(0, n * d), labels: set.labels.slice(0, n) };
  }
  const { indices, k } = await nearestNeighbours(set.vectors, set.n, d, NEIGHBOURS);
  const g = new Generator(5);
  const vectors = new Float32Array(n * d);
  const labels = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const from = g.below(set.n);
    const [one, other] = [indices[from * k + g.below(k)]!, indices[from * k + g.below(k)]!];
    const [s, t] = [g.uniform() / 2, g.uniform() / 2];
    labels[i] = set.labels[from]!;
    for (let j = 0; j < d; j++) {
      const at = (row: number): number => set.vectors[row * d + j]!;
      vectors[i * d + j] = (1 - s - t) * at(from) + s * at(one) + t * at(other) + NOISE * g.normal();
    }
  }
  return { ...set, n, vectors, labels };
}
