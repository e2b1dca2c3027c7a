import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineEvent } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import { Generator } from '../../core/random/generator';
import { holdBack } from '../testing/hold-back';
import { failure } from '../testing/user-failure';
import { alongData } from './path';
import { spaceHandlers } from './space';
import { EngineState, type Space } from './state';

const SIDE = 300;
const N = SIDE ** 2;
const heard: { event: EngineEvent; payload: unknown }[] = [];
const state = new EngineState((event, payload) => heard.push({ event, payload }));
const call = spaceHandlers(state);
const route = { stops: [0, N - 1], frames: 9 };
afterEach(() => {
  heard.length = 0;
  vi.restoreAllMocks();
});

/** Points of a square, each with the next to the right and the next below as neighbours, at distances drawn by chance. */
function square(): Space {
  const random = new Generator(1);
  const mu = Float32Array.from({ length: 2 * N }, (_, at) =>
    at % 2 === 0 ? (at >> 1) % SIDE : at / 2 / SIDE,
  );
  const indices = Int32Array.from({ length: 2 * N }, (_, at) => {
    const i = at >> 1;
    if (at % 2 === 0) return (i + 1) % SIDE === 0 ? -1 : i + 1;
    return i + SIDE < N ? i + SIDE : -1;
  });
  const embedding = {
    n: N,
    latent: 2,
    side: 4,
    channels: 1 as const,
    mu,
    logvar: mu,
    bce: new Float32Array(N),
    kl: new Float32Array(N),
    labels: new Int32Array(N),
    isTest: new Uint8Array(N),
    labelNames: [],
    files: [],
    pixels: new Uint8Array(0),
  };
  const distances = Float32Array.from({ length: 2 * N }, () => 0.5 + random.uniform());
  const search = { exact: true, recall: 1, sampled: N };
  return { embedding, run: null, map: null, neighbours: { n: N, k: 2, indices, distances, search } };
}

describe('a path along the data', () => {
  it('lets decoding go first, and tells how far it is when that takes long', async () => {
    // A clock by which every look at it comes a millisecond later, so that the search is soon parted into turns.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1));
    const decoding = holdBack(state.foreground);
    let isFound = false;
    const search = alongData(state, square(), route).then((path) => {
      isFound = true;
      return path;
    });
    await decoding.held;
    expect([isFound, heard]).toEqual([false, []]);
    now += 350;
    decoding.release();
    const { chain, bridged } = await search;
    expect([chain[0], chain.at(-1), bridged]).toEqual([0, N - 1, false]);
    const told = heard.map(({ payload }) => payload as { text: string; done: number });
    expect(heard.every(({ event }) => event === 'search.progress')).toBe(true);
    expect(told[0]).toMatchObject({ text: 'Finding the way along the data', total: N });
    expect(told[0]!.done).toBeGreaterThan(0);
    expect(told[0]!.done).toBeLessThan(N);
    expect(told.at(-1)!.done).toBe(N);
  });

  it('ends with a sentence in the middle, by the user or by whoever asked, and is found when it is asked for again', async () => {
    const space = square();
    const decoding = holdBack(state.foreground);
    const stopped = failure(alongData(state, space, route));
    const left = new AbortController();
    const ended = failure(alongData(state, space, route, left.signal));
    await decoding.held;
    left.abort(new UserError('It was left.'));
    await call['space.stopSearch']({});
    decoding.release();
    expect([await stopped, await ended]).toEqual(['The search was stopped.', 'It was left.']);
    expect(heard.at(-1)).toMatchObject({ event: 'search.progress', payload: { done: N, total: N } });
    const first = await alongData(state, space, route);
    // Along roads that are laid already.
    expect(await alongData(state, space, route)).toEqual(first);
  });
});
