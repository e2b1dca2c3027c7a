import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../engine/engine';
import { writeSmallFashionMnist } from '../../engine/testing/small-fashion-mnist';
import { runCli as cli } from '../testing/run-cli';

let root = '';
const at = (name: string): string => path.join(root, name);

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-ship-test-'));
  await writeSmallFashionMnist(root, { train: 60, test: 40 });
  vi.stubEnv('LATENT_ATELIER_DATASETS', root);
  const settings = ['--epochs', '1', '--epoch-maps', '3', '--latent', '4', '--batch', '30'];
  await cli('train', '--data', 'fashion-mnist', '--run', at('run'), ...settings);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

describe('ship', () => {
  it('makes a copy that opens with its latents and its map, and into which nothing is written', async () => {
    const { code, out } = await cli(
      'ship',
      '--run',
      at('run'),
      '--to',
      at('copy'),
      '--name',
      'Starter',
      '--json',
    );
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ images: 40 })]);
    const files = await readdir(at('copy'), { recursive: true });
    const progress: string[] = [];
    const engine = createEngine({ emit: (event) => void progress.push(event) });
    const summary = await engine.call('run.open', { runFolder: at('copy') });
    expect(summary).toMatchObject({ name: 'Starter', finished: true, metrics: [{ epoch: 1 }] });
    const { curve, maps, samples, notes } = await engine.call('run.history', { runFolder: at('copy') });
    expect([curve?.steps.length, maps.length, samples.length, notes]).toEqual([2, 1, 1, []]);
    await engine.call('space.encode', {});
    expect(progress).not.toContain('space.progress');
    const map = await engine.call('space.map', {});
    expect(map.n).toBe(40);
    // The replay ends with the map of the run.
    expect(maps[0]!.positions.every((value, i) => Math.abs(value - map.positions[i]!) < 1e-3)).toBe(true);
    expect(progress).not.toContain('map.progress');
    // Other settings make another map, which is not kept.
    await engine.call('space.map', { seed: 1 });
    expect(progress).toContain('map.progress');
    await engine.shutdown();
    expect(await readdir(at('copy'), { recursive: true })).toEqual(files);
  });

  it('is not trained further, nor shipped over another run', async () => {
    const { code, err } = await cli('train', '--resume', '--run', at('copy'));
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('The model that came with the app is not trained'),
    ]);
    const again = await cli('ship', '--run', at('run'), '--to', at('copy'));
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('already holds a run')]);
  });
});
