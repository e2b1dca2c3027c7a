import type { Atelier } from '../atelier';

/** The engine hears of the window's use no more often than this, in milliseconds. */
const TELL_EVERY_MS = 150;

/** What someone does who waits for the window to follow; a pointer that only passes over it is none of these. */
const uses = ['pointerdown', 'pointermove', 'wheel', 'keydown', 'input'] as const;

/**
 * Lets a run that trains give way to the window while the user drags, scrolls or types in it, unless the settings say
 * otherwise; until the returned function is called.
 */
export function watchUse(atelier: Atelier, target: EventTarget = window): () => void {
  let told = -Infinity;
  const hear = (event: Event): void => {
    const { settings, training } = atelier.store.getState();
    if (settings.trainingPace === 'full' || training.phase !== 'running') return;
    if (event.type === 'pointermove' && 'buttons' in event && event.buttons === 0) return;
    const now = performance.now();
    if (now - told < TELL_EVERY_MS) return;
    told = now;
    // An engine that has ended says so by its banner, and then nothing trains.
    atelier.bridge.trainingGiveWay({}).catch(() => undefined);
  };
  const options = { capture: true, passive: true };
  for (const use of uses) target.addEventListener(use, hear, options);
  return () => {
    for (const use of uses) target.removeEventListener(use, hear, options);
  };
}
