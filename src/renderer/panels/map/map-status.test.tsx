// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { chooseGroup } from '../../store/map/groups';
import { setDimmed, setQuery } from '../../store/map/map-view';
import { showEpoch } from '../../store/training/replay';
import { chooseFashionMnist, startTraining } from '../../store/training/training';
import { fakeAtelier } from '../../testing/fake-atelier';
import { embedding, latentMap } from '../../testing/made-space';
import { epochMetrics } from '../../testing/made-runs';
import { withMap } from '../../testing/mapped-atelier';
import { inAtelier } from '../../testing/in-atelier';
import { unseenPage } from '../../testing/unseen-page';
import { settled } from '../../testing/waiting';
import { MapStatus } from './map-status';

beforeAll(unseenPage);
afterEach(cleanup);

it('tells how far the map of the epoch turned back to is to be trusted', async () => {
  let made = 0;
  const fake = fakeAtelier({
    spaceMap: () => {
      made += 1;
      return Promise.resolve(latentMap({ trustworthiness: made / 10, neighboursKept: made / 20 }));
    },
  });
  await chooseFashionMnist(fake.atelier);
  await startTraining(fake.atelier);
  for (const epoch of [1, 2]) {
    fake.emit('training.epoch', epochMetrics(epoch));
    await settled();
  }
  render(inAtelier(fake, <MapStatus />));
  const shown = () => ['map-quality', 'map-kept'].map((id) => screen.getByTestId(id).textContent);
  expect(shown()).toEqual(['Trustworthiness 0.200', 'Neighbours kept 10 %']);
  act(() => showEpoch(fake.atelier, 1));
  expect(shown()).toEqual(['Trustworthiness 0.100', 'Neighbours kept 5 %']);
  expect(screen.getByTestId('map-epoch').textContent).toBe('Map of epoch 1');
});

it('says what is lit and by what, and lights all again', async () => {
  const fake = await withMap();
  render(inAtelier(fake, <MapStatus />));
  const lit = () => screen.queryByTestId('map-lit')?.querySelector('.figure-button')?.textContent;
  expect(lit()).toBeUndefined();
  act(() => chooseGroup(fake.atelier, [1, 2]));
  expect(lit()).toBe('2 lit selected');
  act(() => setQuery(fake.atelier, 'coat'));
  expect(lit()).toBe('3 lit found by “coat”');
  act(() => setDimmed(fake.atelier, new Set([0])));
  expect(lit()).toBe('3 lit left by the legend');
  fireEvent.click(screen.getByRole('button', { name: 'Light all' }));
  expect(lit()).toBeUndefined();
  const { groups, mapView } = fake.state();
  expect([groups.rows, mapView.query, mapView.dimmed.size]).toEqual([null, '', 0]);
});

it('warns of the map of a collapsed model', async () => {
  render(inAtelier(await withMap(), <MapStatus />));
  expect(screen.queryByTestId('map-collapsed')).toBeNull();
  cleanup();
  const collapsed = embedding({ mu: new Float32Array(12).fill(0.001), kl: new Float32Array(6).fill(0.01) });
  render(inAtelier(await withMap({ spaceEncode: () => Promise.resolve(collapsed) }), <MapStatus />));
  expect(screen.getByTestId('map-collapsed').textContent).toContain('Collapsed model');
});
