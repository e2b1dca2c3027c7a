import type { DataSource } from '../../../contract/dataset';
import type { OpenedProject, ProjectContent } from '../../../contract/project';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { showContent } from '../images/show-content';
import { leaveProject } from './leave-project';
import { isColourBy } from '../map/map-state';
import { reporting, say, sentenceOf } from '../notices';
import { contentKey } from './project-content';
import { closeRun, openAndShow, sourceName } from '../training/runs';
import { setSettings } from './settings';
import { stepOf, type RunAtHand } from '../training/training-state';
import { isActive } from '../training/training-phase';

/** Lets the user choose a project file and opens it. */
export async function chooseProject(atelier: Atelier): Promise<void> {
  await reporting(atelier.store, async () => {
    const { path } = await atelier.bridge.projectChoose({});
    if (path !== null) await openProject(atelier, path);
  });
}

/** Where the user found what a project did not find. */
interface Found {
  runFolder?: string;
  vectors?: string;
  /** Files of labels of those vectors. */
  labels?: string[];
}

/**
 * Opens a project: its run or its vectors, its images where they are now, its map, and all that was on the screen. What
 * is missing is told, and the rest opens. Answers whether it is open.
 */
export async function openProject(atelier: Atelier, path: string, found: Found = {}): Promise<boolean> {
  const { store, bridge } = atelier;
  if (isActive(store.getState().training.phase)) {
    say(store, 'info', 'A run is being trained: stop it, or wait for its end, before you open a project.');
    return false;
  }
  let opened: OpenedProject;
  try {
    opened = await bridge.projectOpen({ path, ...found });
  } catch (error) {
    await sayNotOpened(atelier, path, error);
    return false;
  }
  if (opened.runMissing !== null) {
    say(store, 'error', opened.runMissing, {
      label: 'Find the run…',
      run: () => void findRun(atelier, path, found),
    });
    return false;
  }
  if (!(await leaveProject(atelier))) return false;
  setSettings(atelier, { lastProject: null });
  return show(atelier, opened, Object.keys(found).length > 0);
}

async function show(
  atelier: Atelier,
  { path, name, content }: OpenedProject,
  isMoved: boolean,
): Promise<boolean> {
  const { store, bridge } = atelier;
  const { layout, colourBy, run } = content;
  setSettings(atelier, { layout, ...(isColourBy(colourBy) ? { colourBy } : {}) });
  const put: { shown: Awaited<ReturnType<typeof showContent>> } = { shown: null };
  const putContent = async (): Promise<void> => {
    // From here on pins are those of the project; until it is there nothing is compared with it.
    store.setState({ project: { path, name, edited: false, saved: '', shown: false } });
    put.shown = await showProject(atelier, content);
  };
  if (run === null) {
    closeRun(atelier);
    await putContent();
  } else {
    const { runFolder, checkpoint } = run;
    const summary = await openAndShow(atelier, name, {
      checkpoint,
      open: () => bridge.runOpen({ runFolder, checkpoint }),
      showImages: async (at) => {
        await findImages(atelier, at, run.source);
        await putContent();
      },
    });
    if (summary === null) return false;
  }
  const shown = put.shown !== null;
  // The map is compared by what it is now: when it was laid out anew, or something was found elsewhere, that is not saved.
  store.setState({ project: { path, name, edited: false, saved: '', shown } });
  const isAsSaved = put.shown === 'same' && !isMoved;
  const saved = isAsSaved ? (contentKey(atelier) ?? '') : '';
  store.setState({ project: { path, name, edited: shown && !isAsSaved, saved, shown } });
  setSettings(atelier, { lastProject: path });
  return true;
}

/** The run's images lie elsewhere than its run.json says: when they are the very same it is told so. */
async function findImages(atelier: Atelier, run: RunAtHand, source: DataSource): Promise<void> {
  const { store, bridge } = atelier;
  if (JSON.stringify(source) === JSON.stringify(run.source)) return;
  change(store, 'space', { progress: { text: 'Looking for the images', fraction: null } });
  try {
    const found = await bridge.runRelocate({ runFolder: run.runFolder, source });
    // They may be where run.json says; if not, the missing images are told with a way to point to them.
    if (!found.same) return;
    const now = found.run.description.source;
    change(store, 'training', { run: { ...run, source: now, dataName: sourceName(now) } });
    change(store, 'data', { source: now });
  } catch (error) {
    say(store, 'info', sentenceOf(error));
  }
}

/** The images, the map and the view, as `showContent` answers. */
async function showProject(
  atelier: Atelier,
  content: ProjectContent,
): Promise<Awaited<ReturnType<typeof showContent>>> {
  const { store } = atelier;
  const { run } = store.getState().training;
  const ofTheModel = content.shown.vectors === undefined || content.added.length > 0;
  const isTrainedFurther = ofTheModel && run !== null && content.run?.step !== stepOf(run);
  const shown = await showContent(atelier, content, { anew: isTrainedFurther });
  if (shown !== null && isTrainedFurther)
    say(store, 'info', 'The run was trained further since the project was saved: its map is laid out anew.');
  return shown;
}

async function findRun(atelier: Atelier, path: string, found: Found): Promise<void> {
  await reporting(atelier.store, async () => {
    const chosen = await atelier.bridge.dialogChooseRun({});
    if (chosen.path !== null) await openProject(atelier, path, { ...found, runFolder: chosen.path });
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
