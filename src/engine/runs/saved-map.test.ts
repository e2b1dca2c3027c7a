import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mapConfig, type LatentMap } from '../../contract/space';
import { trainingConfig } from '../../contract/training';
import { RunFolder } from './run-folder';
import { readMap, saveMap } from './saved-map';

const n = 20;
const latent = 2;
const config = mapConfig.parse({ dims: 2 });
const vectors = { n, latent, mu: Float32Array.from({ length: n * latent }, (_, i) => Math.sin(i)) };
const map: LatentMap = {
  n,
  dims: 2,
  method: 'umap',
  metric: 'euclidean',
  positions: Float32Array.from({ length: n * 2 }, (_, i) => i / 3),
  epochs: 200,
  seconds: { neighbours: 1, graph: 2, layout: 3, quality: 4 },
  trustworthiness: 0.97,
  sampled: n,
  neighboursKept: 0.4,
  distortion: Float32Array.from({ length: n }, (_, i) => i / n),
  explainedVariance: [],
  neighbours: { exact: true, recall: 1, sampled: 0 },
  landmarks: null,
  notes: [],
};
let folder = '';
let run: RunFolder;

async function createRun(shipped: boolean): Promise<RunFolder> {
  return RunFolder.create(path.join(folder, shipped ? 'shipped' : 'own'), {
    format: 'latent-atelier-run',
    formatVersion: 1,
    created: '2026-11-21T00:00:00.000Z',
    ...(shipped ? { shipped } : {}),
    source: { kind: 'fashion-mnist' },
    options: {},
    config: trainingConfig.parse({}),
    network: { side: 28, channels: 1, latent, parameterCount: 0 },
    dataFingerprint: null,
    labelNames: [],
    versions: {},
  });
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-saved-map-'));
  run = await createRun(false);
});
afterEach(() => rm(folder, { recursive: true }));

describe('a run’s map', () => {
  it('is read as it was saved, also when its vectors were computed on another machine', async () => {
    expect(await readMap(run, vectors, config)).toBeNull();
    await saveMap(run, map, config, vectors);
    const kept = { map, config };
    expect(await readMap(run, vectors, config)).toEqual(kept);
    expect(await readMap(run, vectors)).toEqual(kept);
    const nearly = { ...vectors, mu: vectors.mu.map((value) => value + 1e-5) };
    expect(await readMap(run, nearly, { ...config, continueFromLast: true })).toEqual(kept);
  });

  it('is not taken for that of other settings or other vectors', async () => {
    await saveMap(run, map, config, vectors);
    expect(await readMap(run, vectors, { ...config, neighbors: 30 })).toBeNull();
    expect(await readMap(run, vectors, { ...config, seed: 1 })).toBeNull();
    expect(await readMap(run, { ...vectors, mu: vectors.mu.map((value) => -value) }, config)).toBeNull();
    expect(await readMap(run, { ...vectors, n: n - 1 }, config)).toBeNull();
    expect(await readMap(run, { ...vectors, n: n - 1 })).toBeNull();
  });

  it('is made again when its files are damaged', async () => {
    for (const name of ['map.npy', 'map-distortion.npy', 'map.json']) {
      await saveMap(run, map, config, vectors);
      await truncate(path.join(run.folder, name), 40);
      expect(await readMap(run, vectors, config), name).toBeNull();
    }
  });

  it('is not written into the run that came with the app', async () => {
    expect(await run.isWritable()).toBe(true);
    expect(await (await createRun(true)).isWritable()).toBe(false);
  });
});
