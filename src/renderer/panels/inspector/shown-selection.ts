import { useState, useSyncExternalStore } from 'react';
import type { AtelierStore } from '../../store/atelier-store';
import { focused, whyNotDecoded } from '../../store/map/selection';
import type { SelectionSlice } from '../../store/map/selection-state';
import type { AtelierState } from '../../store/state';
import { useAtelier } from '../atelier-context';

/** What takes longer to decode is shown without its pixels first, in milliseconds. */
const LONGEST_MS = 80;

/**
 * The selection as the inspector shows it: as soon as it is decoded. To draw all that is known of an image takes longer
 * than to decode it, and its pixels would wait for that; so everything is drawn at once.
 */
export function useShownSelection(): SelectionSlice {
  const { store } = useAtelier();
  const [shown] = useState(() => new ShownSelection(store));
  return useSyncExternalStore(shown.subscribe, shown.get);
}

class ShownSelection {
  private shown: SelectionSlice;

  constructor(private readonly store: AtelierStore) {
    this.shown = store.getState().selection;
  }

  readonly get = (): SelectionSlice => this.shown;

  readonly subscribe = (changed: () => void): (() => void) => {
    let late: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      clearTimeout(late);
      late = undefined;
      this.shown = this.store.getState().selection;
      changed();
    };
    const follow = () => {
      if (isWhole(this.store.getState())) show();
      else late ??= setTimeout(show, LONGEST_MS);
    };
    follow();
    const end = this.store.subscribe(({ selection }) => selection, follow);
    return () => {
      end();
      clearTimeout(late);
    };
  };
}

/** Nothing more will come of what is chosen. */
function isWhole(state: AtelierState): boolean {
  const { decoded, error } = state.selection;
  const index = focused(state.selection);
  return index === null || decoded?.index === index || error !== null || whyNotDecoded(state) !== null;
}
