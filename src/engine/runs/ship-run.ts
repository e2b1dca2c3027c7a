import type { CheckpointChoice } from '../../contract/training';
import type { Embedding, LatentMap, MapConfig } from '../../contract/space';
import { keepLatents } from './kept-latents';
import { RunFolder } from './run-folder';
import { copyHistory } from './run-history';
import { saveMap } from './saved-map';

/** What the copy shows at once: what its weights make of the test set, and the map of it. */
export interface ShippedSpace {
  embedding: Embedding;
  map: LatentMap;
  config: MapConfig;
}

/**
 * Copies a run to `folder`, to be handed on: its description, figures, history, weights, latents and map, without what only training
 * needs. Nothing is written into the copy afterwards. Throws UserError when the folder holds a run already.
 */
export async function shipRun(
  run: RunFolder,
  {
    folder,
    checkpoint,
    name,
    space: { embedding, map, config },
  }: { folder: string; checkpoint: CheckpointChoice; name?: string; space: ShippedSpace },
): Promise<RunFolder> {
  const { weights, step, stepsPerEpoch, best, waited } = await run.checkpoint(checkpoint);
  const copy = await RunFolder.create(folder, {
    ...run.description,
    ...(name === undefined ? {} : { name }),
    shipped: true,
  });
  await copy.writeMetrics(await run.metrics());
  await copyHistory(run, copy);
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
  await keepLatents(copy, embedding);
  await saveMap(copy, map, config, embedding);
  return copy;
}
