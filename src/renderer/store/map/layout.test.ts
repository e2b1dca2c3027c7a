import { describe, expect, it } from 'vitest';
import type { LatentMap } from '../../../contract/space';
import { fakeAtelier } from '../../testing/fake-atelier';
import { later, settled } from '../../testing/waiting';
import { latentMap } from '../../testing/made-space';
import { changeDimensions, layOutAgain, setLayout, stopMapping } from './layout';
import { mapImages, testSetOf } from './space';

describe('laying out again', () => {
  it('uses the settings, encodes nothing, and begins anew', async () => {
    const { atelier, asked, stored } = fakeAtelier();
    await mapImages(atelier, testSetOf('x'));
    asked.length = 0;
    setLayout(atelier, { neighbors: 40, method: 'pca' });
    await layOutAgain(atelier);
    expect(asked).toEqual([
      {
        call: 'spaceMap',
        input: {
          method: 'pca',
          dims: 3,
          neighbors: 40,
          minDist: 0.1,
          metric: 'euclidean',
          seed: 0,
          continueFromLast: false,
        },
      },
    ]);
    expect([...stored.values()][0]).toContain('"neighbors":40');
  });

  it('moves on from a map of the same kind only', async () => {
    const { atelier, asked } = fakeAtelier();
    await mapImages(atelier, testSetOf('x'));
    await mapImages(atelier, testSetOf('x'));
    setLayout(atelier, { dims: 2 });
    await mapImages(atelier, testSetOf('x'));
    const maps = asked.filter(({ call }) => call === 'spaceMap').map(({ input }) => input);
    expect(maps).toMatchObject([
      { continueFromLast: false },
      { continueFromLast: true },
      { continueFromLast: false, dims: 2 },
    ]);
  });

  it('turns three dimensions into two and back', async () => {
    const flat = latentMap({ dims: 2, positions: new Float32Array(12) });
    const { atelier } = fakeAtelier({
      spaceMap: ({ dims }) => Promise.resolve(dims === 2 ? flat : latentMap()),
    });
    await mapImages(atelier, testSetOf('x'));
    await changeDimensions(atelier);
    expect(atelier.store.getState().space.dims).toBe(2);
    await changeDimensions(atelier);
    expect(atelier.store.getState().space.dims).toBe(3);
  });
});

describe('cancelling a map', () => {
  it('shows the last finished one again and complains of nothing', async () => {
    const first = latentMap();
    const slow = later<LatentMap>();
    let asked = 0;
    const {
      atelier,
      asked: calls,
      emit,
    } = fakeAtelier({
      spaceMap: () => (asked++ === 0 ? Promise.resolve(first) : slow.promise),
    });
    const state = () => atelier.store.getState();
    await mapImages(atelier, testSetOf('x'));
    const done = layOutAgain(atelier);
    emit('map.progress', { stage: 'layout', fraction: 0.5, positions: new Float32Array(18).fill(7) });
    expect(state().space.positions?.[0]).toBe(7);
    await stopMapping(atelier);
    slow.reject(new Error('The map was stopped.'));
    await done;
    await settled();
    expect(calls.at(-1)?.call).toBe('spaceStopMap');
    expect(state().space).toMatchObject({ progress: null, error: null, positions: first.positions });
    expect(state().notices).toEqual([]);
  });

  it('leaves no half-made first map behind', async () => {
    const slow = later<LatentMap>();
    const { atelier, emit } = fakeAtelier({ spaceMap: () => slow.promise });
    const done = mapImages(atelier, testSetOf('x'));
    await settled();
    emit('map.progress', { stage: 'layout', fraction: 0.5, positions: new Float32Array(18).fill(7) });
    await stopMapping(atelier);
    slow.resolve(latentMap());
    await done;
    expect(atelier.store.getState().space).toMatchObject({ positions: null, map: null, progress: null });
  });
});
