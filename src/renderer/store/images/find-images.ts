import type { DataSource } from '../../../contract/dataset';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { reporting, say } from '../notices';
import { sourceName } from '../training/runs';
import { putView, viewOf } from '../session/session-view';
import { showImages } from './show-images';
import { layOut, restoreMap } from '../map/space';

/** Lets the user point to the new place of the run's images; the map and all that was done in it stay as they are. */
export async function findImages(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  const { run } = store.getState().training;
  if (run === null || run.source.kind === 'fashion-mnist') return;
  const former = run.source;
  await reporting(store, async () => {
    const { items } = await bridge.dialogChooseImages({ what: 'folders' });
    const source = relocated(
      former,
      items.map(({ path }) => path),
    );
    if (source === null) return;
    change(store, 'space', { progress: { text: 'Looking at the images', fraction: null } });
    let found: DataSource;
    try {
      found = (await bridge.runRelocate({ runFolder: run.runFolder, source })).description.source;
    } finally {
      change(store, 'space', { progress: null });
    }
    change(store, 'training', { run: { ...run, source: found, dataName: sourceName(found) } });
    change(store, 'data', { source: found });
    say(store, 'success', 'These are the images of the run: it knows their new place now.');
    await showAgain(atelier);
  });
}

/** The source that is meant by the folders that were chosen in its place; null when none were. */
export function relocated(
  former: Exclude<DataSource, { kind: 'fashion-mnist' }>,
  chosen: readonly string[],
): DataSource | null {
  const [first] = chosen;
  if (first === undefined) return null;
  if (former.kind === 'folder') return { kind: 'folder', path: first };
  if (chosen.length > 1 || former.paths.length === 1) return { kind: 'images', paths: [...chosen] };
  // One folder for several: they lie in it under their names.
  const names = former.paths.map((path) => path.split(/[\\/]/).findLast((part) => part !== '') ?? path);
  return { kind: 'images', paths: names.map((name) => `${first.replace(/[\\/]+$/, '')}/${name}`) };
}

async function showAgain(atelier: Atelier): Promise<void> {
  const { space, settings } = atelier.store.getState();
  const { request, map } = space;
  if (request === null) return;
  const view = viewOf(atelier);
  const shown = await showImages(atelier, request.joined?.first ?? request, request.joined?.added ?? []);
  if (shown === null) return;
  const { embedding } = atelier.store.getState().space;
  if (map !== null && map.n === embedding?.n) await restoreMap(atelier, map, settings.layout);
  else await layOut(atelier, { fromLast: false });
  if (view !== null) putView(atelier, view);
}
