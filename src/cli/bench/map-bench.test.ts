import { describe, expect, it } from 'vitest';
import { exactNeighbours } from '../../core/map/neighbours';
import { runChild } from './map-child';
import { clusterSet, grown } from './map-sets';
import { mapTables } from './map-table';
import type { MapFigures } from './map-bench';

const never = new AbortController().signal;

const figures = (changes: Partial<MapFigures>): MapFigures => ({
  set: 'a',
  n: 10_000,
  d: 64,
  maker: 'Latent Atelier',
  version: '1',
  stages: { layout: 1.5 },
  total: 2,
  rounds: [2],
  memory: 512.4,
  trustworthiness: 0.98,
  neighboursKept: 0.42,
  classAccuracy: 0.8,
  ...changes,
});

describe('the vector sets', () => {
  it('are the same each time, in clusters that can be told apart', () => {
    const set = clusterSet(600);
    expect(set).toEqual(clusterSet(600));
    expect(new Set(set.labels).size).toBeGreaterThan(20);
    const { indices } = exactNeighbours(set.vectors, 600, set.d, 1);
    const same = indices.filter((j, i) => set.labels[j] === set.labels[i]).length;
    expect(same / 600).toBeGreaterThan(0.9);
  });

  it('grow by vectors near those there were, and shrink to the first', async () => {
    const set = clusterSet(500);
    expect((await grown(set, 100)).vectors).toEqual(set.vectors.slice(0, 100 * set.d));
    const more = await grown(set, 1200);
    expect([more.vectors.length, more.labels.length]).toEqual([1200 * set.d, 1200]);
    expect(more.vectors.every(Number.isFinite)).toBe(true);
    expect(await grown(set, 1200)).toEqual(more);
  });
});

describe('runChild', () => {
  it('gives back what was printed, and on Linux how much memory was held', async () => {
    // It holds its memory for longer each time that it was not looked at in time, as beside much other work.
    let held = 300;
    const look = () => {
      const script = `const a = Buffer.alloc(1e8, 1); setTimeout(() => console.log(a.length), ${held})`;
      return runChild(process.execPath, ['-e', script], never);
    };
    let { out, memory } = await look();
    while (process.platform === 'linux' && (memory ?? 0) <= 95 && held < 10_000) {
      held *= 3;
      ({ out, memory } = await look());
    }
    expect(out).toBe('100000000\n');
    if (process.platform === 'linux') expect(memory).toBeGreaterThan(95);
  });

  it('says why a program failed, and ends one that is not wanted any more', async () => {
    await expect(
      runChild(process.execPath, ['-e', 'console.error("out of luck"); process.exit(3)'], never),
    ).rejects.toThrow('out of luck');
    const stop = new AbortController();
    const running = runChild(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], stop.signal);
    stop.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });
});

describe('mapTables', () => {
  it('compares everyone with ours on the same set', () => {
    const peer = figures({ maker: 'umap-js', stages: {}, total: 20, memory: null });
    const lines = mapTables({ maps: [figures({}), peer], growth: [figures({ n: 1_000_000 })] });
    expect(lines[2]).toMatch(
      /a \[10000, 64\] +\| Latent Atelier 1 +\| 2\.00 +\| 1\.0x .* 0\.980 .* 512 +\|$/,
    );
    expect(lines[3]).toMatch(/umap-js 1 +\| 20\.00 +\| 10\.0x/);
    expect(lines.at(-1)).toMatch(/^\| 1,000,000 +\| 2\.0 +\| layout 1\.50/);
  });
});
