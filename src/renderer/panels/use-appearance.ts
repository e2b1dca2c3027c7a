import { useLayoutEffect, useSyncExternalStore } from 'react';
import { shownTheme } from '../store/session/settings';
import { systemIsDark, systemReducesMotion, whenSystemChanges } from '../store/session/system-wishes';
import { useAtelierState } from './atelier-context';

export function useSystemIsDark(): boolean {
  return useSyncExternalStore(whenSystemChanges, systemIsDark);
}

/** The theme that is on the screen. */
export function useShownTheme(): 'light' | 'dark' {
  const theme = useAtelierState((state) => state.settings.theme);
  return shownTheme(theme, useSystemIsDark());
}

/** Whether less motion is asked for, by the user's setting or by the system's. */
export function useReducedMotion(): boolean {
  const asked = useAtelierState((state) => state.settings.motion === 'reduced');
  const system = useSyncExternalStore(whenSystemChanges, systemReducesMotion);
  return asked || system;
}

/** Puts on the page whether it is to move less, by the user's setting or by the system's. */
export function useMotionOnPage(): void {
  const reduced = useReducedMotion();
  useLayoutEffect(() => {
    document.documentElement.dataset['motion'] = reduced ? 'reduced' : 'full';
  }, [reduced]);
}

/** Puts the theme on the page, before any effect of the same change reads colours from it. */
export function useThemeOnPage(): void {
  const shown = useShownTheme();
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = shown;
  }, [shown]);
}
