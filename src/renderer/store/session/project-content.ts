import type { ProjectContent } from '../../../contract/project';
import type { Atelier } from '../atelier';
import { viewOf } from './session-view';
import type { AtelierState, RunAtHand } from '../state';

/** Why there is nothing to save as a project; null when there is. */
export function whyNoProject({ training, space }: AtelierState): string | null {
  if (training.run === null) return 'Open a run first: a project holds a run with its map.';
  if (space.request?.foreign === true)
    return 'Vectors from elsewhere are not kept in a project: open a run, and they can be opened again from their file.';
  return space.map === null ? 'There is no map yet: a project holds a run with its map.' : null;
}

/** What is at hand, as a project holds it; null when there is none, by `whyNoProject`. */
export function contentOf(atelier: Atelier): ProjectContent | null {
  const state = atelier.store.getState();
  const { training, space, settings, latent } = state;
  const { run } = training;
  const view = viewOf(atelier);
  if (run === null || view === null || space.request === null || whyNoProject(state) !== null) return null;
  const { joined } = space.request;
  const { title, split, source, options } = joined?.first ?? space.request;
  return {
    run: {
      runFolder: run.runFolder,
      checkpoint: run.checkpoint,
      step: space.step ?? stepOf(run),
    },
    source: run.source,
    shown: {
      title,
      split,
      ...(source === undefined ? {} : { source }),
      ...(options === undefined ? {} : { options }),
    },
    added: [...(joined?.added ?? [])],
    layout: settings.layout,
    colourBy: settings.colourBy,
    view,
    pins: latent.pins.map(({ index, note }) => ({ index, note })),
    map: space.map,
  };
}

/** The step of the weights that are at hand when a run is opened. */
export function stepOf({ checkpoint, step, best }: RunAtHand): number {
  return checkpoint === 'best' ? (best?.step ?? step) : step;
}

/** Finds out whether the open project has changed since it was saved. */
export function compareWithSaved(atelier: Atelier): void {
  const { project, space, opening } = atelier.store.getState();
  // While something is computed or opened, what is there is neither the former nor the new.
  if (project === null || project.saved === '' || space.progress !== null || opening !== null) return;
  const content = contentOf(atelier);
  if (content === null) return;
  const edited = contentKey(content) !== project.saved;
  if (edited !== project.edited) atelier.store.setState({ project: { ...project, edited } });
}

/** Tells one map from another: they are never changed in place. */
const mapNumbers = new WeakMap<object, number>();
let lastMap = 0;

/**
 * All of a project in one text, but for what is only looked at: turning the map or playing the path changes nothing that
 * is to be saved.
 */
export function contentKey({ map, view, ...rest }: ProjectContent): string {
  const kept = { ...view, camera: null, focus: 'a', path: { ...view.path, frame: 0 } };
  const number = map === null ? 0 : (mapNumbers.get(map) ?? ++lastMap);
  if (map !== null) mapNumbers.set(map, number);
  return JSON.stringify([rest, kept, number]);
}
