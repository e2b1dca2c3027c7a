import { z } from 'zod';
import { sessionView } from '../../../contract/session-view';
import type { Atelier } from '../atelier';
import { putView, viewOf } from './session-view';
import type { KeyValues } from './settings';
import { isOwnTestSet, testSetOf } from '../map/space';

const KEY = 'latent-atelier-session';
const SETTLE_MS = 400;
/** Turning the map changes nothing in the store: so often its camera is looked at. */
const CAMERA_MS = 5000;

/** What is on the screen beside the settings, of one run: it is put back when that run is opened again at the start. */
const session = sessionView.extend({ runFolder: z.string() });
export type Session = z.infer<typeof session>;

/** What the last session left; null when there is none, or none that can be understood. */
export function readSession(storage: KeyValues): Session | null {
  try {
    return session.parse(JSON.parse(storage.getItem(KEY) ?? 'null'));
  } catch {
    // Of another version, or spoilt: the window opens as a new one.
    return null;
  }
}

/** What is on the screen now; null while no map of the run's own test set is. */
function currentSession(atelier: Atelier): Session | null {
  const { training, space } = atelier.store.getState();
  const isOwn = space.request !== null && isOwnTestSet(space.request);
  const view = isOwn ? viewOf(atelier) : null;
  return training.run === null || view === null ? null : { runFolder: training.run.runFolder, ...view };
}

/** Keeps what is on the screen as it changes, until the returned function is called. */
export function watchSession(atelier: Atelier): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept = '';
  const save = () => {
    clearTimeout(timer);
    const now = currentSession(atelier);
    if (now === null) return;
    const text = JSON.stringify(now);
    if (text === kept) return;
    kept = text;
    atelier.storage.setItem(KEY, text);
  };
  const saveSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, SETTLE_MS);
  };
  const looking = setInterval(save, CAMERA_MS);
  const end = atelier.store.subscribe(
    ({ selection, path, mapView, groups, space }) => [selection, path, mapView, groups, space.map] as const,
    saveSoon,
    { equalityFn: (first, second) => first.every((one, at) => one === second[at]) },
  );
  window.addEventListener('pagehide', save);
  return () => {
    clearTimeout(timer);
    clearInterval(looking);
    end();
    window.removeEventListener('pagehide', save);
  };
}

/** Puts back what the last session left of the run that is open, once its map is there. */
export function restoreSession(atelier: Atelier, saved: Session): void {
  const { training, space } = atelier.store.getState();
  const { run } = training;
  if (run?.runFolder !== saved.runFolder || space.request?.title !== testSetOf(run.dataName).title) return;
  putView(atelier, saved);
}
