import type { ProjectContent } from '../../../contract/project';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { keep } from '../latent/pins';
import { layOut, restoreMap } from '../map/space';
import { shownNow } from '../session/project-content';
import { putView } from '../session/session-view';
import { keptRows, movedPins, movedPlaces, movedView } from './kept-rows';
import { missingOf } from './missing-images';
import type { SpaceRequest } from '../map/space-state';
import { showImages } from './show-images';

export type ShownContent = Pick<
  ProjectContent,
  'shown' | 'added' | 'tables' | 'layout' | 'view' | 'pins' | 'map'
>;

/**
 * Shows images, their map, and what was done in it. Data sets that cannot be had are missing from then on, with all that
 * was done with theirs. Answers whether the map is the one that was held, or one that was laid out anew, if only for some; null when the
 * first images could not be had.
 */
export async function showContent(
  atelier: Atelier,
  content: ShownContent,
  { anew = false } = {},
): Promise<'same' | 'anew' | null> {
  const { store } = atelier;
  const shown = await showImages(
    atelier,
    { ...withoutUnknown(content.shown), ...tablesIn(content) },
    content.added,
  );
  const { embedding } = store.getState().space;
  if (shown === null || embedding === null) return null;
  const now = shown.map((each) => ('added' in each ? each.added : null));
  const missing = shown.flatMap((each, at) => ('why' in each ? [missingOf(content, at, each.why)] : []));
  change(store, 'space', { missing });
  const added = content.added.reduce((sum, { n }) => sum + n, 0);
  const move = keptRows(content.view.n - added, content.added, now);
  const map = content.map === null || anew ? null : movedPlaces(content.map, embedding.n, move);
  const held = map?.positions.every(Number.isNaN) === false ? map : null;
  // Those that have no place in it stand at the places of their nearest.
  if (held !== null) await restoreMap(atelier, held, content.layout);
  else await layOut(atelier, { fromLast: false });
  atelier.undo.aside(() => keep(atelier, movedPins(content.pins, move)));
  putView(atelier, movedView(content.view, embedding.n, move));
  return held === null || held.positions.some(Number.isNaN) ? 'anew' : 'same';
}

/** Encodes what the map shows again, with what was missing where it is there now; everything stays in its place. */
export async function showAgain(atelier: Atelier, { anew = false } = {}): Promise<void> {
  const { store } = atelier;
  const content = shownNow(atelier);
  if (content !== null) {
    await showContent(atelier, content, { anew });
    return;
  }
  const { request } = store.getState().space;
  if (request === null) return;
  const { joined } = request;
  if ((await showImages(atelier, joined?.first ?? request, joined?.added ?? [])) !== null)
    await layOut(atelier, { fromLast: false });
}

function tablesIn({ tables }: ShownContent): Pick<SpaceRequest, 'tables'> {
  return tables === undefined ? {} : { tables };
}

/** A request has no members that say nothing. */
function withoutUnknown({ title, split, source, options, vectors }: ShownContent['shown']) {
  return {
    title,
    split,
    ...(source === undefined ? {} : { source }),
    ...(options === undefined ? {} : { options }),
    ...(vectors === undefined ? {} : { vectors }),
  };
}
