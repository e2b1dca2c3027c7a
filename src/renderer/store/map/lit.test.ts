import { expect, it } from 'vitest';
import { withMap } from '../../testing/mapped-atelier';
import { chooseGroup, clearGroup } from './groups';
import { colouringOf } from './legend';
import { dimmedNow, litCount, litRows } from './lit';
import { setDimmed, setQuery } from './map-view';

/** Images 0, 2 and 4 are coats, the others bags. */
async function mapped() {
  const made = await withMap();
  const dimmed = () => {
    const { space, settings } = made.state();
    return [...dimmedNow(colouringOf(space.embedding!, space.map, settings.colourBy), made.state())];
  };
  const lit = () => {
    const rows = litRows(made.state());
    return rows === null ? null : [...rows];
  };
  return { ...made, lit, dimmed };
}

it('is what was asked for last: a search lights what it finds though a selection stands', async () => {
  const { atelier, state, lit } = await mapped();
  chooseGroup(atelier, [1]);
  expect(lit()).toEqual([1]);
  setQuery(atelier, 'coat');
  expect(lit()).toEqual([0, 2, 4]);
  setQuery(atelier, '');
  expect(lit()).toEqual([1]);
  clearGroup(atelier);
  expect([lit(), litCount(state())]).toEqual([null, null]);
});

it('is a class shown alone, whatever is selected', async () => {
  const { atelier, state, lit, dimmed } = await mapped();
  chooseGroup(atelier, [1]);
  setDimmed(atelier, new Set([1]));
  expect([lit(), litCount(state()), dimmed()]).toEqual([null, 3, [0, 1, 0, 1, 0, 1]]);
});

it('is found or selected although the legend dims it, and the rest of its class stays dimmed', async () => {
  const { atelier, dimmed } = await mapped();
  setDimmed(atelier, new Set([1]));
  setQuery(atelier, '#3');
  expect(dimmed()).toEqual([0, 1, 0, 0, 0, 1]);
});
