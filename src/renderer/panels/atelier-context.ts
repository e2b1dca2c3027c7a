import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Atelier } from '../store/atelier';
import type { AtelierState } from '../store/state';

export const AtelierContext = createContext<Atelier | null>(null);

/** The window's state and its way out, for actions. */
export function useAtelier(): Atelier {
  const atelier = useContext(AtelierContext);
  if (atelier === null) throw new Error('This component must stand inside of an AtelierContext.');
  return atelier;
}

/** Part of the state. The selector must return the same reference as long as nothing in it has changed. */
export function useAtelierState<T>(selector: (state: AtelierState) => T): T {
  return useStore(useAtelier().store, selector);
}
