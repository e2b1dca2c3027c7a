import type { DataSource } from '../../../contract/dataset';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { reporting, say } from '../notices';
import { openProject } from '../session/project';
import type { AtelierState } from '../state';
import { sourceName } from '../training/runs';
import type { RunAtHand } from '../training/training-state';
import { chooseInPlace } from './choose-in-place';
import { openPreview } from './folder-preview';
import { showAgain } from './show-content';

/**
 * Lets the user point to the new place of the run's images; the map and all that was done in it stay as they are. Other
 * images than the run's own are shown, with what can be done with them.
 */
export async function findImages(atelier: Atelier): Promise<void> {
  const { store } = atelier;
  const { run } = store.getState().training;
  if (run === null) return;
  await reporting(store, async () => {
    const source = await chooseInPlace(atelier, run.source);
    if (source !== null) await takeImages(atelier, run, source);
  });
}

/** Lets the user point to the new place of the table that the labels of the run's images were read from. */
export async function findImageLabels(atelier: Atelier): Promise<void> {
  const { store } = atelier;
  const { run } = store.getState().training;
  if (run === null) return;
  await reporting(store, async () => {
    const [table] = await chooseFiles(atelier);
    if (table !== undefined) await takeImages(atelier, run, run.source, table);
  });
}

async function takeImages(
  atelier: Atelier,
  run: RunAtHand,
  source: DataSource,
  labels?: string,
): Promise<void> {
  const { store, bridge } = atelier;
  change(store, 'space', { progress: { text: 'Looking at the images', fraction: null } });
  const found = await bridge
    .runRelocate({ runFolder: run.runFolder, source, ...(labels === undefined ? {} : { labels }) })
    .finally(() => change(store, 'space', { progress: null }));
  if (!found.same) {
    openPreview(atelier, source, found.why);
    return;
  }
  const { source: now, options } = found.run.description;
  change(store, 'training', { run: { ...run, source: now, options, dataName: sourceName(now) } });
  change(store, 'data', { source: now });
  say(store, 'success', 'These are the images of the run: it knows their new place now.');
  const { project } = store.getState();
  if (project?.shown === false) await openProject(atelier, project.path);
  else await showAgain(atelier);
}

/** Lets the user point to the file of vectors that the open project waits for. */
export async function findVectors(atelier: Atelier): Promise<void> {
  const { store } = atelier;
  const { project } = store.getState();
  if (project === null) return;
  await reporting(store, async () => {
    const [vectors] = await chooseFiles(atelier);
    if (vectors !== undefined) await openProject(atelier, project.path, { vectors });
  });
}

/** Lets the user point to the files of labels that were chosen with the vectors of the open project. */
export async function findVectorLabels(atelier: Atelier): Promise<void> {
  const { store } = atelier;
  const { project } = store.getState();
  if (project === null) return;
  await reporting(store, async () => {
    const labels = await chooseFiles(atelier);
    if (labels.length > 0) await openProject(atelier, project.path, { labels });
  });
}

/** The files of vectors or labels that the user chooses; none when he changed his mind. */
async function chooseFiles({ bridge }: Atelier): Promise<string[]> {
  const { items } = await bridge.dialogChooseImages({ what: 'vectors' });
  return items.map(({ path }) => path);
}

/** Whether the labels of the run's images were read from a table, which may lie elsewhere too. */
export function hasLabelTable({ training }: AtelierState): boolean {
  return training.run?.options.labels?.from === 'file';
}
