import { describe, expect, it } from 'vitest';
import { fakeAtelier } from '../../testing/fake-atelier';
import { settled } from '../../testing/waiting';
import { MOST_STOPS } from '../../../contract/session-view';
import { advance, exportPath, setPathMethod, stopsOf, toggleComparison } from './path';
import { setPlayback } from '../session/settings';
import { select, selectSecond } from '../map/selection';
import { mapImages, testSetOf } from '../map/space';
import { embedding } from '../../testing/made-space';

async function withPath(n = 6) {
  const fake = fakeAtelier({ spaceEncode: () => Promise.resolve(embedding({ n })) });
  await mapImages(fake.atelier, testSetOf('x'));
  const state = () => fake.atelier.store.getState();
  const paths = () => fake.asked.filter(({ call }) => call === 'spacePath').map(({ input }) => input);
  return { ...fake, state, paths, stops: () => stopsOf(state()) };
}

describe('a path', () => {
  it('has a stop more with each further image, and one fewer when an image is chosen again', async () => {
    const { atelier, paths, stops, state } = await withPath();
    select(atelier, 0);
    for (const index of [2, 4, 5]) selectSecond(atelier, index);
    expect(stops()).toEqual([0, 2, 4, 5]);
    await settled();
    expect(paths().at(-1)).toMatchObject({ from: 0, via: [2, 4], to: 5 });
    selectSecond(atelier, 2);
    expect(stops()).toEqual([0, 4, 5]);
    selectSecond(atelier, 0);
    expect(stops()).toEqual([4, 5]);
    await settled();
    expect(paths().at(-1)).toMatchObject({ from: 4, via: [], to: 5 });
    selectSecond(atelier, 5);
    expect([stops(), state().path.result]).toEqual([[4], null]);
    select(atelier, 1);
    expect(stops()).toEqual([1]);
  });

  it('is played round and round, or to and fro', async () => {
    const { atelier, state } = await withPath();
    select(atelier, 0);
    selectSecond(atelier, 2);
    await settled();
    const last = (state().path.result?.steps ?? 0) - 1;
    expect(last).toBeGreaterThan(1);
    const played = (times: number) =>
      Array.from({ length: times }, () => {
        advance(atelier);
        return state().path.frame;
      });
    expect(played(last + 2).slice(-3)).toEqual([last, 0, 1]);
    setPlayback(atelier, { toAndFro: true });
    expect(played(last).slice(-2)).toEqual([last, last - 1]);
    expect(played(last).slice(-2)).toEqual([0, 1]);
  });

  it('holds so many stops and no more, and always frames enough for them', async () => {
    const { atelier, stops, state, paths } = await withPath(40);
    atelier.store.setState(({ path }) => ({ path: { ...path, steps: 4 } }));
    select(atelier, 0);
    for (let index = 1; index < 30; index += 1) selectSecond(atelier, index);
    expect(stops()).toHaveLength(MOST_STOPS);
    expect(state().notices.at(-1)?.text).toMatch(/^A path has 16 stops at most/);
    await settled();
    expect(paths().at(-1)).toMatchObject({ steps: MOST_STOPS });
  });

  it('is compared in all three ways, and turning to another then needs no new answer', async () => {
    const { atelier, paths, state } = await withPath();
    select(atelier, 0);
    selectSecond(atelier, 5);
    await settled();
    expect(paths()).toHaveLength(1);
    toggleComparison(atelier);
    await settled();
    expect(paths()).toHaveLength(4);
    expect(state().path.paths.map(({ method }) => method)).toEqual(['lerp', 'slerp', 'graph']);
    setPathMethod(atelier, 'graph');
    expect(state().path.result?.method).toBe('graph');
    await settled();
    expect(paths()).toHaveLength(4);
    toggleComparison(atelier);
    await settled();
    expect(state().path.paths.map(({ method }) => method)).toEqual(['graph']);
  });

  it('is written as it is shown, with its stops', async () => {
    const { atelier, asked, state } = await withPath();
    await exportPath(atelier, 'gif');
    expect(asked.some(({ call }) => call === 'exportPath')).toBe(false);
    select(atelier, 0);
    selectSecond(atelier, 3);
    selectSecond(atelier, 5);
    await settled();
    await exportPath(atelier, 'csv');
    expect(asked.at(-1)).toEqual({
      call: 'exportPath',
      input: { from: 0, via: [3], to: 5, steps: 16, method: 'slerp', format: 'csv' },
    });
    expect(state().notices.at(-1)?.text).toBe('Wrote 16 frames to /home/path.csv');
  });
});
