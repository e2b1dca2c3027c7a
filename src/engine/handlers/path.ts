import type { EngineArguments } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { LatentPath } from '../../contract/space';
import { distanceFromData, ownDistances } from '../../core/latent/distance-from-data';
import { graphPath } from '../../core/latent/graph-path';
import { sphericalPath, straightPath } from '../../core/latent/path';
import type { NeighbourGraph } from '../../core/map/neighbours';
import { placeInMap } from '../map/place-in-map';
import type { EngineState, Space } from './state';

/** A path between two encoded images, decoded, placed in the map and measured against the data. */
export async function path(
  state: EngineState,
  { from, to, steps, method }: EngineArguments<'space.path'>,
): Promise<LatentPath> {
  const model = state.requireModel();
  const space = state.requireSpace();
  const { n, latent, mu, side, channels } = space.embedding;
  for (const end of [from, to]) {
    if (end >= n)
      throw new UserError(`There is no image ${end}: the ${n} encoded ones are counted from 0 to ${n - 1}.`);
  }
  if (n < 2) throw new UserError('A path needs 2 encoded images or more: encode more.');
  if (latent !== model.description.network.latent) {
    throw new UserError('The images were encoded with another model: encode them with this one first.');
  }
  const neighbours = await state.neighbours(space);
  const latents = latentsOf(space, neighbours, { from, to, steps, method });
  const pixels = await model.use((vae) => vae.decodeToBytes(latents, steps, { signal: model.signal }));
  const own = ownDistances(neighbours.distances, n, neighbours.k);
  const distance = Float32Array.from(
    { length: steps },
    (_, i) => distanceFromData(mu, n, latent, latents.subarray(i * latent, (i + 1) * latent), own).percentile,
  );
  return {
    steps,
    method,
    latents,
    positions: positionsOf(space, latents, steps, from, to),
    distance,
    images: { n: steps, side, channels, pixels },
  };
}

function latentsOf(
  { embedding: { n, latent, mu } }: Space,
  neighbours: NeighbourGraph,
  { from, to, steps, method }: EngineArguments<'space.path'>,
): Float32Array {
  const ends = [from, to].map((i) => mu.slice(i * latent, (i + 1) * latent));
  if (method === 'lerp') return straightPath(ends, steps);
  if (method === 'slerp') return sphericalPath(ends, steps);
  const { indices, distances, k } = neighbours;
  return graphPath({ vectors: mu, n, latent, neighbours: indices, distances, k, from, to, frames: steps })
    .latents;
}

function positionsOf(
  { embedding: { n, latent, mu }, map }: Space,
  latents: Float32Array,
  steps: number,
  from: number,
  to: number,
): Float32Array | null {
  if (map === null) return null;
  const { positions, dims } = map;
  const placed = placeInMap(latents, steps, { vectors: mu, n, d: latent, positions, dims });
  // Two images may share one latent vector and yet have places of their own.
  placed.set(positions.subarray(from * dims, (from + 1) * dims), 0);
  placed.set(positions.subarray(to * dims, (to + 1) * dims), (steps - 1) * dims);
  return placed;
}
