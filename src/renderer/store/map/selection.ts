import type { DecodedImages, Embedding } from '../../../contract/space';
import { MOST_STOPS } from '../../../contract/session-view';
import type { Atelier, Bridge } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import { Latest } from '../latest';
import { say, sentenceOf } from '../notices';
import { clearPath, refreshPath, removeStop, stopsOf } from '../latent/path';
import { noSelection, type SelectionEnd } from './selection-state';
import type { AtelierState } from '../state';

export type DecodeQuestions = Latest<{ index: number; latents: Float32Array<ArrayBuffer> }, DecodedImages>;

export function decodeQuestions(bridge: Bridge, store: AtelierStore): DecodeQuestions {
  return new Latest(
    ({ latents }) => bridge.spaceDecode({ n: 1, latents }),
    (images, { index }) => change(store, 'selection', { decoded: { index, images }, error: null }),
    (error) => change(store, 'selection', { decoded: null, error: sentenceOf(error) }),
  );
}

/** The latent vector `[latent]` of one encoded image, as a copy that may cross to another process. */
export function muOf(embedding: Embedding, index: number): Float32Array<ArrayBuffer> {
  return embedding.mu.slice(index * embedding.latent, (index + 1) * embedding.latent);
}

/** The image in focus: the last one chosen, unless the user turned to the other. */
export function focused(selection: {
  a: number | null;
  b: number | null;
  focus: SelectionEnd;
}): number | null {
  return selection.focus === 'b' && selection.b !== null ? selection.b : selection.a;
}

/** Chooses one image and decodes it at once. */
export function select(atelier: Atelier, index: number): void {
  if (!isKnown(atelier, index)) return;
  change(atelier.store, 'selection', { ...noSelection, a: index });
  clearPath(atelier);
  decodeFocused(atelier);
}

/**
 * Chooses the other end of a path, and from then on a further stop after it; the first image if there is none yet. An
 * image that is a stop already is one no longer.
 */
export function selectSecond(atelier: Atelier, index: number): void {
  const { a, b } = atelier.store.getState().selection;
  const stops = stopsOf(atelier.store.getState());
  if (a === null) {
    select(atelier, index);
    return;
  }
  if (!isKnown(atelier, index)) return;
  if (stops.includes(index)) {
    removeStop(atelier, index);
    decodeFocused(atelier);
    return;
  }
  if (stops.length === MOST_STOPS) {
    say(atelier.store, 'info', `A path has ${MOST_STOPS} stops at most: take one out first.`);
    return;
  }
  if (b !== null) change(atelier.store, 'path', { via: stops.slice(1) });
  change(atelier.store, 'selection', { b: index, focus: 'b', error: null });
  decodeFocused(atelier);
  refreshPath(atelier);
}

/**
 * Chooses an image and brings it to the middle of the map, once it is decoded: without a graphics card the frames of the
 * flight would hold up the pixels.
 */
export function goTo(atelier: Atelier, index: number): void {
  select(atelier, index);
  void atelier.decode.idle().then(() => {
    if (focused(atelier.store.getState().selection) === index) atelier.map?.flyTo(index);
  });
}

export function setFocus(atelier: Atelier, focus: SelectionEnd): void {
  change(atelier.store, 'selection', { focus });
  decodeFocused(atelier);
}

export function clearSelection(atelier: Atelier): void {
  change(atelier.store, 'selection', noSelection);
  atelier.decode.forget();
  clearPath(atelier);
}

/** Why the vectors in the map cannot be decoded: they came from elsewhere, and no model at hand fits. Null when they can. */
export function whyNotDecoded({ space, training }: AtelierState): string | null {
  if (space.request?.vectors === undefined || space.embedding === null) return null;
  const { latent } = space.embedding;
  if (training.run === null) return `A model of ${latent} latent dimensions would decode them; none is open`;
  if (training.run.network.latent === latent) return null;
  return `They have ${latent} dimensions, the model at hand has ${training.run.network.latent}`;
}

/** Asks for the reconstruction of the image in focus, with the newest mu. */
export function decodeFocused(atelier: Atelier): void {
  const { selection, space } = atelier.store.getState();
  const index = focused(selection);
  if (index === null || space.embedding === null || whyNotDecoded(atelier.store.getState()) !== null) return;
  atelier.decode.put({ index, latents: muOf(space.embedding, index) });
}

function isKnown(atelier: Atelier, index: number): boolean {
  const { embedding } = atelier.store.getState().space;
  return embedding !== null && Number.isInteger(index) && index >= 0 && index < embedding.n;
}
