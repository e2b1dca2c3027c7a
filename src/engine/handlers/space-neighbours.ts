import type { Embedding } from '../../contract/space';
import { ownDistances } from '../../core/latent/distance-from-data';
import { sampledRows } from '../../core/map/sampled-rows';
import { nearestDistances } from '../map/nearest-distances';
import { nearestNeighbours, type FoundNeighbours, type NeighbourOptions } from '../map/neighbours';
import { throttled, type EngineState, type Space } from './state';

/** As many neighbours as a path along the data may choose from, and a map by default. */
const NEIGHBOURS = 15;
/** The yardstick of more images than this is that of some of them, for to find all neighbours takes long. */
const MOST_MEASURED = 20_000;
const MEASURED = { rows: 2000, seed: 0 };
/** What is done sooner than this is not told, in milliseconds. */
const TOLD_AFTER_MS = 300;

const searches = new WeakMap<Space, Promise<FoundNeighbours>>();
const measurements = new WeakMap<Embedding, Promise<Float32Array>>();

/**
 * The nearest neighbours of a space: those of its map, or else sought once, however many ask. It is told how far the
 * search is, and whoever decodes comes first. Rejects with a sentence when the search is ended; a later call begins anew.
 */
export async function neighboursOf(state: EngineState, space: Space): Promise<FoundNeighbours> {
  if (space.neighbours !== null) return space.neighbours;
  const { mu, n, latent } = space.embedding;
  const found = await together(searches, space, () =>
    searching(state, 'Finding the nearest of each image', n, (options) =>
      nearestNeighbours(mu, n, latent, NEIGHBOURS, options),
    ),
  );
  // A map that was made meanwhile may have brought more of them.
  space.neighbours ??= found;
  return space.neighbours;
}

/**
 * How far images are from their nearest, rising: the yardstick of distances from the data. `[n]` up to 20,000 images;
 * beyond, it is measured on 2,000 of them chosen by chance, each compared with all.
 */
export async function yardstickOf(state: EngineState, space: Space): Promise<Float32Array> {
  const { embedding } = space;
  const { mu, n, latent } = embedding;
  return together(
    measurements,
    embedding,
    async () => {
      if (n <= MOST_MEASURED) {
        const { distances, k } = await neighboursOf(state, space);
        return ownDistances(distances, n, k);
      }
      const rows = sampledRows(n, MEASURED);
      const own = await searching(
        state,
        'Measuring how far images are from each other',
        rows.length,
        (options) => nearestDistances(mu, n, latent, rows, options),
      );
      return own.sort();
    },
    { keep: true },
  );
}

/** Lets all who ask for the same meanwhile, and with `keep` afterwards, have what is under way; what fails is not kept. */
function together<Key extends object, Result>(
  known: WeakMap<Key, Promise<Result>>,
  key: Key,
  work: () => Promise<Result>,
  { keep = false } = {},
): Promise<Result> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const forget = (): void => void known.delete(key);
  const result = work();
  known.set(key, result);
  result.then(keep ? () => undefined : forget, forget);
  return result;
}

/** Searches, and tells how far that is when it takes long. */
function searching<Result>(
  state: EngineState,
  text: string,
  total: number,
  search: (options: NeighbourOptions) => Promise<Result>,
): Promise<Result> {
  const tell = throttled((progress) => state.emit('search.progress', progress), TOLD_AFTER_MS);
  return state.searching.during(async (signal) => {
    try {
      return await search({
        signal,
        giveWay: () => state.foreground.giveWay(),
        onProgress: (done) => tell({ text, done, total }),
      });
    } finally {
      state.emit('search.progress', { text, done: total, total });
    }
  });
}
