import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import type { MapTool } from './map-state';
import { findRows } from './search';
import { goTo } from './selection';

/** The bare keys of the tools. */
export const toolKeys: Readonly<Record<MapTool, string>> = { orbit: 'V', box: 'B', lasso: 'L' };

export function setTool({ store }: Atelier, tool: MapTool): void {
  change(store, 'mapView', { tool });
}

/** Dims these classes of the column coloured by, and no others. */
export function setDimmed({ store }: Atelier, dimmed: ReadonlySet<number>): void {
  change(store, 'mapView', dimmed.size === 0 ? { dimmed } : { dimmed, lastLit: 'legend' });
}

/** Dims all points whose value is outside; null for none. */
export function setRange({ store }: Atelier, range: readonly [number, number] | null): void {
  change(store, 'mapView', range === null ? { range } : { range, lastLit: 'legend' });
}

export function toggleClusterNames({ store }: Atelier): void {
  change(store, 'mapView', { clusterNames: !store.getState().mapView.clusterNames });
}

/** Looks for images; the others fade. An empty query ends that. */
export function setQuery({ store }: Atelier, query: string): void {
  const { embedding } = store.getState().space;
  const matches = embedding === null || query.trim() === '' ? null : findRows(embedding, query);
  change(store, 'mapView', matches === null ? { query, matches } : { query, matches, lastLit: 'search' });
}

/** Goes to the match after the image that is chosen, or back to the one before; after the last comes the first. */
export function goToMatch(atelier: Atelier, step: 1 | -1 = 1): void {
  const { mapView, selection } = atelier.store.getState();
  const { matches } = mapView;
  if (matches === null || matches.length === 0) return;
  const at = selection.a === null ? -1 : matches.indexOf(selection.a);
  const next = at < 0 ? (step > 0 ? 0 : matches.length - 1) : (at + step + matches.length) % matches.length;
  goTo(atelier, matches[next]!);
}
