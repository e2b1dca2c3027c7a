import { afterEach, describe, expect, it, vi } from 'vitest';
import { embedding } from '../../testing/made-space';
import { fakeAtelier } from '../../testing/fake-atelier';
import { settled } from '../../testing/waiting';
import { change } from '../atelier-store';
import { chooseGroup, nameGroup } from '../map/groups';
import { setDimmed } from '../map/map-view';
import { setPathMethod } from '../latent/path';
import { clearSelection, select, selectSecond } from '../map/selection';
import { putView, viewOf } from './session-view';
import { setColourBy } from './settings';
import { mapImages, testSetOf } from '../map/space';

async function session() {
  let time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  const fake = fakeAtelier();
  await mapImages(fake.atelier, testSetOf('x'));
  return {
    ...fake,
    history: fake.atelier.undo,
    state: () => fake.atelier.store.getState(),
    /** Does something, and lets it be over. */
    act: async (work: () => void) => {
      work();
      await settled();
      time += 10_000;
    },
    pass: (ms: number) => (time += ms),
  };
}

afterEach(() => vi.restoreAllMocks());

describe('undoing', () => {
  it('does not take back what was put back at the start', async () => {
    const { atelier, history, state, act } = await session();
    await act(() => select(atelier, 1));
    await act(() => selectSecond(atelier, 4));
    const view = viewOf(atelier);
    const next = await session();
    await next.act(() => putView(next.atelier, view!));
    expect(next.state()).toMatchObject({ selection: { a: 1, b: 4 }, undo: { undo: null, redo: null } });
    await next.act(() => select(next.atelier, 2));
    await next.act(() => next.history.undo(next.atelier));
    await next.act(() => next.history.undo(next.atelier));
    expect(next.state()).toMatchObject({ selection: { a: 1, b: 4 }, undo: { undo: null } });
    await act(() => history.undo(atelier));
    expect(state().selection.b).toBeNull();
  });

  it('takes back what was chosen, step by step, with its reconstruction and its path', async () => {
    const { atelier, history, state, act, asked } = await session();
    await act(() => select(atelier, 1));
    await act(() => selectSecond(atelier, 4));
    await act(() => clearSelection(atelier));
    expect(state().selection).toMatchObject({ a: null, b: null });
    asked.length = 0;
    await act(() => history.undo(atelier));
    expect(state().selection).toMatchObject({ a: 1, b: 4, focus: 'b' });
    expect(state().path.result).not.toBeNull();
    expect(state().selection.decoded?.index).toBe(4);
    expect(asked.map(({ call }) => call)).toEqual(expect.arrayContaining(['spaceDecode', 'spacePath']));
    await act(() => history.undo(atelier));
    expect(state().selection).toMatchObject({ a: 1, b: null });
    expect(state().path.result).toBeNull();
    await act(() => history.undo(atelier));
    expect(state().selection.a).toBeNull();
    expect(state().undo).toEqual({ undo: null, redo: 'the chosen images' });
    await act(() => history.undo(atelier));
    for (let step = 0; step < 3; step += 1) await act(() => history.redo(atelier));
    expect(state().selection).toMatchObject({ a: null, b: null });
    expect(state().undo.redo).toBeNull();
  });

  it('knows of the colouring, what is dimmed, the path and named selections', async () => {
    const { atelier, history, state, act } = await session();
    await act(() => setDimmed(atelier, new Set([1])));
    await act(() => setColourBy(atelier, 'kl'));
    await act(() => setPathMethod(atelier, 'graph'));
    await act(() => chooseGroup(atelier, [0, 2]));
    await act(() => nameGroup(atelier, 'Bags'));
    await act(() => history.undo(atelier));
    expect(state().groups).toMatchObject({ named: [], rows: Uint32Array.of(0, 2) });
    await act(() => history.undo(atelier));
    expect(state().groups.rows).toBeNull();
    await act(() => history.undo(atelier));
    expect(state().path.method).toBe('slerp');
    // One step: colouring anew and the dimming that went with it.
    await act(() => history.undo(atelier));
    expect(state().settings.colourBy).toBe('label');
    expect([...state().mapView.dimmed]).toEqual([1]);
    await act(() => history.undo(atelier));
    expect(state().mapView.dimmed.size).toBe(0);
    for (let step = 0; step < 5; step += 1) await act(() => history.redo(atelier));
    expect(state().groups.named.map(({ name }) => name)).toEqual(['Bags']);
    expect(state().settings.colourBy).toBe('kl');
  });

  it('takes a gesture for one step, and what follows later for another', async () => {
    const { atelier, history, state, act, pass } = await session();
    for (const label of [1, 2, 3]) {
      setDimmed(atelier, new Set([label]));
      await settled();
      pass(50);
    }
    pass(10_000);
    await act(() => setDimmed(atelier, new Set([4])));
    await act(() => history.undo(atelier));
    expect([...state().mapView.dimmed]).toEqual([3]);
    await act(() => history.undo(atelier));
    expect(state().mapView.dimmed.size).toBe(0);
  });

  it('forgets what could be done again once something else is done', async () => {
    const { atelier, history, state, act } = await session();
    await act(() => select(atelier, 1));
    await act(() => history.undo(atelier));
    await act(() => select(atelier, 3));
    expect(state().undo.redo).toBeNull();
    await act(() => history.redo(atelier));
    expect(state().selection.a).toBe(3);
  });

  it('keeps its steps while the same images move on, and drops them with other images', async () => {
    const { atelier, state, act } = await session();
    await act(() => select(atelier, 1));
    await mapImages(atelier, testSetOf('x'));
    await settled();
    expect(state().undo.undo).toBe('the chosen images');
    change(atelier.store, 'space', { embedding: embedding({ n: 9 }) });
    expect(state().undo.undo).toBeNull();
  });

  it('takes no notice of what nobody did: decoded images, progress, playing', async () => {
    const { atelier, state, act } = await session();
    await act(() => select(atelier, 1));
    await act(() => selectSecond(atelier, 2));
    const before = state().undo;
    await act(() => change(atelier.store, 'path', { frame: 5, playing: true }));
    await act(() => change(atelier.store, 'selection', { decoded: null }));
    expect(state().undo).toEqual(before);
  });
});
