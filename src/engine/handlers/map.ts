import type { EngineArguments } from '../../contract/engine-calls';
import type { LatentMap } from '../../contract/space';
import { makeMap } from '../map/mapper';
import type { EngineState } from './state';

/** Lays out the space at hand; a newer call ends an older one. The run whose test set this is keeps the map. */
export async function map(state: EngineState, config: EngineArguments<'space.map'>): Promise<LatentMap> {
  const space = state.requireSpace();
  const { n, latent, mu } = space.embedding;
  const former = state.lastMap;
  const goesOn = config.continueFromLast && former?.n === n && former.dims === config.dims;
  const made = await makeMap({
    vectors: mu,
    n,
    d: latent,
    config,
    initial: goesOn ? former.positions : null,
    neighbours: space.neighbours,
    signal: state.mapping.begin(),
    onProgress: (progress) => state.emit('map.progress', progress),
  });
  if ((made.neighbours?.k ?? 0) > (space.neighbours?.k ?? 0)) space.neighbours = made.neighbours;
  space.map = made.map;
  state.lastMap = made.map;
  if (space.run !== null && (await space.run.isWritable())) {
    await space.run.writeArray('map.npy', [n, config.dims], made.map.positions);
  }
  return made.map;
}
