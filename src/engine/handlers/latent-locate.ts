import type { EngineArguments } from '../../contract/engine-calls';
import type { DecodedLatents, Located } from '../../contract/latent';
import { percentileOf } from '../../core/latent/distance-from-data';
import { inDimensions } from '../../core/latent/live-dimensions';
import { nearestAmong } from '../map/nearest-among';
import { meanPlace, PLACED_BY } from '../map/place-in-map';
import { checkLatents, latentSpace, type LatentSpace } from './latent-space';
import { liveOf } from './live-space';
import type { EngineState } from './state';

/** Where latent vectors lie in the map and among the images. Throws UserError when they are not of this space. */
export async function locate(
  state: EngineState,
  { n, latents, k }: EngineArguments<'space.locate'>,
): Promise<Located> {
  const at = await latentSpace(state);
  checkLatents(latents, n, at.space.embedding.latent);
  return locateIn(at, latents, n, k);
}

/** The same, for vectors that are known to be of this space; `k` is at most the number of images. */
export function locateIn({ space, own }: LatentSpace, latents: Float32Array, n: number, k: number): Located {
  const { embedding, map } = space;
  const { latent, mu } = embedding;
  const shown = Math.min(k, embedding.n);
  const found: Located = {
    n,
    k: shown,
    positions: map === null ? null : new Float32Array(n * map.dims),
    nearest: new Int32Array(n * shown),
    distances: new Float32Array(n * shown),
    percentile: new Float32Array(n),
  };
  const live = liveOf(embedding);
  const kept = live.dimensions.length;
  // One search serves the list and the place in the map; and the distance, where all dimensions are live.
  const among = { vectors: mu, n: embedding.n, d: latent };
  nearestAmong(latents, n, among, Math.max(shown, PLACED_BY)).forEach((near, i) => {
    found.nearest.set(near.indices.subarray(0, shown), i * shown);
    found.distances.set(near.distances.subarray(0, shown), i * shown);
    if (kept === latent) found.percentile[i] = percentileOf(own, near.distances[0]!);
    if (map !== null) found.positions?.set(meanPlace(near, map.positions, map.dims), i * map.dims);
  });
  if (kept === latent) return found;
  const points = inDimensions(latents, n, latent, live.dimensions);
  nearestAmong(points, n, { vectors: live.mu, n: embedding.n, d: kept }, 1).forEach((near, i) => {
    found.percentile[i] = percentileOf(own, near.distances[0]!);
  });
  return found;
}

/** Decodes vectors that are known to be of this space, and locates them. */
export async function decodeAndLocate(
  at: LatentSpace,
  latents: Float32Array,
  n: number,
  { k, signal }: { k: number; signal?: AbortSignal },
): Promise<DecodedLatents> {
  const { model } = at;
  // Those of the model: vectors from elsewhere may have come with images of another size.
  const { side, channels } = model.description.network;
  const ended = signal === undefined ? model.signal : AbortSignal.any([model.signal, signal]);
  const pixels = await model.use((vae) => vae.decodeToBytes(latents, n, { signal: ended }));
  return { latents, images: { n, side, channels, pixels }, located: locateIn(at, latents, n, k) };
}
