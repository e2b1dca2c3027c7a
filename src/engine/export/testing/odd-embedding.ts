import type { Embedding, LatentMap } from '../../../contract/space';
import type { Origin } from '../describe-export';

/** Numbers that a careless writer loses: none of them may come back as another. */
export const ODD = [
  0,
  -0,
  1e-45,
  1.1754944e-38,
  3.4028235e38,
  -3.4028235e38,
  0.1,
  1 / 3,
  16777217,
  1e21,
  NaN,
  Infinity,
];
export const FILES = [
  'plain.png',
  '=HYPERLINK("http://x","y")',
  '+1.png',
  '-1.png',
  '@cmd.png',
  'with,comma "quoted".png',
  'two\nlines.png',
  'tab\there.png',
  '日本語.png',
  '',
  ' leading blank.png',
  '\t=1+1',
];

/** Rows with such numbers and names in it, of images `[16, 16, 3]`. */
export function embedding(): Embedding {
  const n = FILES.length;
  const latent = 3;
  return {
    n,
    latent,
    side: 16,
    channels: 3,
    mu: Float32Array.from({ length: n * latent }, (_, i) => ODD[i % ODD.length]! * (i < 12 ? 1 : -1)),
    logvar: Float32Array.from({ length: n * latent }, (_, i) => -i / 7),
    bce: Float32Array.from({ length: n }, (_, i) => 100 + i / 3),
    kl: Float32Array.from({ length: n }, (_, i) => i / 3),
    labels: Int32Array.from({ length: n }, (_, i) => (i % 3) - 1),
    isTest: Uint8Array.from({ length: n }, (_, i) => i % 2),
    labelNames: ['=cat', 'dog "big"'],
    files: FILES,
    pixels: Uint8Array.from({ length: n * 768 }, (_, i) => Math.floor(i / 768) * 20 + (i % 3)),
    columns: [{ kind: 'text', name: 'set', values: FILES.map((_, i) => (i < 6 ? 'one' : 'two')) }],
  };
}

const map = (n: number): LatentMap => ({
  n,
  dims: 3,
  method: 'umap',
  metric: 'euclidean',
  positions: Float32Array.from({ length: n * 3 }, (_, i) => i / 10),
  epochs: 1,
  seconds: { neighbours: 0, graph: 0, layout: 0, quality: 0 },
  trustworthiness: 0.9,
  sampled: n,
  neighboursKept: 0.5,
  distortion: new Float32Array(n),
  explainedVariance: [],
  neighbours: { exact: true, recall: 1, sampled: n },
  landmarks: null,
  notes: [],
});
export const origin = (n = FILES.length): Origin => ({
  data: 'beasts',
  run: null,
  runFolder: null,
  map: map(n),
  mapConfig: null,
});
