import type { MenuAction } from '../../contract/window-calls';
import type { Atelier } from './atelier';
import { change } from './atelier-store';
import { hearEngineStatus } from './engine';
import { followImages } from './follow-images';
import { exportCsv } from './export';
import { chooseImages } from './folder-preview';
import { reporting, say } from './notices';
import { chooseRun, listRuns, openRun } from './runs';
import { toggleTheme } from './settings';
import { hearMapProgress } from './space';
import type { Progress } from './state';
import { chooseFashionMnist, hearEnd, hearEpoch, hearProgress } from './training';

/** Listens to everything main and the engine tell; the returned function ends that. */
export function listen(atelier: Atelier, systemIsDark: () => boolean): () => void {
  const { bridge, store } = atelier;
  const ends = [
    bridge.on('engine.status', (status) => void hearEngineStatus(atelier, status)),
    bridge.on('training.progress', (progress) => hearProgress(atelier, progress)),
    bridge.on('training.epoch', (epoch) => hearEpoch(atelier, epoch)),
    bridge.on('training.samples', (samples) => change(store, 'training', { samples })),
    bridge.on('training.end', (end) => void hearEnd(atelier, end)),
    bridge.on('data.progress', (told) => hearDataProgress(atelier, progressOf(told))),
    bridge.on('space.progress', (told) => {
      if (store.getState().space.progress !== null) change(store, 'space', { progress: progressOf(told) });
    }),
    bridge.on('map.progress', (progress) => hearMapProgress(store, progress)),
    bridge.on('menu.action', ({ action }) => void carryOut(atelier, action, systemIsDark())),
    followImages(atelier),
  ];
  return () => ends.forEach((end) => end());
}

/** Brings the window to where the last session left it. */
export async function wakeUp(atelier: Atelier): Promise<void> {
  const { bridge, store } = atelier;
  const { lastRun } = store.getState().settings;
  await reporting(store, async () => {
    await hearEngineStatus(atelier, await bridge.engineStatus({}));
    await listRuns(atelier);
  });
  const known = store.getState().runs.some((run) => run.runFolder === lastRun);
  const untouched = store.getState().data.source === null;
  if (lastRun !== null && known && untouched) await openRun(atelier, lastRun);
}

/** Does what the application menu asks for. */
export async function carryOut(atelier: Atelier, action: MenuAction, systemIsDark: boolean): Promise<void> {
  switch (action) {
    case 'train-fashion-mnist':
      return chooseFashionMnist(atelier);
    case 'choose-images':
      return chooseImages(atelier);
    case 'open-run':
      return chooseRun(atelier);
    case 'export-csv':
      return exportCsv(atelier);
    case 'fit-map':
      atelier.map?.fit();
      return;
    case 'toggle-theme':
      toggleTheme(atelier, systemIsDark);
      return;
    case 'show-shortcuts':
      atelier.store.setState({ shortcutsOpen: true });
  }
}

function progressOf({ text, done, total }: { text: string; done: number; total: number }): Progress {
  return { text, fraction: total > 0 ? done / total : null };
}

/** Reading data is told by whoever waits for it: the folder's preview, the start of a run, or the map. */
function hearDataProgress({ store }: Atelier, progress: Progress): void {
  const { data, training, space, opening } = store.getState();
  if (data.preview?.progress != null) change(store, 'data', { preview: { ...data.preview, progress } });
  else if (training.phase === 'starting') change(store, 'training', { starting: progress });
  else if (space.progress !== null) change(store, 'space', { progress });
  // What is said while a run is being opened is a note on its checkpoint.
  else if (opening !== null && progress.fraction === null) say(store, 'info', progress.text);
}
