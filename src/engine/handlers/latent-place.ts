import type { EngineArguments } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { DecodedPlace } from '../../contract/latent';
import type { LatentMap } from '../../contract/space';
import { percentileOf } from '../../core/latent/distance-from-data';
import { meanOfNearest } from '../../core/latent/mean-of-nearest';
import { nearest } from '../../core/latent/nearest';
import { sampledRows } from '../../core/map/sampled-rows';
import { decodeAndLocate } from './latent-locate';
import { latentSpace } from './latent-space';
import type { EngineState } from './state';

const NEAREST_SHOWN = 12;
/** Comparisons that the map's own distances may take: those of so many points are measured, and of few at least. */
const COMPARISONS = 2e7;
const SAMPLED = { least: 20, most: 500 };

/** Measured once for each map. */
const yardsticks = new WeakMap<LatentMap, Float32Array>();

/** Decodes what lies at a place of the map at hand. Throws UserError when there is none or the place is not in it. */
export async function decodePlace(
  state: EngineState,
  { position }: EngineArguments<'space.decodePlace'>,
): Promise<DecodedPlace> {
  const at = await latentSpace(state);
  const { embedding, map } = at.space;
  if (map === null) throw new UserError('There is no map yet to decode a place of: lay one out first.');
  const { positions, dims } = map;
  if (position.length !== dims || !position.every(Number.isFinite)) {
    throw new UserError(`A place in this map is made of ${dims} finite numbers.`);
  }
  const { n, latent, mu } = embedding;
  const {
    latent: vector,
    around,
    weights,
  } = meanOfNearest({ n, positions, dims, vectors: mu, latent }, position);
  const decoded = await decodeAndLocate(at, vector, 1, { k: NEAREST_SHOWN });
  return {
    ...decoded,
    // It is shown where it was asked for, which its nearest in latent space would only come near to.
    located: { ...decoded.located, positions: position },
    around: around.indices,
    weights,
    mapPercentile: percentileOf(ownMapDistances(map), around.distances[0]!),
  };
}

/** How far points of a map are from the nearest other one, rising; of a sample where there are many. */
function ownMapDistances(map: LatentMap): Float32Array {
  const known = yardsticks.get(map);
  if (known !== undefined) return known;
  const { n, positions, dims } = map;
  const rows = Math.min(SAMPLED.most, Math.max(SAMPLED.least, Math.floor(COMPARISONS / n)));
  const own = Float32Array.from(sampledRows(n, { rows, seed: 0 }), (row) => {
    const place = positions.subarray(row * dims, (row + 1) * dims);
    // The nearest is the point itself, or one that shares its place.
    return nearest(positions, n, dims, place, 2).distances[1] ?? 0;
  }).sort();
  yardsticks.set(map, own);
  return own;
}
