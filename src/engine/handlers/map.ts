import type { EngineArguments, EngineOutput } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { LatentMap } from '../../contract/space';
import { sampledRows } from '../../core/map/sampled-rows';
import { makeMap } from '../map/mapper';
import { readMap, saveMap, type KeptMap } from '../runs/saved-map';
import { placeInMap } from '../map/place-in-map';
import { withAllPlaced } from '../map/place-the-rest';
import { findAhead } from './space-neighbours';
import type { EngineState, Space } from './state';

/**
 * Lays out the space at hand; a newer call ends an older one. The run whose test set this is keeps the map, which is
 * not made again with the same settings.
 */
export async function map(state: EngineState, config: EngineArguments<'space.map'>): Promise<LatentMap> {
  const space = state.requireSpace();
  const { n, latent, mu } = space.embedding;
  const signal = state.mapping.begin();
  const kept =
    space.run === null || config.continueFromLast ? null : await readMap(space.run, space.embedding, config);
  signal.throwIfAborted();
  if (kept !== null) return useKept(state, space, kept);
  const former = state.lastMap;
  const goesOn = config.continueFromLast && former?.n === n && former.dims === config.dims;
  const made = await makeMap({
    vectors: mu,
    n,
    d: latent,
    config,
    initial: goesOn ? former.positions : null,
    neighbours: config.metric === 'euclidean' ? space.neighbours : null,
    signal,
    onProgress: (progress) => state.emit('map.progress', progress),
    giveWay: () => state.foreground.giveWay(),
  });
  const { neighbours } = made;
  if (config.metric === 'euclidean' && neighbours.k > (space.neighbours?.k ?? 0))
    space.neighbours = neighbours;
  space.map = made.map;
  space.mapConfig = config;
  state.lastMap = made.map;
  if (space.run !== null && (await space.run.isWritable())) {
    await saveMap(space.run, made.map, config, space.embedding);
    await space.keepMap?.(made.map);
  }
  return made.map;
}

/** The map that the run keeps of the space at hand, made the one at hand; null when it keeps none. */
export async function recallMap(state: EngineState): Promise<EngineOutput<'space.recallMap'>> {
  const space = state.requireSpace();
  const kept = space.run === null ? null : await readMap(space.run, space.embedding);
  return { map: kept === null ? null : useKept(state, space, kept) };
}

function useKept(state: EngineState, space: Space, { map: kept, config }: KeptMap): LatentMap {
  space.map = kept;
  space.mapConfig = config;
  state.lastMap = kept;
  findAhead(state, space);
  return kept;
}

/** Makes a map that was kept elsewhere the one at hand. Throws UserError when it is of other images. */
export async function restoreMap(
  state: EngineState,
  { map: kept, config }: EngineArguments<'space.restoreMap'>,
): Promise<EngineOutput<'space.restoreMap'>> {
  const space = state.requireSpace();
  const { n } = space.embedding;
  if (kept.n !== n || kept.positions.length !== n * kept.dims || kept.distortion.length !== n) {
    throw new UserError(`This map is of ${kept.n} images, and ${n} are at hand: lay them out again.`);
  }
  state.mapping.end('Another map was put in its place.');
  const map = await withAllPlaced(kept, space.embedding, state.mapping.begin());
  return useKept(state, space, { map, config });
}

/** Lays out a sample of the space at hand, chosen by the seed, and changes nothing. */
export async function previewMap(
  state: EngineState,
  { points, ...config }: EngineArguments<'space.previewMap'>,
): Promise<EngineOutput<'space.previewMap'>> {
  const { n, latent, mu } = state.requireSpace().embedding;
  const rows = Int32Array.from(sampledRows(n, { rows: points, seed: config.seed }));
  const vectors = new Float32Array(rows.length * latent);
  rows.forEach((row, i) => vectors.set(mu.subarray(row * latent, (row + 1) * latent), i * latent));
  const made = await makeMap({
    vectors,
    n: rows.length,
    d: latent,
    config: { ...config, continueFromLast: false },
    initial: null,
    neighbours: null,
    signal: state.previewing.begin(),
    onProgress: () => undefined,
  });
  return { rows, map: made.map };
}

/** Where latent vectors belong in the map at hand. */
export function place(
  state: EngineState,
  { n, latents }: EngineArguments<'space.place'>,
): EngineOutput<'space.place'> {
  const { embedding, map: made } = state.requireSpace();
  if (made === null) throw new UserError('There is no map yet to place anything in: lay one out first.');
  const { latent, mu } = embedding;
  if (latents.length !== n * latent) {
    throw new UserError(`${latents.length} numbers are not ${n} latent vectors of ${latent}.`);
  }
  if (!latents.every(Number.isFinite)) {
    throw new UserError('Only finite latent vectors can be placed in a map: one of these numbers is not.');
  }
  const { positions, dims } = made;
  const placed = placeInMap(latents, n, { vectors: mu, n: embedding.n, d: latent, positions, dims });
  return { n, dims, positions: placed };
}
