import type { LatentPath, PathMethod } from '../../contract/space';
import type { Atelier, Bridge } from './atelier';
import { change, type AtelierStore } from './atelier-store';
import { Latest } from './latest';
import { sentenceOf } from './notices';

interface PathQuestion {
  from: number;
  to: number;
  steps: number;
  method: PathMethod;
}
export type PathQuestions = Latest<PathQuestion, LatentPath>;

/** The steps a path may have in the window; the contract allows more. */
export const PATH_STEPS = { min: 4, max: 64 } as const;

export function pathQuestions(bridge: Bridge, store: AtelierStore): PathQuestions {
  return new Latest<PathQuestion, LatentPath>(
    (question) => bridge.spacePath(question),
    (result) => {
      const { frame } = store.getState().path;
      change(store, 'path', { result, busy: false, error: null, frame: Math.min(frame, result.steps - 1) });
    },
    (error) => change(store, 'path', { result: null, busy: false, error: sentenceOf(error), playing: false }),
  );
}

/** Asks for the path between the two chosen images, with the newest latents. */
export function refreshPath(atelier: Atelier): void {
  const { selection, path } = atelier.store.getState();
  if (selection.a === null || selection.b === null) return;
  change(atelier.store, 'path', { busy: true, error: null });
  atelier.path.put({ from: selection.a, to: selection.b, steps: path.steps, method: path.method });
}

export function clearPath(atelier: Atelier): void {
  atelier.path.forget();
  change(atelier.store, 'path', { result: null, busy: false, error: null, frame: 0, playing: false });
}

export function setPathMethod(atelier: Atelier, method: PathMethod): void {
  change(atelier.store, 'path', { method });
  refreshPath(atelier);
}

export function setPathSteps(atelier: Atelier, steps: number): void {
  const whole = Math.round(Math.min(PATH_STEPS.max, Math.max(PATH_STEPS.min, steps)));
  if (!Number.isFinite(whole) || whole === atelier.store.getState().path.steps) return;
  change(atelier.store, 'path', { steps: whole });
  refreshPath(atelier);
}

/** Shows one frame and stops playing. */
export function scrubTo(atelier: Atelier, frame: number): void {
  const last = (atelier.store.getState().path.result?.steps ?? 1) - 1;
  change(atelier.store, 'path', { frame: Math.min(last, Math.max(0, frame)), playing: false });
}

/** The next frame, and after the last one the first. */
export function advance(atelier: Atelier): void {
  const { result, frame } = atelier.store.getState().path;
  if (result !== null) change(atelier.store, 'path', { frame: (frame + 1) % result.steps });
}

export function togglePlaying(atelier: Atelier): void {
  const { result, playing } = atelier.store.getState().path;
  if (result !== null) change(atelier.store, 'path', { playing: !playing });
}
