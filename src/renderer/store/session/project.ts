import type { OpenedProject, ProjectContent } from '../../../contract/project';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { keptRows, movedMap, movedPins, movedView } from '../images/kept-rows';
import { leaveProject } from './leave-project';
import { isColourBy } from '../map/map-state';
import { reporting, say, sentenceOf } from '../notices';
import { keep } from '../latent/pins';
import { contentKey, contentOf, stepOf } from './project-content';
import { openAndShow, sourceName } from '../training/runs';
import { putView } from './session-view';
import { setSettings } from './settings';
import { showImages } from '../images/show-images';
import { layOut, restoreMap } from '../map/space';
import type { RunAtHand } from '../state';
import { isActive } from '../training/training-phase';

/** Lets the user choose a project file and opens it. */
export async function chooseProject(atelier: Atelier): Promise<void> {
  await reporting(atelier.store, async () => {
    const { path } = await atelier.bridge.projectChoose({});
    if (path !== null) await openProject(atelier, path);
  });
}

/**
 * Opens a project: its run, its images where they are now, its map, and all that was on the screen. What is missing is
 * told, and the rest opens. `runFolder`: where the user found its run. Answers whether it is open.
 */
export async function openProject(atelier: Atelier, path: string, runFolder?: string): Promise<boolean> {
  const { store, bridge } = atelier;
  if (isActive(store.getState().training.phase)) {
    say(store, 'info', 'A run is being trained: stop it, or wait for its end, before you open a project.');
    return false;
  }
  let opened: OpenedProject;
  try {
    opened = await bridge.projectOpen({ path, ...(runFolder === undefined ? {} : { runFolder }) });
  } catch (error) {
    await sayNotOpened(atelier, path, error);
    return false;
  }
  if (opened.runMissing !== null) {
    say(store, 'error', opened.runMissing, {
      label: 'Find the run…',
      run: () => void findRun(atelier, path),
    });
    return false;
  }
  if (!(await leaveProject(atelier))) return false;
  setSettings(atelier, { lastProject: null });
  return show(atelier, opened, runFolder !== undefined);
}

async function show(
  atelier: Atelier,
  { path, name, content }: OpenedProject,
  isMoved: boolean,
): Promise<boolean> {
  const { store, bridge } = atelier;
  const { runFolder, checkpoint } = content.run;
  const { layout, colourBy } = content;
  setSettings(atelier, { layout, ...(isColourBy(colourBy) ? { colourBy } : {}) });
  const put = { isWhole: false };
  const summary = await openAndShow(atelier, name, {
    checkpoint,
    open: () => bridge.runOpen({ runFolder, checkpoint }),
    showImages: async (run) => {
      await findImages(atelier, run, content);
      // From here on pins are those of the project; until it is whole nothing is compared with it.
      store.setState({ project: { path, name, edited: false, saved: '' } });
      put.isWhole = await showContent(atelier, content);
    },
  });
  if (summary === null) return false;
  const now = put.isWhole ? contentOf(atelier) : null;
  const saved = now === null ? '' : contentKey(now);
  store.setState({ project: { path, name, edited: isMoved || now === null, saved: isMoved ? '' : saved } });
  setSettings(atelier, { lastProject: path });
  return true;
}

/** The run's images lie elsewhere than its run.json says: when they are the very same it is told so. */
async function findImages(atelier: Atelier, run: RunAtHand, { source }: ProjectContent): Promise<void> {
  const { store, bridge } = atelier;
  if (JSON.stringify(source) === JSON.stringify(run.source)) return;
  change(store, 'space', { progress: { text: 'Looking for the images', fraction: null } });
  try {
    const { description } = await bridge.runRelocate({ runFolder: run.runFolder, source });
    change(store, 'training', {
      run: { ...run, source: description.source, dataName: sourceName(description.source) },
    });
    change(store, 'data', { source: description.source });
  } catch (error) {
    // They may be where run.json says; if not, the missing images are told with a way to point to them.
    say(store, 'info', sentenceOf(error));
  }
}

/** The images, the map and the view; false when not all of it could be put back. */
async function showContent(atelier: Atelier, content: ProjectContent): Promise<boolean> {
  const { store } = atelier;
  const { title, split, source, options } = content.shown;
  const first = {
    title,
    split,
    ...(source === undefined ? {} : { source }),
    ...(options === undefined ? {} : { options }),
  };
  const shown = await showImages(atelier, first, content.added);
  const { embedding } = store.getState().space;
  const { run } = store.getState().training;
  if (shown === null || embedding === null || run === null) return false;
  const added = content.added.reduce((sum, { n }) => sum + n, 0);
  const move = keptRows(content.view.n - added, content.added, shown);
  const view = movedView(content.view, embedding.n, move);
  const isTrainedFurther = content.run.step !== stepOf(run);
  const map = content.map === null || isTrainedFurther ? null : movedMap(content.map, embedding.n, move);
  if (map !== null) await restoreMap(atelier, map, content.layout);
  else await layOut(atelier, { fromLast: false });
  if (isTrainedFurther)
    say(store, 'info', 'The run was trained further since the project was saved: its map is laid out anew.');
  keep(atelier, movedPins(content.pins, move));
  putView(atelier, view);
  return map !== null && shown.every((each, i) => each?.fingerprint === content.added[i]?.fingerprint);
}

async function findRun(atelier: Atelier, path: string): Promise<void> {
  await reporting(atelier.store, async () => {
    const chosen = await atelier.bridge.dialogChooseRun({});
    if (chosen.path !== null) await openProject(atelier, path, chosen.path);
  });
}

/** Takes a project off the recent ones, or all of them; the files stay. */
export async function forgetRecent({ store, bridge }: Atelier, path?: string): Promise<void> {
  await reporting(store, async () => {
    await bridge.projectForget(path === undefined ? {} : { path });
  });
}

/** A recent project that is gone can be taken off the list. */
async function sayNotOpened(atelier: Atelier, path: string, error: unknown): Promise<void> {
  const { recent } = await atelier.bridge.projectRecent({});
  const isGone = recent.some((each) => each.path === path && each.missing);
  const forget = { label: 'Take it off the list', run: () => void forgetRecent(atelier, path) };
  say(atelier.store, 'error', sentenceOf(error), isGone ? forget : undefined);
}
