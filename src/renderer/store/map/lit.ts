import type { Atelier } from '../atelier';
import type { AtelierState } from '../state';
import { clearGroup } from './groups';
import { colouringOf, dimmedPoints, type Colouring } from './legend';
import type { LitBy } from './map-state';
import { setDimmed, setQuery, setRange } from './map-view';

/** Of several that stand and were not asked for in this session, the first. */
const inTurn: readonly LitBy[] = ['search', 'selection', 'legend'];

/** All that narrows the map, the one that lights it first; empty when every point is lit. */
export function narrowedBy({ mapView, groups }: Pick<AtelierState, 'mapView' | 'groups'>): readonly LitBy[] {
  const stands: Record<LitBy, boolean> = {
    search: mapView.matches !== null,
    selection: groups.rows !== null,
    legend: mapView.dimmed.size > 0 || mapView.range !== null,
  };
  const standing = inTurn.filter((by) => stands[by]);
  const last = standing.find((by) => by === mapView.lastLit);
  return last === undefined ? standing : [last, ...standing.filter((by) => by !== last)];
}

/**
 * The rows that the search or the selection lights; null where the legend does, or nothing. What was asked for last is
 * lit: a search lights what it finds, whatever is selected or dimmed.
 */
export function litRows(state: Pick<AtelierState, 'mapView' | 'groups'>): Uint32Array | null {
  switch (narrowedBy(state)[0]) {
    case 'search':
      return state.mapView.matches;
    case 'selection':
      return state.groups.rows;
    default:
      return null;
  }
}

/** 1 for each point `[n]` that the legend dims and nothing asked for later lights. */
export function dimmedNow(colouring: Colouring, state: Pick<AtelierState, 'mapView' | 'groups'>): Uint8Array {
  const mask = dimmedPoints(colouring, state.mapView);
  for (const row of litRows(state) ?? []) mask[row] = 0;
  return mask;
}

/** How many points are lit; null when all are. */
export function litCount(
  state: Pick<AtelierState, 'mapView' | 'groups' | 'space' | 'settings'>,
): number | null {
  const { embedding, map } = state.space;
  if (embedding === null || narrowedBy(state).length === 0) return null;
  const rows = litRows(state);
  if (rows !== null) return rows.length;
  const mask = dimmedPoints(colouringOf(embedding, map, state.settings.colourBy), state.mapView);
  return mask.reduce((lit, dimmed) => lit + 1 - dimmed, 0);
}

/** Ends the search, the selection and what the legend dims: every point is lit again. */
export function lightAll(atelier: Atelier): void {
  setQuery(atelier, '');
  setDimmed(atelier, new Set());
  setRange(atelier, null);
  clearGroup(atelier);
}
