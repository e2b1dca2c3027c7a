import type { DecodedPlace } from '../../../contract/latent';
import type { Atelier, Bridge } from '../atelier';
import type { AtelierStore } from '../atelier-store';
import { Latest } from '../latest';
import { changeLatent, markPlaces, setTab } from './latent-change';
import { noPlace, type DecodedVector } from './latent-state';
import { sentenceOf } from '../notices';

export type PlaceQuestions = Latest<Float32Array<ArrayBuffer>, DecodedPlace>;

export function placeQuestions(bridge: Bridge, store: AtelierStore): PlaceQuestions {
  return new Latest<Float32Array<ArrayBuffer>, DecodedPlace>(
    (position) => bridge.spaceDecodePlace({ position }),
    ({ latents, images, located, mapPercentile }) => {
      const decoded = { latents, images, located };
      const shown = { origin: 'map' as const, title: 'A place in the map', decoded, mapPercentile };
      changeLatent(store, 'place', { shown, asked: null, error: null });
      markPlaces(store);
    },
    (error) => changeLatent(store, 'place', { ...noPlace, error: sentenceOf(error) }),
  );
}

/**
 * Decodes a place `[dims]` of the map and shows it in the inspector. Without a map, or in one of other dimensions,
 * nothing happens.
 */
export function decodeAt(atelier: Atelier, position: Float32Array): void {
  const { map } = atelier.store.getState().space;
  if (map?.dims !== position.length) return;
  const asked = Float32Array.from(position);
  changeLatent(atelier.store, 'place', { asked, error: null });
  if (atelier.store.getState().latent.tab !== 'sliders') setTab(atelier, 'image');
  atelier.latent.place.put(asked);
}

/** Decodes what lies in the middle of the view, as someone without a pointer does. */
export function decodeMiddle(atelier: Atelier): void {
  const view = document.querySelector('.map-canvas')?.getBoundingClientRect();
  if (atelier.map === null || view === undefined) return;
  decodeAt(atelier, atelier.map.placeAt(view.width / 2, view.height / 2));
}

/** Shows a decoded vector in the inspector, where sliders may start from it. */
export function showVector(atelier: Atelier, shown: DecodedVector): void {
  atelier.latent.place.forget();
  changeLatent(atelier.store, 'place', { shown, asked: null, error: null });
  setTab(atelier, 'image');
}

/** Back to the image that is chosen, if one is. */
export function closePlace({ store, latent }: Atelier): void {
  latent.place.forget();
  changeLatent(store, 'place', noPlace);
  markPlaces(store);
}
