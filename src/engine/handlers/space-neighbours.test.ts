import { afterEach, describe, expect, it, vi } from 'vitest';
import { timeLimits } from '../../contract/testing/time-limits';
import type { EngineEvent } from '../../contract/engine-calls';
import { Generator } from '../../core/random/generator';
import { nearestDistances } from '../map/nearest-distances';
import { holdBack } from '../testing/hold-back';
import { failure } from '../testing/user-failure';
import { spaceHandlers } from './space';
import { findAhead, neighboursOf, yardstickOf } from './space-neighbours';
import { EngineState, type Space } from './state';

const LATENT = 4;
const heard: { event: EngineEvent; payload: unknown }[] = [];
const state = new EngineState((event, payload) => heard.push({ event, payload }));
const call = spaceHandlers(state);
afterEach(() => {
  heard.length = 0;
  vi.useRealTimers();
});

function spaceOf(n: number): Space {
  const random = new Generator(n);
  const mu = Float32Array.from({ length: n * LATENT }, () => random.normal());
  const embedding = {
    n,
    latent: LATENT,
    side: 4,
    channels: 1 as const,
    mu,
    logvar: mu,
    bce: new Float32Array(n),
    kl: new Float32Array(n),
    labels: new Int32Array(n),
    isTest: new Uint8Array(n),
    labelNames: [],
    files: [],
    pixels: new Uint8Array(0),
  };
  return { embedding, run: null, map: null, neighbours: null };
}

describe('the neighbours of a space', () => {
  it('are sought once for all who ask, and kept', async () => {
    const space = spaceOf(500);
    const [one, other] = await Promise.all([neighboursOf(state, space), neighboursOf(state, space)]);
    expect(one).toBe(other);
    expect(await neighboursOf(state, space)).toBe(one);
    expect(one).toMatchObject({ n: 500, k: 15 });
  });

  it('let decoding go first, and tell how far they are when that takes long', async () => {
    const space = spaceOf(5000);
    vi.useFakeTimers({ toFake: ['performance'] });
    const decoding = holdBack(state.foreground);
    let isFound = false;
    const search = neighboursOf(state, space).then(() => (isFound = true));
    await decoding.held;
    expect([isFound, heard]).toEqual([false, []]);
    vi.advanceTimersByTime(350);
    decoding.release();
    await search;
    const done = heard.map(({ payload }) => (payload as { done: number }).done);
    expect(new Set(heard.map(({ event }) => event))).toEqual(new Set(['search.progress']));
    expect(done[0]).toBeGreaterThan(0);
    expect(done[0]).toBeLessThan(5000);
    expect(done.at(-1)).toBe(5000);
  });

  it('are found ahead of a question, untold', async () => {
    const space = spaceOf(500);
    findAhead(state, space);
    await vi.waitFor(() => expect(space.neighbours).not.toBeNull(), { timeout: timeLimits.event });
    expect(heard).toEqual([]);
  });

  it('end with a sentence when the user does not want to wait, and are sought anew when they are asked for again', async () => {
    const space = spaceOf(500);
    const path = failure(neighboursOf(state, space));
    const sliders = failure(yardstickOf(state, space));
    await call['space.stopSearch']({});
    const sentence = 'The search was stopped.';
    expect(await Promise.all([path, sliders])).toEqual([sentence, sentence]);
    expect(heard.at(-1)).toEqual({
      event: 'search.progress',
      payload: { text: 'Finding the nearest of each image', done: 500, total: 500 },
    });
    expect(await yardstickOf(state, space)).toHaveLength(500);
  });

  it('end when other images take their place', async () => {
    const search = failure(neighboursOf(state, spaceOf(500)));
    state.replaceSpace(spaceOf(10), 'Others came.');
    expect(await search).toBe('Others came.');
  });
});

describe('the yardstick of distances', () => {
  it('is that of a sample where there are very many images', async () => {
    const space = spaceOf(20_001);
    const own = await yardstickOf(state, space);
    expect(own).toHaveLength(2000);
    expect(own).toEqual(own.slice().sort());
    expect(await yardstickOf(state, space)).toBe(own);
    expect(space.neighbours).toBeNull();
  });

  it('has the distances that the neighbours have', async () => {
    const { embedding } = spaceOf(1000);
    const { mu, n, latent } = embedding;
    const rows = Uint32Array.of(0, 7, 8, 999);
    const distances = await nearestDistances(mu, n, latent, rows);
    const all = await neighboursOf(state, { embedding, run: null, map: null, neighbours: null });
    rows.forEach((row, i) => expect(distances[i]).toBeCloseTo(all.distances[row * all.k]!, 4));
  });
});
