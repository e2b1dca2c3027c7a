import { subscribeWithSelector } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import type { AtelierState } from './state';

export function createAtelierStore(initial: AtelierState) {
  return createStore<AtelierState>()(subscribeWithSelector(() => initial));
}
export type AtelierStore = ReturnType<typeof createAtelierStore>;

type SliceName =
  | 'data'
  | 'training'
  | 'space'
  | 'replay'
  | 'mapView'
  | 'groups'
  | 'selection'
  | 'path'
  | 'latent'
  | 'settings'
  | 'undo';

/** Changes some fields of one slice. */
export function change<S extends SliceName>(
  store: AtelierStore,
  slice: S,
  fields: Partial<AtelierState[S]>,
): void {
  store.setState((state) => ({ ...state, [slice]: { ...state[slice], ...fields } }));
}

/** What is under the pointer. */
export interface Hover {
  index: number;
  /** CSS pixels from the window's upper left corner. */
  x: number;
  y: number;
}

interface HoverState {
  hover: Hover | null;
}

/** Kept apart from the rest: it changes with every move of the pointer, and React must not hear of it. */
export function createHoverStore() {
  const nothing: HoverState = { hover: null };
  return createStore<HoverState>()(subscribeWithSelector(() => nothing));
}
export type HoverStore = ReturnType<typeof createHoverStore>;
