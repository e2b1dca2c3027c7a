import { describe, expect, it } from 'vitest';
import { decodedLatents, latentMap } from '../../testing/made-space';
import { fakeAtelier } from '../../testing/fake-atelier';
import { settled } from '../../testing/waiting';
import { runSummary } from '../../testing/made-runs';
import { nameOf, setTerm, setTerms, solve, whyNotSolve } from './arithmetic';
import { closePlace, decodeAt } from './decode-anywhere';
import { chooseGroup, nameGroup } from '../map/groups';
import { goBack, goForward } from './history';
import { setTab } from './latent-change';
import { setNote, togglePin } from './pins';
import { openRun } from '../training/runs';
import { drawOthers, drawSamples, markSamples, setComponents, showSample, stopSamples } from './samples';
import { clearSelection, select } from '../map/selection';
import { layOut, mapImages } from '../map/space';
import { withMap } from '../../testing/mapped-atelier';

describe('the history', () => {
  it('goes back and forward through the images that were chosen', async () => {
    const { atelier, state, latent } = await withMap();
    for (const index of [0, 3, 5]) select(atelier, index);
    goBack(atelier);
    goBack(atelier);
    expect([state().selection.a, latent().history]).toEqual([0, { back: [], current: 0, forward: [5, 3] }]);
    goBack(atelier);
    goForward(atelier);
    expect(state().selection.a).toBe(3);
    select(atelier, 1);
    expect(latent().history).toEqual({ back: [0, 3], current: 1, forward: [] });
    clearSelection(atelier);
    goBack(atelier);
    expect(state().selection.a).toBe(3);
  });

  it('begins anew with other images', async () => {
    const { atelier, latent } = await withMap();
    select(atelier, 2);
    await mapImages(atelier, { title: 'others', split: 'all' });
    expect(latent().history).toEqual({ back: [], current: null, forward: [] });
  });
});

describe('pins', () => {
  it('are there again, with their notes, when the run is opened again, and are others under another run', async () => {
    const first = fakeAtelier();
    await openRun(first.atelier, '/runs/old');
    togglePin(first.atelier, 2);
    togglePin(first.atelier, 4);
    setNote(first.atelier, 2, 'both sleeves');
    togglePin(first.atelier, 4);
    const pins = [{ index: 2, note: 'both sleeves' }];
    expect(first.atelier.store.getState().latent.pins).toEqual(pins);

    const next = fakeAtelier({
      runOpen: ({ runFolder }) => Promise.resolve(runSummary({ runFolder })),
    });
    for (const [key, value] of first.stored) next.atelier.storage.setItem(key, value);
    const shown = async (runFolder: string) => {
      await openRun(next.atelier, runFolder);
      return next.atelier.store.getState().latent.pins;
    };
    expect(await shown('/runs/other')).toEqual([]);
    expect(await shown('/runs/old')).toEqual(pins);
    next.atelier.storage.setItem('latent-atelier-pins', '{ spoilt');
    expect(await shown('/runs/old')).toEqual([]);
  });
});

describe('a place of the map', () => {
  it('is decoded, marked, and where the sliders start from, until another image is chosen', async () => {
    const { atelier, state, latent } = await withMap();
    select(atelier, 1);
    setTab(atelier, 'samples');
    decodeAt(atelier, Float32Array.of(1, 2, 3));
    await settled();
    expect(latent().tab).toBe('image');
    expect(latent().place.shown).toMatchObject({ origin: 'map', mapPercentile: 12 });
    expect(state().mapView.marker).toEqual(Float32Array.of(1, 2, 3));
    expect(latent().sliders.base).toMatchObject({ name: 'A place in the map', image: null });
    closePlace(atelier);
    expect([state().selection.a, state().mapView.marker]).toEqual([1, null]);
    decodeAt(atelier, Float32Array.of(1, 2, 3));
    await settled();
    select(atelier, 4);
    expect(latent().place.shown).toBeNull();
  });

  it('is looked for anew in a new map, and nowhere in one of other dimensions', async () => {
    const { atelier, asked, latent } = await withMap();
    decodeAt(atelier, Float32Array.of(1, 2));
    expect(asked.some(({ call }) => call === 'spaceDecodePlace')).toBe(false);
    decodeAt(atelier, Float32Array.of(1, 2, 3));
    await settled();
    await layOut(atelier, { fromLast: true });
    await settled();
    expect(asked.filter(({ call }) => call === 'spaceDecodePlace')).toHaveLength(2);
    expect(latent().place.shown).not.toBeNull();
    atelier.store.setState(({ space }) => ({ space: { ...space, map: latentMap({ dims: 2 }), dims: 2 } }));
    expect(latent().place.shown).toBeNull();
  });
});

