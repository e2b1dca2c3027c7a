import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Generator } from '../random/generator';
import { exactNeighbours } from '../map/neighbours';
import { graphPath, type GraphPath, type GraphPathRequest } from './graph-path';
import { cheapestWay, roadsBetweenNeighbours } from './neighbour-roads';
import { finish, type Steps } from './steps';

function request(vectors: Float32Array, latent: number, k: number, ...stops: number[]): GraphPathRequest {
  const n = vectors.length / latent;
  const graph = exactNeighbours(vectors, n, latent, k);
  const roads = finish(roadsBetweenNeighbours(graph.indices, graph.distances, n, graph.k));
  return { vectors, latent, roads, stops, frames: 33 };
}

function pathOf(asked: GraphPathRequest): GraphPath {
  return finish(graphPath(asked));
}

/** Points along three quarters of a circle: straight between its ends is nothing. */
function horseshoe(n: number): Float32Array {
  const g = new Generator(1);
  return Float32Array.from({ length: 2 * n }, (_, i) => {
    const angle = (Math.floor(i / 2) / (n - 1)) * 1.5 * Math.PI;
    return 10 * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)) + 0.05 * g.normal();
  });
}

/** The neighbours to the right and below of each point of a square of `side` points, at distances drawn by chance. */
function lattice(side: number): [Int32Array, Float32Array, number, number] {
  const n = side ** 2;
  const random = new Generator(3);
  const neighbours = Int32Array.from({ length: 2 * n }, (_, at) => {
    const i = at >> 1;
    if (at % 2 === 0) return (i + 1) % side === 0 ? -1 : i + 1;
    return i + side < n ? i + side : -1;
  });
  return [neighbours, Float32Array.from({ length: 2 * n }, () => random.uniform()), n, 2];
}

function sharesOf<Result>(steps: Steps<Result>): [number[], Result] {
  const shares: number[] = [];
  for (;;) {
    const step = steps.next();
    if (step.done === true) return [shares, step.value];
    if (step.value !== undefined) shares.push(step.value);
  }
}

describe('graphPath', () => {
  it('follows the data round a horseshoe at even speed, both ends exact', () => {
    const vectors = horseshoe(300);
    const { latents, bridged, chain } = pathOf(request(vectors, 2, 6, 0, 299));
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
    const { chain, bridged } = pathOf(request(groups, 1, 2, 1, 6));
    expect(bridged).toBe(true);
    expect(chain).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('passes exactly through every stop, each at its frame, and leaps wherever it has to', () => {
    const vectors = horseshoe(300);
    const { latents, chain, bridged } = pathOf({ ...request(vectors, 2, 6, 20, 250, 100), frames: 9 });
    expect([chain[0], chain.includes(250), chain.at(-1), bridged]).toEqual([20, true, 100, false]);
    for (const [frame, stop] of [
      [0, 20],
      [4, 250],
      [8, 100],
    ] as const) {
      expect(latents.slice(2 * frame, 2 * frame + 2)).toEqual(vectors.slice(2 * stop, 2 * stop + 2));
    }
    const groups = Float32Array.of(0, 1, 2, 3, 10, 11, 12, 13);
    expect(pathOf(request(groups, 1, 2, 0, 3, 4))).toMatchObject({
      chain: [0, 1, 2, 3, 4],
      bridged: true,
    });
  });

  it('stands still from a vector to itself, and for identical vectors', () => {
    const still = pathOf(request(Float32Array.of(4, 1, 2), 1, 2, 0, 0));
    expect(still.latents.every((x) => x === 4)).toBe(true);
    const same = pathOf(request(new Float32Array(8).fill(3), 2, 2, 0, 3));
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
        const { latents } = pathOf(request(vectors, 3, k, from, to));
        expect(latents.every(Number.isFinite)).toBe(true);
        expect(latents.slice(0, 3)).toEqual(vectors.slice(3 * from, 3 * from + 3));
        if (from !== to) expect(latents.slice(-3)).toEqual(vectors.slice(3 * to, 3 * to + 3));
      }),
    );
  });

  it('refuses ends that are not there and lengths that do not fit', () => {
    const good = request(Float32Array.of(0, 1, 2), 1, 1, 0, 2);
    expect(() => pathOf({ ...good, stops: [0, 3] })).toThrow('There is no vector 3 among 3.');
    expect(() => pathOf({ ...good, latent: 2 })).toThrow('3 numbers are not 3 vectors of 2.');
    expect(() => pathOf({ ...good, frames: 0 })).toThrow(RangeError);
    const { neighbours, distances } = good.roads;
    expect(() => finish(roadsBetweenNeighbours(neighbours, distances, 3, 2))).toThrow(
      'with 2 neighbours each',
    );
  });

  it('goes in many steps, whose shares rise to all', () => {
    const [shares, roads] = sharesOf(roadsBetweenNeighbours(...lattice(150)));
    const vectors = Float32Array.from({ length: roads.n }, (_, i) => i);
    const [others, { chain }] = sharesOf(
      graphPath({ vectors, latent: 1, roads, stops: [0, roads.n - 1, 0], frames: 5 }),
    );
    expect(chain.length).toBeGreaterThan(4 * 149);
    for (const some of [shares, others]) {
      expect(some.length).toBeGreaterThan(5);
      expect(some).toEqual(some.toSorted((a, b) => a - b));
      expect(some[0]).toBeGreaterThanOrEqual(0);
      expect(some.at(-1)).toBeGreaterThan(0.5);
      expect(some.at(-1)).toBeLessThanOrEqual(1);
    }
  });
});

describe('cheapestWay', () => {
  it('agrees with trying every way (Floyd and Warshall)', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ minLength: 12, maxLength: 40, min: -5, max: 5, noNaN: true }),
        (values) => {
          const n = Math.floor(values.length / 2);
          const { roads } = request(values.slice(0, 2 * n), 2, 2, 0, 0);
          const road = Array.from({ length: n }, (_, i) =>
            Array.from({ length: n }, (__, j) => (i === j ? 0 : Infinity)),
          );
          roads.neighbours.forEach((j, at) => {
            const i = Math.floor(at / roads.k);
            road[i]![j] = road[j]![i] = Math.min(road[i]![j]!, roads.distances[at]! ** 2);
          });
          const costs = road.map((row) => [...row]);
          for (let via = 0; via < n; via++) {
            for (let i = 0; i < n; i++) {
              for (let j = 0; j < n; j++)
                costs[i]![j] = Math.min(costs[i]![j]!, costs[i]![via]! + costs[via]![j]!);
            }
          }
          for (let to = 0; to < n; to++) {
            const found = finish(cheapestWay(roads, 0, to));
            const reachable = (from: number): number[] =>
              [...costs.keys()].filter((i) => costs[from]![i]! < Infinity);
            if (found.way === null) {
              expect(costs[0]![to]).toBe(Infinity);
              expect(found.ends.map((end) => end.reached())).toEqual([reachable(0), reachable(to)]);
              continue;
            }
            expect([found.way[0], found.way.at(-1)]).toEqual([0, to]);
            const cost = found.way.slice(1).reduce((sum, i, at) => sum + road[found.way[at]!]![i]!, 0);
            expect(cost).toBeCloseTo(costs[0]![to]!, 4);
          }
        },
      ),
    );
  });
});
