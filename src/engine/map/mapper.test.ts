import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import { mapConfig, type MapConfig, type MapProgress } from '../../contract/space';
import { neighboursKept } from '../../core/map/neighbours-kept';
import { clouds } from '../../core/map/sample-data';
import { MapCrew } from './map-crew';
import { makeMap, type MapRequest } from './mapper';
import { nearestNeighbours } from './neighbours';

const n = 3000;
const d = 8;
/** What two cores can do in 100 ms: processor time, which other work on the machine does not add to. */
const MOST_CPU_MS = 200;
const { vectors } = clouds(n, d, 12, 6);

function request(config: Partial<MapConfig>, changes: Partial<MapRequest> = {}): MapRequest {
  return {
    vectors,
    n,
    d,
    config: { ...mapConfig.parse({}), ...config },
    initial: null,
    neighbours: null,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    ...changes,
  };
}

describe('makeMap', () => {
  it('lays out, tells how the map forms, and measures it', async () => {
    const told: MapProgress[] = [];
    const { map, neighbours } = await makeMap(request({}, { onProgress: (progress) => told.push(progress) }));
    expect(map).toMatchObject({ n, dims: 3, method: 'umap', metric: 'euclidean', epochs: 500 });
    expect(map.trustworthiness).toBeGreaterThan(0.95);
    expect(map.neighbours).toEqual({ exact: true, recall: 1, sampled: n });
    expect([...new Set(told.map(({ stage }) => stage))]).toEqual([
      'neighbours',
      'graph',
      'layout',
      'quality',
    ]);
    expect(told.findLast(({ positions }) => positions !== null)?.positions).toEqual(map.positions);
    const kept = neighboursKept(neighbours, map.positions, 3);
    expect(map.neighboursKept).toBeCloseTo(kept.mean!, 10);
    kept.shares.forEach((share, i) => expect(map.distortion[i]).toBeCloseTo(1 - share, 6));
    const again = await makeMap(request({}));
    expect(again.map.positions).toEqual(map.positions);
  });

  it('measures a map by principal components too, and says how much of the variance it shows', async () => {
    const { map } = await makeMap(request({ method: 'pca', dims: 2 }));
    expect(map).toMatchObject({ method: 'pca', dims: 2, epochs: 0 });
    expect(map.explainedVariance).toHaveLength(2);
    expect(map.explainedVariance[0]).toBeGreaterThanOrEqual(map.explainedVariance[1]!);
    expect(map.neighboursKept).toBeGreaterThan(0);
    expect(map.neighboursKept).toBeLessThan(0.5);
  });

  it('by cosine sees no lengths', async () => {
    const scaled = vectors.map((x, at) => x * (1 + (Math.floor(at / d) % 7)));
    const one = await makeMap(request({ metric: 'cosine' }));
    const other = await makeMap(request({ metric: 'cosine' }, { vectors: scaled }));
    const same = other.neighbours.indices.filter((row, at) => row === one.neighbours.indices[at]).length;
    expect(same / one.neighbours.indices.length).toBeGreaterThan(0.999);
    const [i, j] = [0, one.neighbours.indices[3]!];
    const dot = (a: number, b: number): number =>
      vectors.subarray(a * d, (a + 1) * d).reduce((sum, x, axis) => sum + x * vectors[b * d + axis]!, 0);
    expect(one.neighbours.distances[3]).toBeCloseTo(1 - dot(i, j) / Math.sqrt(dot(i, i) * dot(j, j)), 5);
    const zero = vectors.slice().fill(0, 5 * d, 6 * d);
    await expect(makeMap(request({ metric: 'cosine' }, { vectors: zero }))).rejects.toThrow(
      /^Vector 5 is all zeros .*: use the Euclidean metric/,
    );
  });

  it('goes on from a former map without a jump', async () => {
    const former = (await makeMap(request({}))).map;
    const next = vectors.map((x, at) => x + 0.05 * Math.sin(at));
    const seen: Float32Array[] = [];
    const { map } = await makeMap(
      request(
        {},
        {
          vectors: next,
          initial: former.positions,
          onProgress: ({ positions }) => positions !== null && seen.push(positions),
        },
      ),
    );
    const fresh = (await makeMap(request({ seed: 1 }, { vectors: next }))).map;
    expect(map.trustworthiness).toBeGreaterThan(fresh.trustworthiness! - 0.005);
    const width = spread(former.positions);
    for (const positions of seen) expect(moved(former.positions, positions)).toBeLessThan(0.2 * width);
    expect(moved(former.positions, map.positions)).toBeLessThan(moved(former.positions, fresh.positions) / 2);
  });

  it.each(['neighbours', 'layout', 'quality'])(
    'stops without much further work when it is told to, in %s',
    async (stage) => {
      const large = clouds(30_000, 32, 10, 1).vectors;
      const stopped = async (): Promise<number> => {
        const stop = new AbortController();
        let at: NodeJS.CpuUsage | undefined;
        const onProgress = (progress: MapProgress): void => {
          if (progress.stage !== stage || (stage !== 'quality' && progress.fraction === 0)) return;
          at ??= process.cpuUsage();
          stop.abort(new UserError('The map was stopped.'));
        };
        const making = makeMap(
          request({}, { vectors: large, n: 30_000, d: 32, signal: stop.signal, onProgress }),
        );
        await expect(making).rejects.toThrow('The map was stopped.');
        const { user, system } = process.cpuUsage(at);
        return (user + system) / 1000;
      };
      // Of all threads together. Collecting garbage may fall into a try, but hardly into each of three.
      const tries: number[] = [];
      do tries.push(await stopped());
      while (tries.at(-1)! >= MOST_CPU_MS && tries.length < 3);
      expect(Math.min(...tries), `milliseconds: ${tries.join(', ')}`).toBeLessThan(MOST_CPU_MS);
      await pause(0);
    },
  );

  it('says which vector cannot be mapped', async () => {
    const broken = vectors.slice().fill(Number.NaN, 17 * d, 17 * d + 1);
    await expect(makeMap(request({}, { vectors: broken }))).rejects.toThrow(
      /^Vector 17 holds a value that is not a finite number/,
    );
  });
});

