import { describe, expect, it } from 'vitest';
import { fakeAtelier } from '../../testing/fake-atelier';
import { embedding } from '../../testing/made-space';
import { settled } from '../../testing/waiting';
import {
  averageGroup,
  chooseGroup,
  clearGroup,
  exportGroup,
  nameGroup,
  removeGroup,
  renameGroup,
  showGroup,
} from './groups';
import { goToMatch, setQuery } from './map-view';
import { findRows } from './search';
import { mapImages, testSetOf } from './space';

async function mapped() {
  const fake = fakeAtelier();
  await mapImages(fake.atelier, testSetOf('x'));
  fake.asked.length = 0;
  const state = () => fake.atelier.store.getState();
  return { ...fake, state, rows: () => state().groups.rows && [...state().groups.rows!] };
}

describe('images chosen together', () => {
  it('are replaced, joined and taken away, each once and in order', async () => {
    const { atelier, rows } = await mapped();
    chooseGroup(atelier, [4, 1, 1, 99]);
    expect(rows()).toEqual([1, 4]);
    chooseGroup(atelier, [0, 4], 'add');
    expect(rows()).toEqual([0, 1, 4]);
    chooseGroup(atelier, [1], 'remove');
    expect(rows()).toEqual([0, 4]);
    chooseGroup(atelier, []);
    expect(rows()).toBeNull();
  });

  it('keep a name, which can be changed and forgotten', async () => {
    const { atelier, state, rows } = await mapped();
    chooseGroup(atelier, [2, 3]);
    nameGroup(atelier, '  red coats ');
    chooseGroup(atelier, [5]);
    nameGroup(atelier, ' ');
    expect(state().groups.named.map(({ name }) => name)).toEqual(['red coats', 'Selection 2']);
    clearGroup(atelier);
    showGroup(atelier, 1);
    expect(rows()).toEqual([2, 3]);
    expect(state().groups.shown).toBe(1);
    renameGroup(atelier, 1, 'coats');
    renameGroup(atelier, 1, '  ');
    expect(state().groups.named[0]?.name).toBe('coats');
    removeGroup(atelier, 1);
    expect(state().groups).toMatchObject({ shown: null, named: [{ name: 'Selection 2' }] });
    expect(rows()).toEqual([2, 3]);
  });

  it('are exported, and nothing else', async () => {
    const { atelier, asked } = await mapped();
    await exportGroup(atelier);
    expect(asked).toEqual([]);
    chooseGroup(atelier, [5, 0]);
    await exportGroup(atelier);
    expect(asked).toEqual([{ call: 'exportCsv', input: { rows: [0, 5] } }]);
  });

  it('have a mean that is decoded and marked in the map, until they change', async () => {
    const { atelier, asked, state } = await mapped();
    chooseGroup(atelier, [1, 2, 5]);
    averageGroup(atelier);
    await settled();
    const input = { n: 1, latents: new Float32Array([8 / 3, 0]) };
    expect(asked).toEqual([
      { call: 'spaceDecode', input },
      { call: 'spacePlace', input },
    ]);
    expect(state().groups.mean?.images.side).toBe(16);
    expect(state().mapView.marker).toHaveLength(3);
    chooseGroup(atelier, [1]);
    expect(state().groups.mean).toBeNull();
    expect(state().mapView.marker).toBeNull();
  });

  it('go with the images they were chosen among', async () => {
    const { atelier, state } = await mapped();
    chooseGroup(atelier, [1]);
    nameGroup(atelier, 'one');
    setQuery(atelier, 'coat');
    await mapImages(atelier, testSetOf('x'));
    expect(state().groups.named).toHaveLength(1);
    await mapImages(atelier, { title: 'moths', split: 'all', source: { kind: 'folder', path: '/moths' } });
    expect(state().groups).toMatchObject({ rows: null, named: [] });
    expect(state().mapView).toMatchObject({ query: '', matches: null });
  });
});

describe('search', () => {
  const images = embedding({
    files: ['Ärmel/a12.png', 'Ärmel/b.png', 'x/2.png', 'x/d.png', 'x/e.png', 'x/f.png'],
    columns: [{ kind: 'text', name: 'city', values: ['', '', '', 'Oslo', '', 'OSLO'] }],
  });
  it('finds by label, file, text column and index', () => {
    expect([...findRows(images, 'coat')]).toEqual([0, 2, 4]);
    expect([...findRows(images, ' ÄRMEL/B')]).toEqual([1]);
    expect([...findRows(images, 'oslo')]).toEqual([3, 5]);
    expect([...findRows(images, '2')]).toEqual([2, 0]);
    expect([...findRows(images, '#4')]).toEqual([4]);
    expect([...findRows(images, '#77')]).toEqual([]);
    expect([...findRows(images, '  ')]).toEqual([]);
  });

  it('goes from match to match in a circle, and back', async () => {
    const { atelier, state } = await mapped();
    setQuery(atelier, 'bag');
    const visited = [1, 1, 1, 1, -1].map((step) => {
      goToMatch(atelier, step === 1 ? 1 : -1);
      return state().selection.a;
    });
    expect(visited).toEqual([1, 3, 5, 1, 5]);
    setQuery(atelier, '');
    expect(state().mapView.matches).toBeNull();
  });
});
