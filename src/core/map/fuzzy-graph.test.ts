import fc from 'fast-check';
import { UMAP } from 'umap-js';
import { describe, expect, it } from 'vitest';
import { fuzzyGraph, smoothDistances } from './fuzzy-graph';
import { exactNeighbours, type NeighbourGraph } from './neighbours';
import { clouds } from './sample-data';

/** What umap-js makes of the same neighbours; it counts the point itself as its first. */
function peerWeights(vectors: Float32Array, graph: NeighbourGraph, nNeighbors: number): Map<string, number> {
  const rows = (values: Int32Array | Float32Array, itself: (i: number) => number): number[][] =>
    Array.from({ length: graph.n }, (_, i) => [
      itself(i),
      ...values.subarray(i * graph.k, i * graph.k + nNeighbors - 1),
    ]);
  const d = vectors.length / graph.n;
  const points = Array.from({ length: graph.n }, (_, i) => [...vectors.subarray(i * d, (i + 1) * d)]);
  const umap = new UMAP({ nNeighbors, random: () => 0.5 });
  umap.setPrecomputedKNN(
    rows(graph.indices, (i) => i),
    rows(graph.distances, () => 0),
  );
  umap.initializeFit(points);
  const { graph: matrix } = umap as unknown as {
    graph: { getAll(): { value: number; row: number; col: number }[] };
  };
  return new Map(
    matrix
      .getAll()
      .filter((e) => e.value > 0)
      .map((e) => [`${e.row}-${e.col}`, e.value]),
  );
}

describe('fuzzyGraph', () => {
  it.each([5, 15])('has umap-js’s edges and weights with %i neighbours', (nNeighbors) => {
    const { vectors } = clouds(300, 8, 4, 3);
    const neighbours = exactNeighbours(vectors, 300, 8, 16);
    const graph = fuzzyGraph(neighbours, nNeighbors);
    const peer = peerWeights(vectors, neighbours, nNeighbors);
    expect(graph.heads.length).toBe(peer.size);
    graph.heads.forEach((head, e) => {
      const expected = peer.get(`${head}-${graph.tails[e]}`);
      expect(Math.abs(graph.weights[e]! - (expected ?? NaN))).toBeLessThan(1e-5);
    });
  });

  it('is symmetric, sorted, with weights in (0, 1] and no loops, on any data', () => {
    const sets = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 3, maxLength: 15 });
    fc.assert(
      fc.property(sets, fc.integer({ min: 2, max: 6 }), (rows, wanted) => {
        const n = rows.length;
        const neighbours = exactNeighbours(Float32Array.from(rows.flat()), n, 2, 5);
        const { heads, tails, weights } = fuzzyGraph(neighbours, Math.min(wanted, neighbours.k + 1));
        const seen = new Map<number, number>();
        heads.forEach((head, e) => seen.set(head * n + tails[e]!, weights[e]!));
        expect([...seen.keys()]).toEqual([...seen.keys()].sort((a, b) => a - b));
        expect(seen.size).toBe(heads.length);
        heads.forEach((head, e) => {
          expect(weights[e]).toBeGreaterThan(0);
          expect(weights[e]).toBeLessThanOrEqual(1);
          expect(tails[e]).not.toBe(head);
          expect(seen.get(tails[e]! * n + head)).toBe(weights[e]);
        });
        // Nobody is left alone: everyone's nearest belongs to it wholly.
        expect(new Set(heads).size).toBe(n);
      }),
    );
  });

  it('refuses more neighbours than there are', () => {
    const neighbours = exactNeighbours(clouds(10, 2, 1, 0).vectors, 10, 2, 4);
    expect(() => fuzzyGraph(neighbours, 6)).toThrow('2 to 5 UMAP neighbours');
    expect(() => fuzzyGraph(neighbours, 1)).toThrow(RangeError);
  });
});

describe('smoothDistances', () => {
  it('makes the memberships add up to log2(nNeighbors)', () => {
    const neighbours = exactNeighbours(clouds(200, 6, 3, 1).vectors, 200, 6, 14);
    const { rho, sigma } = smoothDistances(neighbours, 15);
    for (let i = 0; i < 200; i++) {
      const row = neighbours.distances.subarray(i * 14, (i + 1) * 14);
      expect(rho[i]).toBe(row[0]);
      const sum = row.reduce((total, x) => total + Math.exp(-Math.max(0, x - rho[i]!) / sigma[i]!), 0);
      expect(sum).toBeCloseTo(Math.log2(15), 4);
    }
  });
});
