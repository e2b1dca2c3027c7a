import type { Embedding } from '../../contract/space';
import { measuredOf, ownDistances } from '../../core/latent/distance-from-data';
import { sampledRows } from '../../core/map/sampled-rows';
import { nearestDistances } from '../map/nearest-distances';
import { nearestNeighbours, type FoundNeighbours } from '../map/neighbours';
import { liveOf } from './live-space';
import { searching } from './searching';
import type { EngineState, Space } from './state';

/** As many neighbours as a path along the data may choose from, and a map by default. */
const NEIGHBOURS = 15;

const searches = new WeakMap<Space, Promise<FoundNeighbours>>();
/** Somebody waits for their neighbours, and is told how far the search is. */
const awaited = new WeakSet<Space>();
const measurements = new WeakMap<Embedding, Promise<Float32Array>>();

/**
 * The nearest neighbours of a space: those of its map, or else sought once, however many ask. It is told how far the
 * search is, and whoever decodes comes first. Rejects with a sentence when the search is ended; a later call begins anew.
 */
export function neighboursOf(state: EngineState, space: Space): Promise<FoundNeighbours> {
  awaited.add(space);
  return find(state, space);
}

/**
 * Finds them before anybody asks, where that takes but a moment: a map that was kept brings none, and the first slider
 * that moves is not to meet the search.
 */
export function findAhead(state: EngineState, space: Space): void {
  const { n } = space.embedding;
  if (measuredOf(n) < n) return;
  // What the window asks for first, such as the pixels of an image, is not to wait.
  state.foreground.touch();
  // Whoever asks for them later is told what is wrong with the vectors, or that the search was ended.
  void measure(state, space).catch(() => undefined);
}

async function find(state: EngineState, space: Space): Promise<FoundNeighbours> {
  if (space.neighbours !== null) return space.neighbours;
  const { mu, n, latent } = space.embedding;
  const found = await together(searches, space, () =>
    searching(
      state,
      { text: 'Finding the nearest of each image', total: n, isTold: () => awaited.has(space) },
      (options) => nearestNeighbours(mu, n, latent, NEIGHBOURS, options),
    ),
  );
  // A map that was made meanwhile may have brought more of them.
  space.neighbours ??= found;
  return space.neighbours;
}

/**
 * How far images are from their nearest in the live dimensions, rising: the yardstick of distances from the data. `[n]`
 * up to 20,000 images; beyond, it is measured on 2,000 of them chosen by chance, each compared with all.
 */
export function yardstickOf(state: EngineState, space: Space): Promise<Float32Array> {
  awaited.add(space);
  return measure(state, space);
}

function measure(state: EngineState, space: Space): Promise<Float32Array> {
  const { embedding } = space;
  const { n, latent } = embedding;
  return together(
    measurements,
    embedding,
    async () => {
      const { dimensions, mu } = liveOf(embedding);
      const d = dimensions.length;
      // Whatever is measured, a slider or a path asks for the neighbours next.
      const neighbours = measuredOf(n) === n ? await find(state, space) : null;
      if (neighbours !== null && d === latent) return ownDistances(neighbours.distances, n, neighbours.k);
      const told = {
        text: 'Measuring how far images are from each other',
        isTold: () => awaited.has(space),
      };
      if (neighbours !== null) {
        const search = { ...told, total: n };
        const found = await searching(state, search, (options) => nearestNeighbours(mu, n, d, 1, options));
        return ownDistances(found.distances, n, found.k);
      }
      const rows = sampledRows(n, { rows: measuredOf(n), seed: 0 });
      const own = await searching(state, { ...told, total: rows.length }, (options) =>
        nearestDistances(mu, n, d, rows, options),
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
