import { describe, expect, it } from 'vitest';
import type { EpochMap } from '../../../contract/history';
import { epochMetrics } from '../../testing/made-runs';
import { fakeAtelier } from '../../testing/fake-atelier';
import { latentMap } from '../../testing/made-space';
import { settled } from '../../testing/waiting';
import { merged, replayedMap, showEpoch, showNextEpoch, toggleReplay } from './replay';
import { chooseFashionMnist, startTraining } from './training';

/** A run that has trained and mapped so many epochs; all points of epoch k stand at k. */
async function trained(epochs: number) {
  let made = 0;
  const fake = fakeAtelier({
    spaceMap: () => {
      made += 1;
      return Promise.resolve(latentMap({ positions: new Float32Array(18).fill(made) }));
    },
  });
  await chooseFashionMnist(fake.atelier);
  await startTraining(fake.atelier);
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    fake.emit('training.epoch', epochMetrics(epoch));
    await settled();
  }
  return { ...fake, state: () => fake.atelier.store.getState() };
}

describe('the maps of the epochs', () => {
  it('are kept as they are made, and shown again without touching the newest', async () => {
    const { atelier, state } = await trained(3);
    expect(state().replay.maps.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(replayedMap(state())).toBeNull();
    showEpoch(atelier, 1);
    expect(replayedMap(state())?.positions[0]).toBe(1);
    expect(state().space.positions?.[0]).toBe(3);
    showEpoch(atelier, 3);
    expect(state().replay.shown).toBeNull();
  });

  it('stay on the screen when a newer map arrives meanwhile', async () => {
    const { atelier, state, emit } = await trained(2);
    showEpoch(atelier, 1);
    emit('training.epoch', epochMetrics(3));
    await settled();
    expect(state().replay.maps.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(replayedMap(state())?.epoch).toBe(1);
  });

  it('play from the first to the newest, and end there', async () => {
    const { atelier, state } = await trained(3);
    toggleReplay(atelier);
    expect(state().replay).toMatchObject({ playing: true, shown: 1 });
    showNextEpoch(atelier);
    expect(state().replay).toMatchObject({ playing: true, shown: 2 });
    showNextEpoch(atelier);
    expect(state().replay).toMatchObject({ playing: false, shown: null });
  });

  it('go with the run', async () => {
    const { atelier, state } = await trained(2);
    showEpoch(atelier, 1);
    atelier.store.setState({ training: { ...state().training, phase: 'ended' } });
    await startTraining(atelier);
    expect(state().replay).toEqual({ maps: [], samples: [], shown: null, playing: false });
  });

  it('are thinned, never losing the first and the last, when they take too much memory', () => {
    const map = (epoch: number): EpochMap => ({
      ...latentMap({ n: 1, positions: new Float32Array(3) }),
      epoch,
      step: epoch,
    });
    let maps: readonly EpochMap[] = [];
    for (let epoch = 1; epoch <= 100; epoch += 1) {
      maps = merged(maps, [map(epoch)], 16 * 8);
      expect(maps.length).toBeLessThanOrEqual(8);
      expect(maps[0]?.epoch).toBe(1);
      expect(maps.at(-1)?.epoch).toBe(epoch);
    }
    expect(maps.length).toBeGreaterThan(3);
    // Two that are too large already are both kept: there is no replay of one.
    expect(merged([map(1), map(2)], [map(3)], 1)).toHaveLength(2);
  });
});
