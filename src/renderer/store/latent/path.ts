import type { PathFormat } from '../../../contract/latent';
import { PATH_STEPS } from '../../../contract/session-view';
import { pathMethod, type LatentPath, type PathMethod, type PathRequest } from '../../../contract/space';
import type { Atelier, Bridge } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import { Latest } from '../latest';
import { noStops } from './latent-state';
import { watchingExport } from '../images/export-progress';
import { say, sentenceOf } from '../notices';
import { noPath, type PathSlice } from './path-state';
import type { AtelierState } from '../state';

interface PathQuestion extends PathRequest {
  /** All ways between the stops, not only the one that is shown. */
  compare: boolean;
}
export type PathQuestions = Latest<PathQuestion, readonly LatentPath[]>;

export function pathQuestions(bridge: Bridge, store: AtelierStore): PathQuestions {
  return new Latest<PathQuestion, readonly LatentPath[]>(
    ({ compare, ...request }) =>
      Promise.all(
        (compare ? pathMethod.options : [request.method]).map((method) =>
          bridge.spacePath({ ...request, method }),
        ),
      ),
    (paths) => {
      const { frame, method } = store.getState().path;
      const result = paths.find((path) => path.method === method) ?? null;
      const last = (result?.steps ?? 1) - 1;
      change(store, 'path', { result, paths, busy: false, error: null, frame: Math.min(frame, last) });
    },
    (error) =>
      change(store, 'path', {
        result: null,
        paths: [],
        busy: false,
        error: sentenceOf(error),
        playing: false,
      }),
  );
}

/** The stops of the path, ends included; fewer than two are no path. */
export function stopsOf({ selection: { a, b }, path }: Pick<AtelierState, 'selection' | 'path'>): number[] {
  return [a, ...(b === null ? [] : path.via), b].filter((stop) => stop !== null);
}

/** Asks for the path between the chosen images, with the newest latents. */
export function refreshPath(atelier: Atelier): void {
  const { selection, path } = atelier.store.getState();
  if (selection.a === null || selection.b === null) return;
  change(atelier.store, 'path', { busy: true, error: null });
  const { via, method, compare } = path;
  const steps = Math.max(path.steps, via.length + 2);
  atelier.path.put({ from: selection.a, via: [...via], to: selection.b, steps, method, compare });
}

export function clearPath(atelier: Atelier): void {
  atelier.path.forget();
  change(atelier.store, 'path', noPath);
}

/** Takes a stop out of the path: the ends move up. Of the last two only one stays chosen, and there is no path. */
export function removeStop(atelier: Atelier, index: number): void {
  const stops = stopsOf(atelier.store.getState()).filter((stop) => stop !== index);
  const [a, ...rest] = stops;
  const b = rest.pop();
  if (a === undefined) return;
  if (b === undefined) clearPath(atelier);
  change(atelier.store, 'path', { via: rest.length === 0 ? noStops : rest });
  change(atelier.store, 'selection', { a, b: b ?? null, focus: b === undefined ? 'a' : 'b' });
  refreshPath(atelier);
}

export function setPathMethod(atelier: Atelier, method: PathMethod): void {
  const known = atelier.store.getState().path.paths.find((path) => path.method === method);
  change(atelier.store, 'path', { method, ...(known === undefined ? {} : { result: known }) });
  if (known === undefined) refreshPath(atelier);
}

/** Shows all ways between the stops one over another, or one alone. */
export function toggleComparison(atelier: Atelier): void {
  const compare = !atelier.store.getState().path.compare;
  change(atelier.store, 'path', { compare });
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

/** The frame that is played after this one: after the last the first, or to and fro the one before. */
export function frameAfter({
  path: { result, frame, backwards },
  settings: {
    playback: { toAndFro },
  },
}: Pick<AtelierState, 'path' | 'settings'>): Pick<PathSlice, 'frame' | 'backwards'> {
  const last = (result?.steps ?? 1) - 1;
  if (last <= 0) return { frame: 0, backwards: false };
  if (!toAndFro) return { frame: frame >= last ? 0 : frame + 1, backwards: false };
  const turned = frame >= last ? true : frame <= 0 ? false : backwards;
  return { frame: frame + (turned ? -1 : 1), backwards: turned };
}

/** Goes on to the frame that is played next. */
export function advance(atelier: Atelier): void {
  const state = atelier.store.getState();
  if (state.path.result !== null) change(atelier.store, 'path', frameAfter(state));
}

export function togglePlaying(atelier: Atelier): void {
  const { result, playing } = atelier.store.getState().path;
  if (result !== null) change(atelier.store, 'path', { playing: !playing });
}

/** Writes the path that is shown, to where the user says. */
export async function exportPath(atelier: Atelier, format: PathFormat): Promise<void> {
  const { store, bridge } = atelier;
  const { selection, path } = store.getState();
  const { a, b } = selection;
  if (a === null || b === null || path.result === null) return;
  const { method, steps } = path.result;
  await watchingExport(atelier, async () => {
    const request = { from: a, via: [...path.via], to: b, steps, method, format };
    const written = await bridge.exportPath(request);
    if (written !== null) say(store, 'success', `Wrote ${written.frames} frames to ${written.path}`);
  });
}
