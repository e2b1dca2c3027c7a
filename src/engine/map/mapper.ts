import os from 'node:os';
import type { LatentMap, MapConfig, MapProgress } from '../../contract/space';
import { equalNote } from '../../core/map/equal-vectors';
import { trustRows } from '../../core/map/trustworthiness';
import { checkVectors } from './check-vectors';
import { MapCrew } from './map-crew';
import type { MapMessage } from './map-messages';
import { measureTrust } from './measure-trust';
import { nearestNeighbours, type FoundNeighbours } from './neighbours';
import { rowDistances } from './row-distances';
import { scaled, scaledNeighbours, scaledNote, scaleOf } from './small-vectors';
import { unitVectors } from './unit-vectors';

/** What is laid out: `vectors` `[n, d]`; `initial` `[n, dims]` to start from, if any. */
export interface MapRequest {
  vectors: Float32Array;
  n: number;
  d: number;
  config: MapConfig;
  initial: Float32Array | null;
  /** Neighbours found before by the metric of `config`; used when there are enough of them. */
  neighbours: FoundNeighbours | null;
  signal: AbortSignal;
  onProgress: (progress: MapProgress) => void;
  /** Awaited between two pieces of the search for neighbours, so that other work goes first. */
  giveWay?: () => Promise<void>;
}

/** A map, and the neighbours it was made with, for whoever needs them next. */
export interface Mapped {
  map: LatentMap;
  neighbours: FoundNeighbours;
}

/** How many of the nearest the quality of a map is measured by. */
const QUALITY_NEIGHBOURS = 15;
/** From so many points on, more than one thread lays out. */
const SHARED_FROM = 20_000;
const MOST_THREADS = 4;

/**
 * Lays out vectors in threads of their own, so that the engine goes on answering. Throws UserError when
 * a vector cannot be mapped (see `checkVectors`, `unitVectors`); rejects with the signal's reason when that is aborted.
 */
export async function makeMap(request: MapRequest): Promise<Mapped> {
  const { n, d, config, signal, onProgress } = request;
  const { dims, method, metric, minDist, seed } = config;
  checkVectors(request.vectors, n, d, Math.max(config.neighbors, QUALITY_NEIGHBOURS));
  const scale = metric === 'cosine' ? 1 : scaleOf(request.vectors);
  const compared = metric === 'cosine' ? unitVectors(request.vectors, n, d) : scaled(request.vectors, scale);
  const vectors = shared(compared);
  const former = request.initial === null ? null : shared(request.initial);
  const threads =
    method === 'umap' && n >= SHARED_FROM ? Math.min(MOST_THREADS, os.availableParallelism()) : 1;
  const crew = MapCrew.take(threads, signal);
  let isMade = false;
  try {
    if (method === 'umap' && former === null) {
      // While the engine looks for neighbours; should it fail, so will what needs it.
      void crew.ask(0, { task: 'start', vectors, n, d, dims, seed }, 'done').catch(() => undefined);
    }
    const began = performance.now();
    onProgress({ stage: 'neighbours', fraction: 0, positions: null });
    const known = request.neighbours === null ? null : scaledNeighbours(request.neighbours, scale);
    const neighbours = await neighboursFor({ ...request, vectors, neighbours: known });
    const seconds = (performance.now() - began) / 1000;

    // Of few points what the map will be measured by is found while it is laid out.
    const distancesOfRows = rowDistances({ vectors, n, d }, trustRows(n), signal);
    const distances = n < SHARED_FROM ? collected(distancesOfRows) : Promise.resolve(distancesOfRows);
    distances.catch(() => undefined);
    const job = {
      vectors,
      n,
      d,
      method,
      dims,
      minDist,
      seed,
      nNeighbors: config.neighbors,
      neighbours,
      former,
    };
    const laidOut = await crew.ask(
      0,
      { task: 'layOut', ...job, threads },
      'laidOut',
      (message: MapMessage) => {
        if (message.type === 'shared') {
          for (let index = 1; index < threads; index++) {
            void crew
              .ask(index, { task: 'follow', layout: message.layout, index, threads }, 'done')
              .catch(() => undefined);
          }
        }
        if (message.type === 'progress') {
          onProgress({ stage: message.stage, fraction: message.fraction, positions: message.positions });
        }
      },
    );

    const { positions, epochs, notes, explainedVariance } = laidOut;
    onProgress({ stage: 'quality', fraction: 0, positions });
    const measuring = performance.now();
    const k = QUALITY_NEIGHBOURS;
    const [kept, trust] = await Promise.all([
      crew.ask(0, { task: 'kept', neighbours, positions, dims, k }, 'kept'),
      measureTrust({ vectors, n, d }, { positions, dims }, k, await distances),
    ]);
    const quality = (performance.now() - measuring) / 1000;
    const map: LatentMap = {
      n,
      dims,
      method,
      metric,
      positions,
      epochs,
      seconds: { neighbours: seconds, ...laidOut.seconds, quality },
      trustworthiness: trust.value,
      sampled: trust.sampled,
      neighboursKept: kept.mean,
      distortion: kept.distortion,
      explainedVariance,
      neighbours: neighbours.search,
      landmarks: null,
      notes: [
        ...notes,
        ...(scale === 1 ? [] : [scaledNote(scale)]),
        ...[equalNote(request.vectors, n, d)].filter((note) => note !== null),
      ],
    };
    isMade = true;
    return { map, neighbours: scaledNeighbours(neighbours, 1 / scale) };
  } finally {
    // Threads that laid out a large map hold its memory until they end.
    await (isMade && n < SHARED_FROM ? crew.rest() : crew.end());
  }
}

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function neighboursFor({
  vectors,
  n,
  d,
  config,
  neighbours,
  signal,
  onProgress,
  giveWay,
}: MapRequest): Promise<FoundNeighbours> {
  // UMAP counts the point itself among its neighbours.
  const wanted = Math.min(Math.max(config.neighbors - 1, QUALITY_NEIGHBOURS), Math.max(1, n - 1));
  if (neighbours !== null && neighbours.k >= wanted) return neighbours;
  const found = await nearestNeighbours(vectors, n, d, wanted, {
    signal,
    ...(giveWay && { giveWay }),
    onProgress: (done, total) => onProgress({ stage: 'neighbours', fraction: done / total, positions: null }),
  });
  // Of unit vectors: 1 - cos = |a - b|^2 / 2.
  if (config.metric === 'cosine')
    found.distances = found.distances.map((distance) => (distance * distance) / 2);
  return found;
}

/** A copy that all threads see without a copy of their own. */
function shared(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
