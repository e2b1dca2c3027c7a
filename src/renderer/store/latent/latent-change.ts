import type { Located } from '../../../contract/latent';
import type { Atelier } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import type { LatentSlice, LatentTab } from './latent-state';

type Part = 'history' | 'place' | 'sliders' | 'samples' | 'arithmetic';

/** Changes some fields of one of the latent tools. */
export function changeLatent<P extends Part>(
  store: AtelierStore,
  part: P,
  fields: Partial<LatentSlice[P]>,
): void {
  const { latent } = store.getState();
  change(store, 'latent', { [part]: { ...latent[part], ...fields } });
}

/** Turns the inspector to one of its tools. */
export function setTab({ store }: Atelier, tab: LatentTab): void {
  change(store, 'latent', { tab });
  markPlaces(store);
}

/**
 * Marks in the map where the vectors of the tool in front lie: the place that was decoded, the point that the sliders
 * move, the samples, or what the arithmetic came to. Nothing else is marked while none of them has a place.
 */
export function markPlaces(store: AtelierStore): void {
  const { latent, mapView } = store.getState();
  const marker = placesOf(latent);
  if (marker !== mapView.marker) change(store, 'mapView', { marker });
}

function placesOf({ tab, place, sliders, samples, arithmetic }: LatentSlice): Float32Array | null {
  const decoded = place.shown?.decoded.located.positions ?? null;
  if (tab === 'image') return decoded;
  if (tab === 'sliders') return sliders.located?.positions ?? decoded;
  if (tab === 'arithmetic') return arithmetic.result?.sum.decoded.located.positions ?? null;
  const { result, marked } = samples;
  if (result === null) return null;
  const prior = result.prior.located.positions;
  const mixture = result.mixture.located.positions;
  if (marked === 'prior') return prior;
  if (marked === 'mixture') return mixture;
  return prior === null || mixture === null ? null : Float32Array.from([...prior, ...mixture]);
}

/** What is known of one of several vectors. */
export function locatedAt(located: Located, at: number, dims: number): Located {
  const { k, positions, nearest, distances, percentile } = located;
  return {
    n: 1,
    k,
    positions: positions?.slice(at * dims, (at + 1) * dims) ?? null,
    nearest: nearest.slice(at * k, (at + 1) * k),
    distances: distances.slice(at * k, (at + 1) * k),
    percentile: percentile.slice(at, at + 1),
  };
}
