import { expect, it } from 'vitest';
import { createAtelierStore } from '../atelier-store';
import type { Atelier } from '../atelier';
import { initialState } from '../state';
import { readSettings, togglePanel, togglePanels } from './settings';
import { defaultSettings } from './settings-state';

function atelierWith() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const store = createAtelierStore(initialState(defaultSettings));
  const open = () => {
    const { leftOpen, rightOpen } = store.getState().settings;
    return [leftOpen, rightOpen];
  };
  return { atelier: { store, storage } as Atelier, storage, open };
}

it('one key folds the panels away and opens again those that were open', () => {
  const { atelier, storage, open } = atelierWith();
  togglePanel(atelier, 'leftOpen');
  togglePanels(atelier);
  expect(open()).toEqual([false, false]);
  // Also after the next start.
  expect(readSettings(storage).folded).toEqual({ leftOpen: false, rightOpen: true });
  togglePanels(atelier);
  expect(open()).toEqual([false, true]);
});

it('opens both where each was closed by itself', () => {
  const { atelier, open } = atelierWith();
  togglePanel(atelier, 'leftOpen');
  togglePanel(atelier, 'rightOpen');
  togglePanels(atelier);
  expect(open()).toEqual([true, true]);
});
