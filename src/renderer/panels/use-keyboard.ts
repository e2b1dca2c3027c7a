import { useEffect } from 'react';
import { allActions, runAction } from '../store/actions/all-actions';
import { actionFor, hasCommand, isMacPlatform } from '../store/actions/keys';
import type { Atelier } from '../store/atelier';

/** The keys of all actions; the menu bar only shows them. */
export function useKeyboard(atelier: Atelier): void {
  useEffect(() => {
    const isMac = isMacPlatform();
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const action = actionFor(allActions, event, isMac);
      if (action?.keys === undefined) return;
      const isOpen = document.querySelector('[role="dialog"], [role="menu"]') !== null;
      // A dialog has the window for itself, but for the palette, which comes over anything.
      if (isOpen && action.id !== 'show-palette') return;
      if (isTyping(event.target) && (!hasCommand(action.keys) || isOfText(action.id))) return;
      if (takesKey(event.target, event.key)) return;
      event.preventDefault();
      // A bare key that means nothing now is no mistake to speak of; a command is.
      if (!hasCommand(action.keys) && isImpossible(atelier, action)) return;
      void runAction(atelier, action);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [atelier]);
}

function isImpossible(atelier: Atelier, action: (typeof allActions)[number]): boolean {
  return (action.whyNot?.(atelier.store.getState()) ?? null) !== null;
}

/** A field of text has a history of its own. */
function isOfText(id: string): boolean {
  return id === 'undo' || id === 'redo';
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

/** Buttons and sliders keep the space bar; buttons also Enter. */
function takesKey(target: EventTarget | null, key: string): boolean {
  return (
    key === ' ' && target instanceof HTMLElement && target.closest('button, a, [role="slider"]') !== null
  );
}
