import type { EngineArguments } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { LatentPath } from '../../contract/space';
import { graphPath, type GraphPath, type GraphPathRequest } from '../../core/latent/graph-path';
import { roadsBetweenNeighbours, type Roads } from '../../core/latent/neighbour-roads';
import { sphericalPath, stopFrames, straightPath } from '../../core/latent/path';
import { partly, type Steps } from '../../core/latent/steps';
import type { FoundNeighbours } from '../map/neighbours';
import { decodeAndLocate } from './latent-locate';
import { latentSpace } from './latent-space';
import { inTurns } from './latent-turns';
import { searching } from './searching';
import { neighboursOf } from './space-neighbours';
import type { EngineState, Space } from './state';

/** Of neighbours that a path has gone along: the next need not lay them again. */
const known = new WeakMap<FoundNeighbours, Roads>();

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
  const { latents, bridged } = await way(state, at.space, { stops, frames: steps, method }, signal);
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
  { stops, frames, method }: { stops: number[]; frames: number; method: LatentPath['method'] },
  ended?: AbortSignal,
): Promise<{ latents: Float32Array; bridged: boolean }> {
  const { latent, mu } = space.embedding;
  const vectors = stops.map((stop) => mu.subarray(stop * latent, (stop + 1) * latent));
  if (method === 'lerp') return { latents: straightPath(vectors, frames), bridged: false };
  if (method === 'slerp') return { latents: sphericalPath(vectors, frames), bridged: false };
  return alongData(state, space, { stops, frames }, ended);
}

/**
 * The path along the data, sought in turns: it is told how far it is, decoding goes first, and the user or `ended` may
 * end it, with a sentence.
 */
export async function alongData(
  state: EngineState,
  space: Space,
  { stops, frames }: { stops: readonly number[]; frames: number },
  ended?: AbortSignal,
): Promise<GraphPath> {
  const graph = await neighboursOf(state, space);
  const { n, latent, mu: vectors } = space.embedding;
  return searching(state, { text: 'Finding the way along the data', total: n }, async (options) => {
    const { giveWay, onProgress } = options;
    const signal = ended === undefined ? options.signal : AbortSignal.any([options.signal, ended]);
    const onShare = (share: number): void => onProgress(Math.floor(share * n), n);
    return inTurns(pathIn(graph, { vectors, latent, stops, frames }), { signal, giveWay, onShare });
  });
}

function* pathIn(graph: FoundNeighbours, route: Omit<GraphPathRequest, 'roads'>): Steps<GraphPath> {
  const { indices, distances, n, k } = graph;
  const before = known.get(graph);
  const roads = before ?? (yield* partly(roadsBetweenNeighbours(indices, distances, n, k), 0, 0.5));
  known.set(graph, roads);
  return yield* partly(graphPath({ ...route, roads }), before === undefined ? 0.5 : 0, 1);
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
