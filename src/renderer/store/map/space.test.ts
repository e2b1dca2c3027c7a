import { describe, expect, it } from 'vitest';
import type { Embedding, LatentMap } from '../../../contract/space';
import { embedding, latentMap } from '../../testing/made-space';
import { fakeAtelier } from '../../testing/fake-atelier';
import { later, settled } from '../../testing/waiting';
import { openRun } from '../training/runs';
import { select } from './selection';
import { mapImages, testSetOf } from './space';

describe('the map', () => {
  it('forms while it is laid out', async () => {
    const answer = later<LatentMap>();
    const { atelier, emit } = fakeAtelier({ spaceMap: () => answer.promise });
    const state = () => atelier.store.getState().space;
    const done = mapImages(atelier, testSetOf('x'));
    await settled();
    expect(state().positions).toBeNull();
    const forming = new Float32Array(18).fill(0.5);
    emit('map.progress', { stage: 'layout', fraction: 0.25, positions: forming });
    expect(state()).toMatchObject({ positions: forming, progress: { fraction: 0.25 } });
    emit('map.progress', { stage: 'layout', fraction: 0.5, positions: new Float32Array(7) });
    expect(state().positions).toBe(forming);
    answer.resolve(latentMap());
    await done;
    expect(state()).toMatchObject({ progress: null, map: { trustworthiness: 0.98 } });
  });

  it('belongs to the newest request alone', async () => {
    const slow = later<Embedding>();
    let asked = 0;
    const { atelier } = fakeAtelier({
      spaceEncode: () => (asked++ === 0 ? slow.promise : Promise.resolve(embedding())),
    });
    const first = mapImages(atelier, testSetOf('x'));
    await mapImages(atelier, { title: 'moths', split: 'all', source: { kind: 'folder', path: '/moths' } });
    slow.resolve(embedding({ n: 3 }));
    await first;
    const { space } = atelier.store.getState();
    expect(space.embedding?.n).toBe(6);
    expect(space.request?.title).toBe('moths');
  });

  it('lets go of what was chosen among other images', async () => {
    const { atelier } = fakeAtelier();
    await mapImages(atelier, testSetOf('x'));
    select(atelier, 2);
    await mapImages(atelier, testSetOf('x'));
    expect(atelier.store.getState().selection.a).toBe(2);
    await mapImages(atelier, { title: 'moths', split: 'all', source: { kind: 'folder', path: '/moths' } });
    expect(atelier.store.getState().selection.a).toBeNull();
  });

  it('says why there is none', async () => {
    const { atelier } = fakeAtelier({
      spaceEncode: () => Promise.reject(new Error('The weights are not whole.')),
    });
    await mapImages(atelier, testSetOf('x'));
    expect(atelier.store.getState().space).toMatchObject({
      error: 'The weights are not whole.',
      progress: null,
    });
  });

  it('comes with a run that is opened, which the next session opens again', async () => {
    const { atelier, stored } = fakeAtelier();
    await openRun(atelier, '/runs/old');
    const { training, space, opening } = atelier.store.getState();
    expect(training).toMatchObject({
      phase: 'ended',
      run: { name: 'old', step: 10 },
      draft: { epochs: '10' },
    });
    expect(space.map).not.toBeNull();
    expect(opening).toBeNull();
    expect([...stored.values()][0]).toContain('"lastRun":"/runs/old"');
  });

  it('does not open again what cannot be opened', async () => {
    const { atelier, stored } = fakeAtelier({
      runOpen: () => Promise.reject(new Error('There is no run.json in /runs/old.')),
    });
    await openRun(atelier, '/runs/old');
    expect(atelier.store.getState().notices).toMatchObject([{ text: 'There is no run.json in /runs/old.' }]);
    expect(atelier.store.getState().space.progress).toBeNull();
    expect([...stored.values()][0]).toContain('"lastRun":null');
  });
});
