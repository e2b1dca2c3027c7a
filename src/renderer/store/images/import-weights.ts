import type { DataSource } from '../../../contract/dataset';
import type { Atelier } from '../atelier';
import { reporting, say } from '../notices';
import { listRuns, openRun } from '../training/runs';
import { isActive } from '../training/training-phase';

/** Makes a run of weights from elsewhere and opens it; where their images are not known, they are asked for. */
export async function importWeights(atelier: Atelier, path: string, source?: DataSource): Promise<void> {
  const { store, bridge } = atelier;
  if (isActive(store.getState().training.phase)) {
    say(store, 'info', 'A run is being trained: stop it, or wait for its end, before you open weights.');
    return;
  }
  await reporting(store, async () => {
    const made = await bridge.runImport({ path, ...(source === undefined ? {} : { source }) });
    if (made.made) {
      await listRuns(atelier);
      await openRun(atelier, made.run.runFolder);
      return;
    }
    say(store, 'info', made.why, {
      label: 'Choose their images…',
      run: () => void chooseTheirImages(atelier, path),
    });
  });
}

async function chooseTheirImages(atelier: Atelier, path: string): Promise<void> {
  await reporting(atelier.store, async () => {
    const { items } = await atelier.bridge.dialogChooseImages({ what: 'folders' });
    const [folder] = items;
    if (folder !== undefined) await importWeights(atelier, path, { kind: 'folder', path: folder.path });
  });
}