describe('MapCrew', () => {
  it('lays out the same map, bit for bit, however many threads share the work', async () => {
    const neighbours = await nearestNeighbours(vectors, n, d, 15);
    const job = { task: 'layOut', vectors, n, d, neighbours, dims: 3, former: null } as const;
    const settings = { method: 'umap', minDist: 0.1, seed: 3, nNeighbors: 15 } as const;
    const layOut = async (threads: number): Promise<Float32Array> => {
      const crew = MapCrew.take(threads, new AbortController().signal);
      const followers: Promise<unknown>[] = [];
      try {
        const { positions } = await crew.ask(0, { ...job, ...settings, threads }, 'laidOut', (message) => {
          if (message.type !== 'shared') return;
          for (let index = 1; index < threads; index++) {
            const follow = { task: 'follow', layout: message.layout, index, threads } as const;
            followers.push(crew.ask(index, follow, 'done'));
          }
        });
        await Promise.all(followers);
        return positions;
      } finally {
        await crew.end();
      }
    };
    const one = await layOut(1);
    for (const threads of [2, 3, 4]) expect(await layOut(threads)).toEqual(one);
  });
});

describe('MapCrew.take', () => {
  const { signal } = new AbortController();
  const task = { task: 'start', vectors, n, d, dims: 3, seed: 0 } as const;

  it('gives the threads that wait, and new ones to who comes meanwhile', async () => {
    const one = MapCrew.take(1, signal);
    await one.ask(0, task, 'done');
    const other = MapCrew.take(1, signal);
    expect(other).not.toBe(one);
    await one.rest();
    await other.rest();
    const next = MapCrew.take(1, signal);
    expect(next).toBe(one);
    await next.ask(0, task, 'done');
    await next.end();
    // Those that came second ended, for others waited.
    await expect(other.ask(0, task, 'done')).rejects.toThrow('A thread of the map ended');
  });

  it('never gives threads that are busy with what nobody wants any more', async () => {
    const stop = new AbortController();
    const crew = MapCrew.take(1, stop.signal);
    const asked = crew.ask(0, task, 'done');
    stop.abort(new Error('no longer wanted'));
    await expect(asked).rejects.toThrow('no longer wanted');
    await crew.rest();
    const next = MapCrew.take(1, signal);
    expect(next).not.toBe(crew);
    await next.end();
  });
});

/** Root mean square distance from the mean. */
function spread(positions: Float32Array): number {
  const mean = [0, 1, 2].map(
    (axis) => positions.reduce((sum, x, at) => (at % 3 === axis ? sum + x : sum), 0) / n,
  );
  return Math.sqrt(positions.reduce((sum, x, at) => sum + (x - mean[at % 3]!) ** 2, 0) / n);
}

/** Root mean square way from one map to the other. */
function moved(one: Float32Array, other: Float32Array): number {
  return Math.sqrt(one.reduce((sum, x, at) => sum + (x - other[at]!) ** 2, 0) / n);
}