describe('samples', () => {
  it('are drawn with the next seed each time, and marked in the map while their tool is in front', async () => {
    const { atelier, asked, state, latent } = await withMap();
    setTab(atelier, 'samples');
    drawSamples(atelier);
    await settled();
    drawOthers(atelier);
    await settled();
    const inputs = asked.filter(({ call }) => call === 'spaceSamples').map(({ input }) => input);
    expect(inputs).toEqual([
      { n: 12, seed: 0, components: 10 },
      { n: 12, seed: 1, components: 10 },
    ]);
    expect(state().mapView.marker).toHaveLength(2 * 12 * 3);
    markSamples(atelier, 'prior');
    expect(state().mapView.marker).toHaveLength(12 * 3);
    setComponents(atelier, 500);
    await settled();
    expect(latent().samples).toMatchObject({ components: 40, busy: false });
    showSample(atelier, 'mixture', 3);
    expect(latent().tab).toBe('image');
    expect(latent().place.shown).toMatchObject({
      title: 'Sample 4 of the mixture',
      decoded: { latents: decodedLatents(12).latents.slice(6, 8) },
    });
    expect(state().mapView.marker).toHaveLength(3);
  });

  it('can be stopped, and leave what was drawn before', async () => {
    const { atelier, asked, latent } = await withMap();
    drawSamples(atelier);
    await settled();
    drawOthers(atelier);
    await stopSamples(atelier);
    await settled();
    expect(asked.at(-1)?.call).toBe('spaceStopSamples');
    expect(latent().samples.busy).toBe(false);
    expect(latent().samples.result).not.toBeNull();
  });
});

describe('arithmetic', () => {
  it('is A - B + C of the means of classes, selections and images', async () => {
    const { atelier, asked, state, latent } = await withMap();
    chooseGroup(atelier, [1, 2]);
    nameGroup(atelier, 'two');
    const id = state().groups.named[0]!.id;
    setTerms(atelier, {
      a: { kind: 'class', label: 0 },
      b: { kind: 'group', id },
      c: { kind: 'image', index: 5 },
    });
    await settled();
    // Class 0 is images 0, 2 and 4, the group 1 and 2: 2 - 1.5 + 5.
    expect(asked.find(({ call }) => call === 'spaceLocate')?.input).toMatchObject({
      n: 4,
      latents: Float32Array.of(2, 0, 1.5, 0, 5, 0, 5.5, 0),
    });
    expect(latent().arithmetic.result?.sum.title).toBe('Coat − two + #5');
    setTab(atelier, 'arithmetic');
    expect(state().mapView.marker).toHaveLength(3);
    setTerm(atelier, 'b', { kind: 'none' });
    await settled();
    expect(latent().arithmetic.result?.sum.title).toBe('Coat + #5');
    expect(latent().arithmetic.result?.terms.b).toBeNull();
  });

  it('says what is missing, and what is empty', async () => {
    const { atelier, state, latent } = await withMap();
    expect(whyNotSolve(state())).toBe('Choose what to start from.');
    setTerm(atelier, 'a', { kind: 'class', label: 1 });
    await settled();
    expect(latent().arithmetic.result).not.toBeNull();
    setTerm(atelier, 'c', { kind: 'selection' });
    expect(whyNotSolve(state())).toMatch(/^There are no images in the selection/);
    solve(atelier);
    await settled();
    expect(latent().arithmetic.result).toBeNull();
    expect(nameOf({ kind: 'group', id: 99 }, state())).toBe('a group that is gone');
  });
});
