import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { reporting, say } from '../notices';
import { closeRun, listRuns } from './runs';

/** Gives a run another name; an empty one leaves the former. */
export async function renameRun(atelier: Atelier, runFolder: string, name: string): Promise<void> {
  const { store, bridge } = atelier;
  const text = name.trim();
  if (text === '') return;
  await reporting(store, async () => {
    const renamed = await bridge.runRename({ runFolder, name: text });
    const { runs, training } = store.getState();
    store.setState({ runs: runs.map((run) => (run.runFolder === runFolder ? renamed : run)) });
    if (training.run?.runFolder === runFolder)
      change(store, 'training', { run: { ...training.run, name: renamed.name } });
  });
}

/** Puts a run aside, with a way back in the notice. The one at hand is closed first. */
export async function deleteRun(atelier: Atelier, runFolder: string): Promise<void> {
  const { store, bridge } = atelier;
  const name = store.getState().runs.find((run) => run.runFolder === runFolder)?.name ?? 'The run';
  await reporting(store, async () => {
    const { deleted } = await bridge.runDelete({ runFolder });
    if (store.getState().training.run?.runFolder === runFolder) closeRun(atelier);
    await listAll(atelier);
    say(store, 'info', `${name} is deleted.`, {
      label: 'Undo',
      run: () => void restoreRun(atelier, deleted),
    });
  });
}

/** Takes a deleted run back; `deleted` is the name it lies aside under. */
export async function restoreRun(atelier: Atelier, deleted: string): Promise<void> {
  const { store, bridge } = atelier;
  await reporting(store, async () => {
    const run = await bridge.runRestore({ deleted });
    say(store, 'success', `${run.name} is back.`);
  });
  await listAll(atelier);
}

/** Removes the deleted runs from the disk; there is no way back from this. */
export async function removeDeletedRuns(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  await reporting(store, async () => {
    const { removed } = await bridge.runsRemoveDeleted({});
    say(store, 'success', removed === 1 ? '1 run is removed.' : `${removed} runs are removed.`);
  });
  await listAll(atelier);
}

/** Looks up the app's runs and the deleted ones. */
export async function listAll(atelier: Atelier): Promise<void> {
  await listRuns(atelier);
  await reporting(atelier.store, async () => {
    const { runs } = await atelier.bridge.runsListDeleted({});
    atelier.store.setState({ deletedRuns: runs });
  });
}
