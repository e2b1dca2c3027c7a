import type { MenuAction } from '../../contract/menu';
import { allActions, runAction } from './actions/all-actions';
import type { Atelier } from './atelier';
import { change } from './atelier-store';
import { hearEngineStatus } from './engine';
import { hearExportProgress } from './images/export-progress';
import { hearSearch } from './latent/search';
import { followImages } from './latent/follow-images';
import { reporting, say, sentenceOf } from './notices';
import { openProject } from './session/project';
import { listRuns, openRun } from './training/runs';
import { readSession, restoreSession } from './session/session';
import { hearSamples, keepMap } from './training/replay';
import { hearMapProgress } from './map/space';
import type { Progress } from './progress';
import { watchProject } from './session/watch-project';
import { hearAlarm, hearEnd, hearEpoch, hearProgress, hearStarting } from './training/training';

/** Listens to everything main and the engine tell; the returned function ends that. */
export function listen(atelier: Atelier): () => void {
  const { bridge, store } = atelier;
  const ends = [
    bridge.on('engine.status', (status) => void hearEngineStatus(atelier, status)),
    bridge.on('training.progress', (progress) => hearProgress(atelier, progress)),
    bridge.on('training.epoch', (epoch) => hearEpoch(atelier, epoch)),
    bridge.on('training.samples', (samples) => hearSamples(atelier, samples)),
    bridge.on('training.alarm', (alarm) => hearAlarm(atelier, alarm)),
    bridge.on('training.end', (end) => void hearEnd(atelier, end)),
    bridge.on('data.progress', (told) => hearDataProgress(atelier, progressOf(told))),
    bridge.on('space.progress', (told) => {
      if (store.getState().space.progress !== null) change(store, 'space', { progress: progressOf(told) });
    }),
    bridge.on('map.progress', (progress) => hearMapProgress(store, progress)),
    bridge.on('search.progress', (told) => hearSearch(store, told)),
    bridge.on('export.progress', (told) => hearExportProgress(atelier, progressOf(told))),
    bridge.on('menu.action', ({ action }) => void carryOut(atelier, action)),
  ];
  ends.push(
    store.subscribe(
      (state) => state.space.map,
      () => keepMap(atelier),
    ),
    atelier.undo.watch(),
    followImages(atelier),
    watchProject(atelier),
  );
  return () => ends.forEach((end) => end());
}

/** Brings the window to where the last session left it. */
export async function wakeUp(atelier: Atelier): Promise<void> {
  const { bridge, store, storage } = atelier;
  const { lastRun, lastProject, theme } = store.getState().settings;
  const saved = readSession(storage);
  await reporting(store, async () => {
    await bridge.windowSetTheme({ theme });
    await hearEngineStatus(atelier, await bridge.engineStatus({}));
    await listRuns(atelier);
    const { recent } = await bridge.projectRecent({});
    store.setState({ recentProjects: recent });
  });
  const named = await namedAtStart(atelier);
  const untouched = store.getState().data.source === null && store.getState().opening === null;
  const project = named ?? lastProject;
  if (project !== null && untouched && (await openProject(atelier, project))) return;
  if (lastRun !== null && untouched) await openRun(atelier, lastRun);
  if (saved !== null) restoreSession(atelier, saved);
}

/** The project that the app was started with. */
async function namedAtStart({ bridge, store }: Atelier): Promise<string | null> {
  try {
    return (await bridge.projectAtStart({})).path;
  } catch (error) {
    say(store, 'error', sentenceOf(error));
    return null;
  }
}

/** Does what the application menu asks for. */
export async function carryOut(atelier: Atelier, id: MenuAction): Promise<void> {
  const action = allActions.find((one) => one.id === id);
  if (action !== undefined) await runAction(atelier, action);
}

function progressOf({ text, done, total }: { text: string; done: number; total: number }): Progress {
  return { text, fraction: total > 0 ? done / total : null };
}

/** Reading data is told by whoever waits for it: the folder's preview, the start of a run, or the map. */
function hearDataProgress({ store }: Atelier, progress: Progress): void {
  const { data, training, space, opening } = store.getState();
  if (data.preview?.progress != null) change(store, 'data', { preview: { ...data.preview, progress } });
  else if (training.phase === 'starting') hearStarting(store, progress);
  else if (space.progress !== null) change(store, 'space', { progress });
  // What is said while a run is being opened is a note on its checkpoint.
  else if (opening !== null && progress.fraction === null) say(store, 'info', progress.text);
}
