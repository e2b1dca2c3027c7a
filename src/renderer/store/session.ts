import { z } from 'zod';
import { pathMethod } from '../../contract/space';
import type { Atelier } from './atelier';
import { change } from './atelier-store';
import { MOST_STOPS, PATH_STEPS, refreshPath } from './path';
import { decodeFocused } from './selection';
import type { KeyValues } from './settings';
import { testSetOf } from './space';

const KEY = 'latent-atelier-session';
const SETTLE_MS = 400;
/** Turning the map changes nothing in the store: so often its camera is looked at. */
const CAMERA_MS = 5000;

const index = z.number().int().min(0);
const place = z.tuple([z.number(), z.number(), z.number()]);

/** What is on the screen beside the settings, of one run: it is put back when that run is opened again at the start. */
const session = z.object({
  runFolder: z.string(),
  /** Images in the map; another number is another map, in which the rest means nothing. */
  n: index,
  a: index.nullable(),
  b: index.nullable(),
  focus: z.enum(['a', 'b']),
  path: z.object({
    method: pathMethod,
    via: z.array(index).max(MOST_STOPS).default([]),
    steps: z.number().int().min(PATH_STEPS.min).max(PATH_STEPS.max),
    frame: index,
    compare: z.boolean().default(false),
  }),
  camera: z
    .object({ dims: z.union([z.literal(2), z.literal(3)]), position: place, target: place })
    .nullable(),
  dimmed: z.array(z.number()),
  range: z.tuple([z.number(), z.number()]).nullable(),
  groups: z.array(z.object({ id: index, name: z.string(), rows: z.array(index) })),
});
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
function currentSession({ store, map }: Atelier): Session | null {
  const { training, space, selection, path, mapView, groups } = store.getState();
  const { run } = training;
  const isOwn = space.request !== null && space.request.source === undefined;
  if (run === null || space.embedding === null || space.map === null || !isOwn) return null;
  return {
    runFolder: run.runFolder,
    n: space.embedding.n,
    a: selection.a,
    b: selection.b,
    focus: selection.focus,
    path: {
      method: path.method,
      via: [...path.via],
      steps: path.steps,
      frame: path.frame,
      compare: path.compare,
    },
    camera: map?.camera ?? null,
    dimmed: [...mapView.dimmed],
    range: mapView.range === null ? null : [...mapView.range],
    groups: groups.named.map(({ id, name, rows }) => ({ id, name, rows: [...rows] })),
  };
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

/**
 * Puts back what the last session left of the run that is open, once its map is there. What the user has done in the
 * meantime stays: then only what he has not touched is put back.
 */
export function restoreSession(atelier: Atelier, saved: Session): void {
  const { store } = atelier;
  const { training, space, selection, mapView, groups } = store.getState();
  const { run } = training;
  if (run?.runFolder !== saved.runFolder || space.embedding?.n !== saved.n || space.map === null) return;
  if (space.request?.title !== testSetOf(run.dataName).title) return;
  const inside = (at: number | null): number | null => (at !== null && at < saved.n ? at : null);
  if (mapView.dimmed.size === 0 && mapView.range === null)
    change(store, 'mapView', { dimmed: new Set(saved.dimmed), range: saved.range });
  if (groups.named.length === 0) {
    const named = saved.groups.map((group) => ({
      ...group,
      rows: Uint32Array.from(group.rows.filter((row) => row < saved.n)),
    }));
    change(store, 'groups', { named });
  }
  if (selection.a === null && saved.a !== null) {
    const via = saved.path.via.filter((stop) => stop < saved.n);
    change(store, 'path', { ...saved.path, via, playing: false });
    change(store, 'selection', { a: inside(saved.a), b: inside(saved.b), focus: saved.focus });
    decodeFocused(atelier);
    refreshPath(atelier);
  }
  if (saved.camera !== null && atelier.map !== null) atelier.map.camera = saved.camera;
}
