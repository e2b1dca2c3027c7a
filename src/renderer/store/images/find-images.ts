import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { reporting, say } from '../notices';
import { openProject } from '../session/project';
import { sourceName } from '../training/runs';
import { chooseInPlace } from './choose-in-place';
import { openPreview } from './folder-preview';
import { showAgain } from './show-content';

/**
 * Lets the user point to the new place of the run's images; the map and all that was done in it stay as they are. Other
 * images than the run's own are shown, with what can be done with them.
 */
export async function findImages(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  const { run } = store.getState().training;
  if (run === null) return;
  await reporting(store, async () => {
    const source = await chooseInPlace(atelier, run.source);
    if (source === null) return;
    change(store, 'space', { progress: { text: 'Looking at the images', fraction: null } });
    const found = await bridge
      .runRelocate({ runFolder: run.runFolder, source })
      .finally(() => change(store, 'space', { progress: null }));
    if (!found.same) {
      openPreview(atelier, source, found.why);
      return;
    }
    const now = found.run.description.source;
    change(store, 'training', { run: { ...run, source: now, dataName: sourceName(now) } });
    change(store, 'data', { source: now });
    say(store, 'success', 'These are the images of the run: it knows their new place now.');
    const { project } = store.getState();
    if (project?.shown === false) await openProject(atelier, project.path);
    else await showAgain(atelier);
  });
}

/** Lets the user point to the file of vectors that the open project waits for. */
export async function findVectors(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  const { project } = store.getState();
  if (project === null) return;
  await reporting(store, async () => {
    const { items } = await bridge.dialogChooseImages({ what: 'vectors' });
    const [chosen] = items;
    if (chosen !== undefined) await openProject(atelier, project.path, { vectors: chosen.path });
  });
}
