import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { solve } from './arithmetic';
import { closePlace } from './decode-anywhere';
import { noteInHistory } from './history';
import { changeLatent, markPlaces } from './latent-change';
import { noLatent, noPlace } from './latent-state';
import { loadPins } from './pins';
import { refreshSliders, restartSliders } from './sliders';

/**
 * Keeps the latent tools in step with what they work on: the chosen image, the encoded images and their map. The
 * returned function ends that.
 */
export function followImages(atelier: Atelier): () => void {
  const { store } = atelier;
  const ends = [
    store.subscribe(
      ({ selection }) => selection.a,
      (index) => noteInHistory(atelier, index),
    ),
    store.subscribe(
      ({ selection: { a, b, focus } }) => (focus === 'b' && b !== null ? b : a),
      () => {
        closePlace(atelier);
        restartSliders(atelier);
      },
    ),
    store.subscribe(
      ({ latent }) => latent.place.shown,
      () => restartSliders(atelier),
    ),
    store.subscribe(
      ({ space }) => space.embedding,
      (embedding, before) => {
        if (embedding === null || before === null) startAnew(atelier);
        else takeNewVectors(atelier);
      },
    ),
    store.subscribe(
      ({ space }) => space.map,
      (map) => {
        if (map !== null) placeAgain(atelier, map.dims);
      },
    ),
  ];
  return () => ends.forEach((end) => end());
}

/** Other images: nothing that was done with the former ones means anything. */
function startAnew(atelier: Atelier): void {
  forgetQuestions(atelier);
  const { tab } = atelier.store.getState().latent;
  change(atelier.store, 'latent', { ...noLatent, tab });
  loadPins(atelier);
  markPlaces(atelier.store);
}

/** The same images under newer weights: what can be worked out again is, and the rest is not shown any more. */
function takeNewVectors(atelier: Atelier): void {
  const { store } = atelier;
  const { place, samples, arithmetic } = store.getState().latent;
  atelier.latent.samples.forget();
  changeLatent(store, 'samples', { result: null, busy: false });
  // A place of the map is decoded again when the new map is there.
  if (place.shown !== null && place.shown.origin !== 'map') changeLatent(store, 'place', noPlace);
  refreshSliders(atelier);
  if (samples.result !== null || arithmetic.result !== null) solve(atelier);
}

/** In a new map everything has another place. */
function placeAgain(atelier: Atelier, dims: 2 | 3): void {
  const { store } = atelier;
  const { latent } = store.getState();
  const { shown } = latent.place;
  const position = shown?.origin === 'map' ? shown.decoded.located.positions : null;
  if (position?.length === dims) atelier.latent.place.put(Float32Array.from(position));
  else if (shown !== null) changeLatent(store, 'place', noPlace);
  if (latent.arithmetic.result !== null) solve(atelier);
  if (latent.samples.result !== null) changeLatent(store, 'samples', { result: null });
  refreshSliders(atelier);
}

function forgetQuestions({ latent }: Atelier): void {
  for (const questions of [latent.slide, latent.slideLocate, latent.place, latent.samples, latent.sum])
    questions.forget();
}
