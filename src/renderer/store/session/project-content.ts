import type { ProjectContent } from '../../../contract/project';
import type { Atelier } from '../atelier';
import { withMissing } from '../images/missing-images';
import type { ShownContent } from '../images/show-content';
import { viewOf } from './session-view';
import type { AtelierState } from '../state';
import { stepOf } from '../training/training-state';
import type { SpaceRequest } from '../map/space-state';

/** Why there is nothing to save as a project; null when there is. */
export function whyNoProject({ training, space, project }: AtelierState): string | null {
  if (project?.shown === false)
    return 'The open project could not be shown: find what it misses before it is saved.';
  if (training.run === null && !isOfVectors(space.request))
    return 'Open a run or vectors first: a project holds them with their map.';
  return space.map === null ? 'There is no map yet: a project holds one with what was done in it.' : null;
}

function isOfVectors(request: SpaceRequest | null): boolean {
  return (request?.joined?.first ?? request)?.vectors !== undefined;
}

/** What the map shows and what was done in it, with what is missing in it; null when there is no map. */
export function shownNow(atelier: Atelier): ShownContent | null {
  const { space, settings, latent } = atelier.store.getState();
  const view = viewOf(atelier);
  if (space.request === null || view === null) return null;
  const { joined } = space.request;
  const { title, split, source, options, vectors } = joined?.first ?? space.request;
  const { tables = [] } = space.request;
  const present = {
    shown: {
      title,
      split,
      ...(source === undefined ? {} : { source }),
      ...(options === undefined ? {} : { options }),
      ...(vectors === undefined ? {} : { vectors }),
    },
    added: [...(joined?.added ?? [])],
    ...(tables.length === 0
      ? {}
      : { tables: tables.map(({ path, fingerprint, n }) => ({ path, fingerprint, n })) }),
    layout: settings.layout,
    view,
    pins: latent.pins.map(({ index, note }) => ({ index, note })),
    map: space.map,
  };
  return withMissing(present, space.missing);
}

/** What is at hand, as a project holds it; null when there is none, by `whyNoProject`. */
export function contentOf(atelier: Atelier): ProjectContent | null {
  const state = atelier.store.getState();
  const { training, space, settings } = state;
  const { run } = training;
  const shown = whyNoProject(state) === null ? shownNow(atelier) : null;
  if (shown === null) return null;
  return {
    run:
      run === null
        ? null
        : {
            runFolder: run.runFolder,
            checkpoint: run.checkpoint,
            step: space.step ?? stepOf(run),
            source: run.source,
          },
    colourBy: settings.colourBy,
    ...shown,
  };
}

/** Finds out whether the open project has changed since it was saved. */
export function compareWithSaved(atelier: Atelier): void {
  const { project, space, opening } = atelier.store.getState();
  // While something is computed or opened, what is there is neither the former nor the new.
  if (project === null || project.saved === '' || space.progress !== null || opening !== null) return;
  const key = contentKey(atelier);
  if (key === null) return;
  const edited = key !== project.saved;
  if (edited !== project.edited) atelier.store.setState({ project: { ...project, edited } });
}

/** Tells one map from another: they are never changed in place. */
const mapNumbers = new WeakMap<object, number>();
let lastMap = 0;

/**
 * All that is at hand in one text, but for what is only looked at: turning the map or playing the path changes nothing that
 * is to be saved. Null when there is nothing to save.
 */
export function contentKey(atelier: Atelier): string | null {
  const content = contentOf(atelier);
  if (content === null) return null;
  const { view } = content;
  const kept = { ...view, camera: null, focus: 'a', path: { ...view.path, frame: 0 } };
  // The map on the screen: with what is missing in it, it is made anew each time.
  const { map } = atelier.store.getState().space;
  const number = map === null ? 0 : (mapNumbers.get(map) ?? ++lastMap);
  if (map !== null) mapNumbers.set(map, number);
  return JSON.stringify([{ ...content, map: number, view: kept }]);
}
