import { UMAP } from 'umap-js';
import { describe, expect, it } from 'vitest';
import { Generator } from '../random/generator';
import { fuzzyGraph } from './fuzzy-graph';
import { initialPositions } from './initial';
import { UmapLayout, type LayoutOptions } from './layout';
import { exactNeighbours } from './neighbours';
import { neighboursKept } from './neighbours-kept';
import { trustworthiness } from './trustworthiness';
import { clouds } from './sample-data';

const n = 400;
const d = 10;
const { vectors } = clouds(n, d, 6, 7);
const neighbours = exactNeighbours(vectors, n, d, 15);
const graph = fuzzyGraph(neighbours, 15);

function start(changes: Partial<LayoutOptions> = {}): UmapLayout {
  const dims = changes.dims ?? 3;
  const initial = initialPositions(vectors, n, d, dims, 0);
  return new UmapLayout(graph, { dims, seed: 0, initial, epochs: 60, ...changes });
}

function finish(changes?: Partial<LayoutOptions>): Float32Array {
  const layout = start(changes);
  layout.step(Infinity);
  return layout.positions;
}

describe('UmapLayout', () => {
  it('gives the same map bit for bit for the same seed, in whatever slices it runs', () => {
    const whole = finish();
    const sliced = start();
    const seen: number[] = [];
    for (const slice of [1, 7, 0, 20, 100]) {
      sliced.step(slice);
      seen.push(sliced.epoch);
    }
    expect(seen).toEqual([1, 8, 8, 28, 60]);
    expect(sliced.positions).toEqual(whole);
    expect(finish({ seed: 1 })).not.toEqual(whole);
    expect(whole.every(Number.isFinite)).toBe(true);
  });

  it('copies its start, and shows it before the first step', () => {
    const initial = new Float32Array(3 * n).fill(1);
    const layout = start({ initial });
    expect(layout.positions).toEqual(initial);
    layout.step(5);
    expect(initial.every((x) => x === 1)).toBe(true);
  });

  it('lays out in two dimensions', () => {
    const flat = finish({ dims: 2, epochs: 200 });
    expect(flat).toHaveLength(2 * n);
    expect(trustworthiness(vectors, n, d, flat, 2).value).toBeGreaterThan(0.9);
  });

  it('is as faithful as umap-js on the same neighbours', () => {
    const rows = (values: Int32Array | Float32Array, itself: (i: number) => number): number[][] =>
      Array.from({ length: n }, (_, i) => [itself(i), ...values.subarray(i * 15, i * 15 + 14)]);
    const g = new Generator(0);
    const peer = new UMAP({ nComponents: 3, nNeighbors: 15, nEpochs: 200, random: () => g.uniform() });
    peer.setPrecomputedKNN(
      rows(neighbours.indices, (i) => i),
      rows(neighbours.distances, () => 0),
    );
    const points = Array.from({ length: n }, (_, i) => [...vectors.subarray(i * d, (i + 1) * d)]);
    const theirs = Float32Array.from(peer.fit(points).flat());
    const ours = finish({ epochs: 200 });
    const trust = (map: Float32Array): number => trustworthiness(vectors, n, d, map, 3).value ?? 0;
    const kept = (map: Float32Array): number => neighboursKept(neighbours, map, 3).mean ?? 0;
    expect(trust(ours)).toBeGreaterThan(trust(theirs) - 0.005);
    expect(kept(ours)).toBeGreaterThan(kept(theirs) - 0.02);
  });

  it('refuses a start of another length and epochs that are none', () => {
    expect(() => start({ initial: new Float32Array(5) })).toThrow('A start of 5 numbers');
    expect(() => start({ epochs: -1 })).toThrow(RangeError);
    expect(() => start({ minDist: 2 })).toThrow(RangeError);
  });
});
