import type { SessionView } from '../../../contract/session-view';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { refreshPath } from '../latent/path';
import { decodeFocused } from '../map/selection';

/** What is on the screen now; null while there is no map. */
export function viewOf({ store, map }: Atelier): SessionView | null {
  const { space, selection, path, mapView, groups } = store.getState();
  if (space.embedding === null || space.map === null) return null;
  return {
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

/**
 * Puts back what was on the screen of these very images; it is no step to be undone. What the user has done in the
 * meantime stays: then only what he has not touched is put back.
 */
export function putView(atelier: Atelier, saved: SessionView): void {
  atelier.undo.aside(() => put(atelier, saved));
}

function put(atelier: Atelier, saved: SessionView): void {
  const { store } = atelier;
  const { space, selection, mapView, groups } = store.getState();
  if (space.embedding?.n !== saved.n || space.map === null) return;
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
