import type { DecodedLatents, Located } from '../../contract/latent';
import type { Embedding, LatentMap } from '../../contract/space';

/** Six images of 16 pixels a side with two latent dimensions: image i has mu (i, 0). */
export function embedding(changes: Partial<Embedding> = {}): Embedding {
  const n = changes.n ?? 6;
  return {
    n,
    latent: 2,
    side: 16,
    channels: 1,
    mu: Float32Array.from({ length: n * 2 }, (_, place) => (place % 2 === 0 ? place / 2 : 0)),
    logvar: new Float32Array(n * 2),
    bce: Float32Array.from({ length: n }, (_, i) => 100 + i),
    kl: new Float32Array(n).fill(5),
    labels: Int32Array.from({ length: n }, (_, i) => i % 2),
    isTest: new Uint8Array(n).fill(1),
    labelNames: ['Coat', 'Bag'],
    files: [],
    pixels: new Uint8Array(n * 256),
    ...changes,
  };
}

export function latentMap(changes: Partial<LatentMap> = {}): LatentMap {
  const n = changes.n ?? 6;
  return {
    n,
    dims: 3,
    method: 'umap',
    metric: 'euclidean',
    positions: new Float32Array(n * 3).fill(1),
    epochs: 200,
    seconds: { neighbours: 1, graph: 1, layout: 1, quality: 1 },
    trustworthiness: 0.98,
    sampled: n,
    neighboursKept: 0.4,
    distortion: new Float32Array(n).fill(0.6),
    explainedVariance: [],
    neighbours: { exact: true, recall: 1, sampled: n },
    landmarks: null,
    notes: [],
    ...changes,
  };
}

/** Of `n` vectors, all on image 1. */
export function located(n: number, k = 12): Located {
  const shown = Math.min(k, 6);
  return {
    n,
    k: shown,
    positions: new Float32Array(n * 3),
    nearest: Int32Array.from({ length: n * shown }, (_, place) => (1 + place) % 6),
    distances: Float32Array.from({ length: n * shown }, (_, place) => place % shown),
    percentile: new Float32Array(n).fill(73),
  };
}

/** Of `n` grey vectors of two dimensions. */
export function decodedLatents(n: number): DecodedLatents {
  return {
    latents: Float32Array.from({ length: n * 2 }, (_, place) => place / 10),
    images: { n, side: 16, channels: 1, pixels: new Uint8Array(n * 256).fill(90) },
    located: located(n),
  };
}
