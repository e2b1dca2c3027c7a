import { useLayoutEffect, useSyncExternalStore } from 'react';
import { shownTheme } from '../store/settings';
import { useAtelierState } from './atelier-context';

const darkQuery = '(prefers-color-scheme: dark)';

export function systemIsDark(): boolean {
  return window.matchMedia(darkQuery).matches;
}

function whenSystemChanges(listener: () => void): () => void {
  const query = window.matchMedia(darkQuery);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

export function useSystemIsDark(): boolean {
  return useSyncExternalStore(whenSystemChanges, systemIsDark);
}

/** The theme that is on the screen. */
export function useShownTheme(): 'light' | 'dark' {
  const theme = useAtelierState((state) => state.settings.theme);
  return shownTheme(theme, useSystemIsDark());
}

/** Puts the theme on the page, before any effect of the same change reads colours from it. */
export function useThemeOnPage(): void {
  const shown = useShownTheme();
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = shown;
  }, [shown]);
}
