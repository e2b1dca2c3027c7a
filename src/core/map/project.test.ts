import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactNeighbours } from './neighbours';
import { defaultEpochs, project, projectionSteps, type ProjectionRequest } from './project';
import { trustworthiness } from './trustworthiness';
import { clouds } from './sample-data';

const { vectors } = clouds(300, 8, 4, 2);
const request: ProjectionRequest = { vectors, n: 300, d: 8, method: 'umap', dims: 3, seed: 0, epochs: 100 };

describe('project', () => {
  it('maps by UMAP, the same for the same seed, telling how far it is', () => {
    const told: [number, number][] = [];
    const map = project({ ...request, onProgress: (epoch, epochs) => told.push([epoch, epochs]) });
    expect(map.epochs).toBe(100);
    expect(map.notes).toEqual([]);
    expect(told.at(-1)).toEqual([100, 100]);
    expect(told.length).toBeGreaterThan(10);
    expect(trustworthiness(vectors, 300, 8, map.positions, 3).value).toBeGreaterThan(0.9);
    expect(project(request).positions).toEqual(map.positions);
    expect(project({ ...request, seed: 1 }).positions).not.toEqual(map.positions);
    expect(Object.values(map.seconds).every((s) => s >= 0 && s < 60)).toBe(true);
  });

  it('uses a neighbour graph that is given, also one with more neighbours than needed', () => {
    const neighbours = exactNeighbours(vectors, 300, 8, 20);
    expect(project({ ...request, neighbours }).positions).toEqual(project(request).positions);
    const few = project({ ...request, neighbours: exactNeighbours(vectors, 300, 8, 5) });
    expect(few.notes).toEqual([
      'Only 5 others are known of each point, so 6 neighbours were used instead of 15.',
    ]);
  });

  it('stops when asked to, with what there is', () => {
    let asked = 0;
    const map = project({ ...request, shouldStop: () => ++asked === 5 });
    expect(map.epochs).toBe(10);
    expect(map.notes).toEqual(['The layout was stopped after 10 of 100 epochs.']);
    const steps = projectionSteps(request);
    expect(steps.next().value).toMatchObject({ epoch: 2, epochs: 100 });
    expect(steps.next(true).done).toBe(true);
  });

  it('maps by PCA', () => {
    const map = project({ ...request, method: 'pca', dims: 2 });
    expect(map.positions).toHaveLength(600);
    expect(map.epochs).toBe(0);
    expect(map.explainedVariance).toHaveLength(2);
  });

  it('goes on from a former map', () => {
    const former = project(request).positions;
    const next = project({ ...request, initial: former, epochs: 1 }).positions;
    const moved = next.map((x, at) => Math.abs(x - former[at]!)).reduce((a, b) => a + b) / next.length;
    expect(moved).toBeLessThan(0.5);
    expect(project({ ...request, initial: former, epochs: 0 }).positions).toEqual(former);
  });

  it('has a finite map for any finite data: few points, the same ones, constant dimensions, tiny and huge numbers', () => {
    const values = fc.oneof(
      fc.constantFrom(0, 1, -1, 1e-30, 1e18, -1e18),
      fc.float({ noNaN: true, min: -1000, max: 1000 }),
    );
    const sets = fc.record({ n: fc.nat(20), d: fc.integer({ min: 1, max: 4 }) }).chain(({ n, d }) =>
      fc.record({
        n: fc.constant(n),
        d: fc.constant(d),
        values: fc.array(values, { minLength: n * d, maxLength: n * d }),
        dims: fc.constantFrom(2 as const, 3 as const),
        method: fc.constantFrom('umap' as const, 'pca' as const),
        nNeighbors: fc.integer({ min: 2, max: 20 }),
        minDist: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(sets, ({ values: numbers, ...settings }) => {
        const map = project({ ...settings, vectors: Float32Array.from(numbers), seed: 1, epochs: 20 });
        expect(map.positions).toHaveLength(settings.n * settings.dims);
        expect(map.positions.every(Number.isFinite)).toBe(true);
        const reduced = settings.method === 'umap' && settings.n > 1 && settings.nNeighbors > settings.n;
        expect(map.notes.some((note) => note.includes('neighbours were used instead'))).toBe(reduced);
      }),
    );
  });

  it('keeps identical points together yet not at one place', () => {
    const same = project({
      vectors: new Float32Array(60).fill(2),
      n: 20,
      d: 3,
      method: 'umap',
      dims: 2,
      seed: 0,
    });
    const places = new Set(
      Array.from({ length: 20 }, (_, i) => same.positions.slice(2 * i, 2 * i + 2).join()),
    );
    expect(places.size).toBe(20);
  });

  it('says what cannot be mapped', () => {
    const broken = vectors.slice();
    broken[17 * 8 + 3] = NaN;
    broken[40 * 8] = -Infinity;
    expect(() => project({ ...request, vectors: broken })).toThrow(
      '2 of 300 vectors cannot be mapped, because they hold numbers that are not finite or beyond 1e18; the first is row 17.',
    );
    expect(() => project({ ...request, n: 299 })).toThrow('2400 numbers are not 299 vectors of 8.');
    expect(() => project({ ...request, d: 0 })).toThrow(RangeError);
    expect(() => project({ ...request, nNeighbors: 1 })).toThrow('UMAP needs 2 neighbours or more');
    expect(() => project({ ...request, epochs: 0.5 })).toThrow(RangeError);
    expect(() => project({ ...request, minDist: -1 })).toThrow(RangeError);
    expect(() => project({ ...request, initial: new Float32Array(900).fill(NaN) })).toThrow(
      'start of the layout',
    );
    const neighbours = exactNeighbours(vectors, 300, 8, 14);
    expect(() => project({ ...request, neighbours: { ...neighbours, n: 299 } })).toThrow('of 299 points');
    const looped = { ...neighbours, indices: neighbours.indices.slice().fill(0, 0, 1) };
    expect(() => project({ ...request, neighbours: looped })).toThrow('gives point 0 the neighbour 0');
    const far = { ...neighbours, distances: neighbours.distances.slice().fill(NaN, 0, 1) };
    expect(() => project({ ...request, neighbours: far })).toThrow('gives point 0 a distance of NaN');
  });

  it('says so when there is nothing to lay out', () => {
    const none = project({ ...request, vectors: new Float32Array(0), n: 0 });
    expect(none).toMatchObject({ positions: new Float32Array(0), notes: ['There is nothing to map.'] });
    const one = project({ ...request, vectors: vectors.slice(0, 8), n: 1 });
    expect(one).toMatchObject({ positions: new Float32Array(3), epochs: 0 });
    expect(one.notes[0]).toContain('single point');
  });

  it('gives few points more epochs', () => {
    expect([defaultEpochs(10), defaultEpochs(10_000)]).toEqual([500, 200]);
  });
});
