import { useLayoutEffect, useSyncExternalStore } from 'react';
import { shownTheme } from '../store/settings';
import { systemIsDark, whenSystemChanges } from '../store/system-theme';
import { useAtelierState } from './atelier-context';

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
