import type { EngineStatus } from '../../contract/window-calls';
import type { Atelier } from './atelier';
import { change } from './atelier-store';
import { showAgain } from './images/show-content';
import { mapAgain } from './map/map-again';
import { reporting } from './notices';
import { abandonMapping, encodeImages, layOut, restoreMap } from './map/space';
import { isActive } from './training/training-phase';

/**
 * Hears how the engine process is. When it has ended, what was under way is over, but everything on the screen stays;
 * when it is back, it is given the model again.
 */
export async function hearEngineStatus(atelier: Atelier, status: EngineStatus): Promise<void> {
  const { store } = atelier;
  const { engine, training } = store.getState();
  store.setState({ engine: status });
  if (status.state === 'restarting' || status.state === 'failed') {
    abandonMapping(store);
    change(store, 'latent', { search: null });
    if (isActive(training.phase)) {
      change(store, 'training', { phase: 'interrupted', starting: null, startAgain: false });
    }
    return;
  }
  if (status.state === 'ready' && engine.state === 'restarting') await recover(atelier);
}

/** The user has read what became of the engine; an interrupted run can still be continued from its own panel. */
export function dismissEngineNews({ store }: Atelier): void {
  store.setState(({ engine }) => ({ engine: { ...engine, message: '', resumable: null } }));
}

/** Ends an engine that does not answer and starts another, or starts one that was given up. */
export async function restartEngine({ store, bridge }: Atelier): Promise<void> {
  await reporting(store, async () => {
    await bridge.engineRestart({});
  });
}

/** The new engine knows no model and no embedding: it reads the last checkpoint and encodes the images again. */
async function recover(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  const { run, epochs } = store.getState().training;
  const wasOnDisk = run !== null && (epochs.length > 0 || store.getState().engine.resumable !== null);
  await reporting(store, async () => {
    if (wasOnDisk) await bridge.runOpen({ runFolder: run.runFolder });
    const { embedding, request } = store.getState().space;
    if (embedding === null || request === null) return;
    const isOfVectors = (request.joined?.first ?? request).vectors !== undefined;
    if (isOfVectors) await showAgain(atelier);
    else if (wasOnDisk && !(await keepMap(atelier))) await mapAgain(atelier);
  });
}

/** Encodes the images of one data set again; when their latents are the very same, the map stays as it is. */
async function keepMap(atelier: Atelier): Promise<boolean> {
  const { space, settings, project } = atelier.store.getState();
  const { request, embedding, map } = space;
  if (request === null || request.joined !== undefined || space.missing.length > 0) return false;
  if (embedding === null || map === null || project?.shown === false) return false;
  if (!(await encodeImages(atelier, request))) return true;
  const { mu } = atelier.store.getState().space.embedding ?? embedding;
  const isSame = mu.length === embedding.mu.length && mu.every((value, at) => value === embedding.mu[at]);
  if (isSame) await restoreMap(atelier, map, settings.layout);
  else await layOut(atelier, { fromLast: true });
  return true;
}
