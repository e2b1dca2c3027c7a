import { useEffect } from 'react';
import type { Atelier } from '../store/atelier';
import { scrubTo, togglePlaying } from '../store/path';
import { clearSelection } from '../store/selection';
import { setColourBy, toggleTheme } from '../store/settings';
import { continueTraining, pauseTraining } from '../store/training';
import { systemIsDark } from './use-theme';

/** Keys without Ctrl or Cmd; those with one belong to the application menu. */
export function useKeyboard(atelier: Atelier): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return;
      if (isTyping(event.target) || takesKey(event.target, event.key)) return;
      if (pressed(atelier, event.key)) event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [atelier]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

/** Buttons and sliders keep the space bar. */
function takesKey(target: EventTarget | null, key: string): boolean {
  return (
    key === ' ' && target instanceof HTMLElement && target.closest('button, a, [role="slider"]') !== null
  );
}

/** Does what a key stands for; false when it stands for nothing. */
function pressed(atelier: Atelier, key: string): boolean {
  const { training, path } = atelier.store.getState();
  const hasPath = path.result !== null;
  switch (key) {
    case '?':
      atelier.store.setState({ shortcutsOpen: true });
      return true;
    case 'Escape':
      clearSelection(atelier);
      return true;
    case ' ':
      if (hasPath) togglePlaying(atelier);
      return hasPath;
    case ',':
    case '.':
      if (hasPath) scrubTo(atelier, path.frame + (key === ',' ? -1 : 1));
      return hasPath;
    case 'f':
      atelier.map?.fit();
      return true;
    case 'r':
      atelier.map?.reset();
      return true;
    case 't':
      toggleTheme(atelier, systemIsDark());
      return true;
    case 'g':
      document.getElementById('go-to-index')?.focus();
      return true;
    case 'p':
      if (training.phase === 'running') void pauseTraining(atelier);
      else if (training.phase === 'paused') void continueTraining(atelier);
      else return false;
      return true;
    case '1':
      setColourBy(atelier, 'label');
      return true;
    case '2':
      setColourBy(atelier, 'bce');
      return true;
    case '3':
      setColourBy(atelier, 'kl');
      return true;
    default:
      return false;
  }
}
