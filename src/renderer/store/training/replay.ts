import type { LatentMap } from '../../../contract/space';
import type { EpochMetrics } from '../../../contract/training';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { isOwnTestSet } from '../map/space';
import type { EpochMap } from '../session/session-state';
import type { AtelierState } from '../state';

/** Bytes that the maps of earlier epochs may take together: some 600 maps of 10,000 points, 6 of a million. */
export const REPLAY_BYTES = 96 * 2 ** 20;

/** Keeps the map that has just been finished, when it is that of an epoch of the run at hand. */
export function keepMap(atelier: Atelier, limit = REPLAY_BYTES): void {
  const { space, training, replay } = atelier.store.getState();
  const { map, request } = space;
  if (map === null || request === null || !isOwnTestSet(request)) return;
  // A run that was opened does not say of which step its weights are; it is of the newest.
  const step = space.step ?? training.run?.step ?? 0;
  const epoch = training.epochs.findLast((one) => one.step <= step)?.epoch;
  if (epoch === undefined) return;
  const { n, dims } = map;
  const kept: EpochMap = { ...map, epoch, step };
  // Maps of other images or dimensions are not the same picture at another time.
  const others = replay.maps.filter((one) => one.n === n && one.dims === dims && one.epoch !== epoch);
  const maps = [...others, kept].sort((first, second) => first.epoch - second.epoch);
  change(atelier.store, 'replay', { maps: thinned(maps, limit) });
}

/** Every second one goes, but for the first and the last, until they fit. */
export function thinned(maps: readonly EpochMap[], limit: number): readonly EpochMap[] {
  const bytes = (those: readonly EpochMap[]) =>
    those.reduce((sum, { positions, distortion }) => sum + positions.byteLength + distortion.byteLength, 0);
  let kept = maps;
  while (kept.length > 2 && bytes(kept) > limit) {
    const last = kept.length - 1;
    const fewer = kept.filter((_, place) => place === 0 || place === last || (last - place) % 2 === 0);
    kept = fewer.length < kept.length ? fewer : kept.slice(-2);
  }
  return kept;
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

/** The map that stands for the epoch that is shown, the nearest before it; null for the newest. */
export function replayedMap({ replay, space }: AtelierState): EpochMap | null {
  const { shown, maps } = replay;
  if (shown === null) return null;
  const map = maps.findLast(({ epoch }) => epoch <= shown) ?? maps[0];
  return map !== undefined && map.n === space.embedding?.n ? map : null;
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
