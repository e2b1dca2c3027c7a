import { KEPT_EPOCHS, type EpochMap, type EpochSamples } from '../../../contract/history';
import type { LatentMap } from '../../../contract/space';
import type { EpochMetrics, TrainingSamples } from '../../../contract/training';
import { evenlyKept } from '../../../core/map/evenly-kept';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { isOwnTestSet } from '../map/space';
import type { AtelierState } from '../state';
import { stepOf } from './training-state';

/** Bytes that the maps of earlier epochs may take together: some 600 maps of 10,000 points, 6 of a million. */
export const REPLAY_BYTES = 96 * 2 ** 20;

/** Keeps the map that has just been finished, when it is that of an epoch of the run at hand. */
export function keepMap(atelier: Atelier, limit = REPLAY_BYTES): void {
  const { space, training, replay } = atelier.store.getState();
  const { map, request } = space;
  if (map === null || request === null || !isOwnTestSet(request)) return;
  // A run that was opened does not say of which step its weights are; it is of the newest.
  const step = space.step ?? (training.run === null ? 0 : stepOf(training.run));
  const epoch = training.epochs.findLast((one) => one.step <= step)?.epoch;
  if (epoch === undefined) return;
  const { n } = map;
  // Maps of other images are not the same picture at another time.
  const others = replay.maps.filter((one) => one.n === n);
  change(atelier.store, 'replay', { maps: merged(others, [{ ...map, epoch, step }], limit) });
}

/** Maps, with newer ones in the place of those of the same epoch and dimensions; evenly chosen, so that they fit. */
export function merged(
  maps: readonly EpochMap[],
  newer: readonly EpochMap[],
  limit = REPLAY_BYTES,
): readonly EpochMap[] {
  const others = maps.filter(
    (one) => !newer.some(({ epoch, dims }) => epoch === one.epoch && dims === one.dims),
  );
  const bytes = (those: readonly EpochMap[]) =>
    those.reduce((sum, { positions, distortion }) => sum + positions.byteLength + distortion.byteLength, 0);
  const all = [...others, ...newer].sort((first, second) => first.epoch - second.epoch);
  return evenlyKept(all, (kept) => bytes(kept) > limit);
}

/** Shows the newest reconstructions; those that were made right after an epoch are kept as that epoch's. */
export function hearSamples(atelier: Atelier, samples: TrainingSamples): void {
  const { store } = atelier;
  change(store, 'training', { samples });
  const last = store.getState().training.epochs.at(-1);
  if (last?.step === samples.step) keepSamples(atelier, [{ ...samples, epoch: last.epoch }]);
}

/** Keeps reconstructions of epochs, in the place of those that were kept of them. */
export function keepSamples(atelier: Atelier, newer: readonly EpochSamples[]): void {
  const { samples } = atelier.store.getState().replay;
  const others = samples.filter((one) => !newer.some(({ epoch }) => epoch === one.epoch));
  const all = [...others, ...newer].sort((first, second) => first.epoch - second.epoch);
  change(atelier.store, 'replay', { samples: evenlyKept(all, ({ length }) => length > KEPT_EPOCHS) });
}

/** Shows an epoch: its map, if one was kept, and its figures; null for the newest. */
export function showEpoch(atelier: Atelier, epoch: number | null): void {
  const { epochs } = atelier.store.getState().training;
  const isNewest = epoch === null || epoch === epochs.at(-1)?.epoch;
  change(atelier.store, 'replay', { shown: isNewest ? null : epoch, playing: false });
}

/** The epoch after the one that is shown; after the last, playing ends. */
export function showNextEpoch(atelier: Atelier): void {
  const { replay, training } = atelier.store.getState();
  const { epochs } = training;
  const next = epochs[epochs.findIndex(({ epoch }) => epoch === replay.shown) + 1];
  if (replay.shown === null || next === undefined || next === epochs.at(-1))
    change(atelier.store, 'replay', { shown: null, playing: false });
  else change(atelier.store, 'replay', { shown: next.epoch });
}

/** Plays the epochs from the one that is shown, or from the first; or stops. */
export function toggleReplay(atelier: Atelier): void {
  const { replay, training } = atelier.store.getState();
  const first = training.epochs[0];
  if (first === undefined || training.epochs.length < 2) return;
  const { playing, shown } = replay;
  change(atelier.store, 'replay', { playing: !playing, shown: playing ? shown : (shown ?? first.epoch) });
}

/** The maps that can be shown in the place of the newest: of the same images, in as many dimensions. */
export function fittingMaps({ replay, space }: AtelierState): readonly EpochMap[] {
  const { embedding, request, map, dims } = space;
  if (embedding === null || request === null || !isOwnTestSet(request)) return [];
  return replay.maps.filter((one) => one.n === embedding.n && one.dims === (map?.dims ?? dims));
}

/** The map that stands for the epoch that is shown, the nearest before it; null for the newest. */
export function replayedMap(state: AtelierState): EpochMap | null {
  const { shown } = state.replay;
  if (shown === null) return null;
  const maps = fittingMaps(state);
  return maps.findLast(({ epoch }) => epoch <= shown) ?? maps[0] ?? null;
}

/** The reconstructions that stand for the epoch that is shown, the nearest before it; null for the newest. */
export function replayedSamples({ replay: { shown, samples } }: AtelierState): EpochSamples | null {
  if (shown === null) return null;
  return samples.findLast(({ epoch }) => epoch <= shown) ?? samples[0] ?? null;
}

/** The map on the screen, whose figures are to be shown: the one turned back to, or the newest. */
export function mapOnScreen(state: AtelierState): LatentMap | null {
  return replayedMap(state) ?? state.space.map;
}

/** How distorted the place of an image is in the map on the screen, 0 to 1; not a number where it is not known. */
export function distortionOnScreen(state: AtelierState, index: number): number {
  return mapOnScreen(state)?.distortion[index] ?? Number.NaN;
}

/** The epoch whose figures are shown: the one turned to, or the newest. */
export function shownEpoch({ replay, training }: AtelierState): EpochMetrics | undefined {
  const { epochs } = training;
  return epochs.find(({ epoch }) => epoch === replay.shown) ?? epochs.at(-1);
}
