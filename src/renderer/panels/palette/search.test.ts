import { expect, it } from 'vitest';
import { menuActions, systemCommands } from '../../../contract/menu';
import { allActions } from '../../store/actions/all-actions';
import { otherWords } from '../../store/actions/other-words';
import { fakeAtelier } from '../../testing/fake-atelier';
import { search } from './search';

const state = fakeAtelier().atelier.store.getState();
const idsFor = (query: string) => search(query, state).map(({ action }) => action.id);

it('has an action for every entry of the menu bar, each id once', () => {
  const ids = allActions.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining([...menuActions, ...systemCommands]));
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(otherWords).filter((id) => !ids.includes(id))).toEqual([]);
});

it('is found by its title, whole', () => {
  for (const { id, title } of allActions)
    if (id !== 'show-palette') expect(idsFor(title), title).toContain(id);
});

it('is found by each of the other words that people have for it', () => {
  for (const [id, words] of Object.entries(otherWords))
    for (const word of words.split(' ')) expect(idsFor(word), word).toContain(id);
});

it.each([
  ['screenshot', 'save-picture'],
  ['figure', 'save-picture'],
  ['traversal', 'inspect-sliders'],
  ['interpolate', 'path-lerp'],
  ['pca', 'method-pca'],
  ['cosine', 'metric-cosine'],
  ['zoom', 'zoom-in'],
  ['full screen', 'full-screen'],
  ['fullscreen', 'full-screen'],
  ['delete run', 'delete-run'],
  ['rename', 'rename-run'],
  ['view', 'look-top'],
  ['strip', 'export-path-png'],
  ['color by', 'colour-label'],
  ['dark mode', 'toggle-theme'],
])('answers “%s”', (query, id) => {
  expect(idsFor(query)).toContain(id);
});
