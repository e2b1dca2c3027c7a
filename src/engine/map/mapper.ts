import { Worker } from 'node:worker_threads';
import { UserError } from '../../contract/errors';
import type { LatentMap, MapConfig, MapProgress } from '../../contract/space';
import type { NeighbourGraph } from '../../core/map/neighbours';
import { helperFile } from '../places';
import { mapMessage, type MapJob, type MapMessage } from './map-messages';
import { nearestNeighbours } from './neighbours';

/** What is laid out: `vectors` `[n, d]`; `initial` `[n, dims]` to start from, if any. */
export interface MapRequest {
  vectors: Float32Array;
  n: number;
  d: number;
  config: MapConfig;
  initial: Float32Array | null;
  /** Neighbours found before; used when there are enough of them. */
  neighbours: NeighbourGraph | null;
  signal: AbortSignal;
  onProgress: (progress: MapProgress) => void;
}

/** A map, and the neighbours it was made with, for whoever needs them next. */
export interface Mapped {
  map: LatentMap;
  neighbours: NeighbourGraph;
}

/** How many of the nearest the quality of a map is measured by. */
const QUALITY_NEIGHBOURS = 15;

/**
 * Lays out vectors in a thread of its own, so that the engine goes on answering. Throws UserError when
 * a vector is not finite; rejects with the signal's reason when that is aborted.
 */
export async function makeMap(request: MapRequest): Promise<Mapped> {
  const { n, d, config, signal, onProgress } = request;
  const odd = request.vectors.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new UserError(
      `Vector ${Math.floor(odd / d)} holds a value that is not a finite number, so there is no map of it.`,
    );
  }
  const began = performance.now();
  onProgress({ stage: 'neighbours', fraction: 0, positions: null });
  const vectors = config.metric === 'cosine' ? unitVectors(request.vectors, n, d) : request.vectors;
  const neighbours = await neighboursFor({ ...request, vectors });
  const seconds = (performance.now() - began) / 1000;
  const { dims, method, metric, minDist, seed } = config;
  const job: MapJob = {
    n,
    d,
    vectors,
    method,
    dims,
    minDist,
    seed,
    nNeighbors: config.neighbors,
    neighbours,
    initial: request.initial,
  };
  const done = await layOut(job, signal, onProgress);
  const map: LatentMap = {
    n,
    dims,
    method,
    metric,
    positions: done.positions,
    epochs: done.epochs,
    seconds: { neighbours: seconds, ...done.seconds },
    trustworthiness: done.trustworthiness,
    sampled: done.sampled,
    neighboursKept: done.neighboursKept,
    distortion: done.distortion,
    explainedVariance: done.explainedVariance,
    notes: done.notes,
    neighbours: { exact: true, recall: 1, sampled: n },
    landmarks: null,
  };
  return { map, neighbours };
}

async function neighboursFor({
  vectors,
  n,
  d,
  config,
  neighbours,
  signal,
  onProgress,
}: MapRequest): Promise<NeighbourGraph> {
  // UMAP counts the point itself among its neighbours.
  const wanted = Math.min(Math.max(config.neighbors - 1, QUALITY_NEIGHBOURS), Math.max(1, n - 1));
  if (neighbours !== null && neighbours.k >= wanted) return neighbours;
  const found = await nearestNeighbours(vectors, n, d, wanted, {
    signal,
    onProgress: (done, total) => onProgress({ stage: 'neighbours', fraction: done / total, positions: null }),
  });
  // Of unit vectors: 1 - cos = |a - b|^2 / 2.
  if (config.metric === 'cosine')
    found.distances = found.distances.map((distance) => (distance * distance) / 2);
  return found;
}

/** The vectors at length 1, which have the same cosines. Throws UserError for one without a direction. */
function unitVectors(vectors: Float32Array, n: number, d: number): Float32Array {
  const units = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let at = i * d; at < (i + 1) * d; at++) square += vectors[at]! * vectors[at]!;
    if (square === 0) {
      throw new UserError(
        `Vector ${i} is all zeros and has no direction to compare by cosine: use the Euclidean metric.`,
      );
    }
    const scale = 1 / Math.sqrt(square);
    for (let at = i * d; at < (i + 1) * d; at++) units[at] = vectors[at]! * scale;
  }
  return units;
}

type Done = Extract<MapMessage, { type: 'done' }>;

/** Runs the thread to its end; a thread that is not wanted any more is ended where it is. */
function layOut(job: MapJob, signal: AbortSignal, onProgress: MapRequest['onProgress']): Promise<Done> {
  signal.throwIfAborted();
  const worker = new Worker(helperFile('map-worker.js'), { workerData: job });
  return new Promise<Done>((resolve, reject) => {
    const aborted = (): void => reject(asError(signal.reason));
    signal.addEventListener('abort', aborted, { once: true });
    worker.on('message', (data: unknown) => {
      const message = mapMessage.parse(data);
      if (message.type === 'done') resolve(message);
      else if (message.type === 'failed') reject(new Error(message.message));
      else onProgress({ stage: message.stage, fraction: message.fraction, positions: message.positions });
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`The map's thread ended with code ${code}.`)));
  }).finally(() => worker.terminate());
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
