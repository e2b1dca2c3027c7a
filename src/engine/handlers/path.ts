import type { EngineArguments } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { LatentPath } from '../../contract/space';
import { graphPath } from '../../core/latent/graph-path';
import { sphericalPath, stopFrames, straightPath } from '../../core/latent/path';
import { decodeAndLocate } from './latent-locate';
import { latentSpace } from './latent-space';
import { neighboursOf } from './space-neighbours';
import type { EngineState, Space } from './state';

/** A path between encoded images, decoded, placed in the map and measured against the data. */
export async function path(
  state: EngineState,
  { from, via, to, steps, method }: EngineArguments<'space.path'>,
  signal?: AbortSignal,
): Promise<LatentPath> {
  const { n } = state.requireSpace().embedding;
  const stops = [from, ...via, to];
  const missing = stops.find((stop) => stop >= n);
  if (missing !== undefined) {
    throw new UserError(
      `There is no image ${missing}: the ${n} encoded ones are counted from 0 to ${n - 1}.`,
    );
  }
  if (steps < stops.length) {
    throw new UserError(`A path through ${stops.length} images needs as many frames or more, not ${steps}.`);
  }
  const at = await latentSpace(state);
  const { latents, bridged } = await way(state, at.space, stops, steps, method);
  const { images, located } = await decodeAndLocate(at, latents, steps, { k: 1, ...(signal && { signal }) });
  const stopsAt = stopFrames(stops.length, steps);
  return {
    steps,
    method,
    latents,
    positions: throughStops(at.space, located.positions, stops, stopsAt),
    distance: located.percentile,
    nearest: throughImages(located.nearest, stops, stopsAt),
    nearestDistance: located.distances,
    stops: stopsAt,
    bridged,
    images,
  };
}

async function way(
  state: EngineState,
  space: Space,
  stops: number[],
  frames: number,
  method: LatentPath['method'],
): Promise<{ latents: Float32Array; bridged: boolean }> {
  const { n, latent, mu } = space.embedding;
  const vectors = stops.map((stop) => mu.subarray(stop * latent, (stop + 1) * latent));
  if (method === 'lerp') return { latents: straightPath(vectors, frames), bridged: false };
  if (method === 'slerp') return { latents: sphericalPath(vectors, frames), bridged: false };
  const { indices, distances, k } = await neighboursOf(state, space);
  return graphPath({ vectors: mu, n, latent, neighbours: indices, distances, k, stops, frames });
}

/** Several images may share one latent vector and yet have places of their own. */
function throughStops(
  { map }: Space,
  placed: Float32Array | null,
  stops: readonly number[],
  stopsAt: readonly number[],
): Float32Array | null {
  if (map === null || placed === null) return null;
  const { positions, dims } = map;
  stops.forEach((stop, i) => {
    placed.set(positions.subarray(stop * dims, (stop + 1) * dims), stopsAt[i]! * dims);
  });
  return placed;
}

/** Likewise the nearest image of a stop is the one that was named. */
function throughImages(
  nearest: Int32Array,
  stops: readonly number[],
  stopsAt: readonly number[],
): Int32Array {
  stops.forEach((stop, i) => (nearest[stopsAt[i]!] = stop));
  return nearest;
}
