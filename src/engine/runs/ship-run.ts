import type { CheckpointChoice } from '../../contract/training';
import type { LatentMap, MapConfig } from '../../contract/space';
import { RunFolder } from './run-folder';
import { saveMap } from './saved-map';

/** What the copy shows at once: the map of the test set. */
export interface ShippedMap {
  map: LatentMap;
  config: MapConfig;
  mu: Float32Array;
  latent: number;
}

/**
 * Copies a run to `folder`, to be handed on: its description, figures, weights and map, without what only training
 * needs. Nothing is written into the copy afterwards. Throws UserError when the folder holds a run already.
 */
export async function shipRun(
  run: RunFolder,
  {
    folder,
    checkpoint,
    name,
    map,
  }: { folder: string; checkpoint: CheckpointChoice; name?: string; map: ShippedMap },
): Promise<RunFolder> {
  const { weights, step, stepsPerEpoch, best, waited } = await run.checkpoint(checkpoint);
  const copy = await RunFolder.create(folder, {
    ...run.description,
    ...(name === undefined ? {} : { name }),
    shipped: true,
  });
  await copy.writeMetrics(await run.metrics());
  await copy.saveCheckpoint({
    step,
    stepsPerEpoch,
    weights,
    optimiser: new Map(),
    // The best epoch's own checkpoint does not come along.
    best: best?.step === step ? best : null,
    waited,
    state: null,
  });
  await saveMap(copy, map.map, map.config, { mu: map.mu, n: map.map.n, latent: map.latent });
  return copy;
}
