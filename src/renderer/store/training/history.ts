import type { RunHistory } from '../../../contract/history';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { sentenceOf } from '../notices';
import { LossCurve } from './loss-curve';
import { keepSamples, merged } from './replay';

/**
 * Puts what the folder of the open run keeps of its training where a run that trains puts it: the curve, and the maps and
 * reconstructions of its epochs. What was made here meanwhile is newer, and stays.
 */
export async function loadHistory(atelier: Atelier, runFolder: string): Promise<void> {
  const { store, bridge } = atelier;
  let history: RunHistory;
  try {
    history = await bridge.runHistory({ runFolder });
  } catch (error) {
    history = { curve: null, maps: [], samples: [], notes: [sentenceOf(error)] };
  }
  const { training, replay } = store.getState();
  // Another run was opened meanwhile.
  if (training.run?.runFolder !== runFolder) return;
  const { curve, maps, samples, notes } = history;
  change(store, 'training', {
    curve: LossCurve.fromRun(training.epochs, curve, training.curve),
    samples: training.samples ?? samples.at(-1) ?? null,
    historyNotes: notes,
  });
  change(store, 'replay', { maps: merged(maps, replay.maps) });
  keepSamples(
    atelier,
    samples.filter(({ epoch }) => !replay.samples.some((one) => one.epoch === epoch)),
  );
}

/** Of how many epochs a run is to keep maps and reconstructions; empty where the engine's own choice will do. */
export function epochsKept({ store }: Atelier): { keptEpochs?: number } {
  return store.getState().settings.epochHistory === 'off' ? { keptEpochs: 0 } : {};
}
