import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generator } from '../random/generator';
import { exactNeighbours } from '../map/neighbours';
import { graphPath, type GraphPathRequest } from './graph-path';
import { cheapestWays, roadsBetweenNeighbours, wayTo } from './neighbour-roads';

function request(vectors: Float32Array, latent: number, k: number, ...stops: number[]): GraphPathRequest {
  const n = vectors.length / latent;
  const graph = exactNeighbours(vectors, n, latent, k);
  const { indices: neighbours, distances } = graph;
  return { vectors, n, latent, neighbours, distances, k: graph.k, stops, frames: 33 };
}

/** Points along three quarters of a circle: straight between its ends is nothing. */
function horseshoe(n: number): Float32Array {
  const g = new Generator(1);
  return Float32Array.from({ length: 2 * n }, (_, i) => {
    const angle = (Math.floor(i / 2) / (n - 1)) * 1.5 * Math.PI;
    return 10 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + 0.05 * g.normal();
  });
}

describe('graphPath', () => {
  it('follows the data round a horseshoe at even speed, both ends exact', () => {
    const vectors = horseshoe(300);
    const { latents, bridged, chain } = graphPath(request(vectors, 2, 6, 0, 299));
    expect(bridged).toBe(false);
    expect([chain[0], chain.at(-1)]).toEqual([0, 299]);
    expect(latents.slice(0, 2)).toEqual(vectors.slice(0, 2));
    expect(latents.slice(-2)).toEqual(vectors.slice(-2));
    const steps: number[] = [];
    for (let i = 0; i < 33; i++) {
      expect(Math.abs(Math.hypot(latents[2 * i]!, latents[2 * i + 1]!) - 10)).toBeLessThan(0.3);
      if (i > 0)
        steps.push(
          Math.hypot(latents[2 * i]! - latents[2 * i - 2]!, latents[2 * i + 1]! - latents[2 * i - 1]!),
        );
    }
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.3);
  });

  it('leaps a gap where the two parts come closest, and says so', () => {
    const groups = Float32Array.of(0, 1, 2, 3, 10, 11, 12, 13);
    const { chain, bridged } = graphPath(request(groups, 1, 2, 1, 6));
    expect(bridged).toBe(true);
    expect(chain).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('passes exactly through every stop, each at its frame, and leaps wherever it has to', () => {
    const vectors = horseshoe(300);
    const { latents, chain, bridged } = graphPath({ ...request(vectors, 2, 6, 20, 250, 100), frames: 9 });
    expect([chain[0], chain.includes(250), chain.at(-1), bridged]).toEqual([20, true, 100, false]);
    for (const [frame, stop] of [
      [0, 20],
      [4, 250],
      [8, 100],
    ] as const) {
      expect(latents.slice(2 * frame, 2 * frame + 2)).toEqual(vectors.slice(2 * stop, 2 * stop + 2));
    }
    const groups = Float32Array.of(0, 1, 2, 3, 10, 11, 12, 13);
    expect(graphPath(request(groups, 1, 2, 0, 3, 4))).toMatchObject({
      chain: [0, 1, 2, 3, 4],
      bridged: true,
    });
  });

  it('stands still from a vector to itself, and for identical vectors', () => {
    const still = graphPath(request(Float32Array.of(4, 1, 2), 1, 2, 0, 0));
    expect(still.latents.every((x) => x === 4)).toBe(true);
    const same = graphPath(request(new Float32Array(8).fill(3), 2, 2, 0, 3));
    expect(same.latents.every((x) => x === 3)).toBe(true);
  });

  it('has exact ends and finite frames on any data', () => {
    const clouds = fc.integer({ min: 2, max: 25 }).chain((n) =>
      fc.record({
        vectors: fc.float32Array({ minLength: 3 * n, maxLength: 3 * n, min: -5, max: 5, noNaN: true }),
        from: fc.nat(n - 1),
        to: fc.nat(n - 1),
        k: fc.integer({ min: 1, max: 4 }),
      }),
    );
    fc.assert(
      fc.property(clouds, ({ vectors, from, to, k }) => {
        const { latents } = graphPath(request(vectors, 3, k, from, to));
        expect(latents.every(Number.isFinite)).toBe(true);
        expect(latents.slice(0, 3)).toEqual(vectors.slice(3 * from, 3 * from + 3));
        if (from !== to) expect(latents.slice(-3)).toEqual(vectors.slice(3 * to, 3 * to + 3));
      }),
    );
  });

  it('refuses ends that are not there and lengths that do not fit', () => {
    const good = request(Float32Array.of(0, 1, 2), 1, 1, 0, 2);
    expect(() => graphPath({ ...good, stops: [0, 3] })).toThrow('There is no vector 3 among 3.');
    expect(() => graphPath({ ...good, k: 2 })).toThrow('with 2 neighbours each');
    expect(() => graphPath({ ...good, frames: 0 })).toThrow(RangeError);
  });
});

describe('cheapestWays', () => {
  it('agrees with trying every way (Floyd and Warshall)', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 12, maxLength: 40, min: -5, max: 5, noNaN: true }),
        (values) => {
          const n = Math.floor(values.length / 2);
          const { neighbours, distances, k } = request(values.slice(0, 2 * n), 2, 2, 0, 0);
          const roads = roadsBetweenNeighbours(neighbours, distances, n, k);
          const costs = Array.from({ length: n }, (_, i) =>
            Array.from({ length: n }, (__, j) => (i === j ? 0 : Infinity)),
          );
          for (let i = 0; i < n; i++) {
            for (let at = roads.starts[i]!; at < roads.starts[i + 1]!; at++) {
              const j = roads.ends[at]!;
              costs[i]![j] = Math.min(costs[i]![j]!, roads.costs[at]!);
            }
          }
          for (let via = 0; via < n; via++) {
            for (let i = 0; i < n; i++) {
              for (let j = 0; j < n; j++)
                costs[i]![j] = Math.min(costs[i]![j]!, costs[i]![via]! + costs[via]![j]!);
            }
          }
          const ways = cheapestWays(roads, 0);
          ways.costs.forEach((cost, i) => {
            if (cost === Infinity) expect(costs[0]![i]).toBe(Infinity);
            else expect(cost).toBeCloseTo(costs[0]![i]!, 4);
          });
          const reachable = [...ways.costs.keys()].filter((i) => ways.costs[i]! < Infinity);
          for (const i of reachable) expect([wayTo(i, ways)[0], wayTo(i, ways).at(-1)]).toEqual([0, i]);
        },
      ),
    );
  });
});
