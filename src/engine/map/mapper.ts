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
  neighbours: NeighbourGraph | null;
}

/**
 * Lays out vectors in a thread of its own, so that the engine goes on answering. Throws UserError when
 * a vector is not finite; rejects with the signal's reason when that is aborted.
 */
export async function makeMap(request: MapRequest): Promise<Mapped> {
  const { vectors, n, d, config, signal, onProgress } = request;
  const odd = vectors.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0) {
    throw new UserError(
      `Vector ${Math.floor(odd / d)} holds a value that is not a finite number, so there is no map of it.`,
    );
  }
  const began = performance.now();
  onProgress({ stage: 'neighbours', fraction: 0, positions: null });
  const neighbours = config.method === 'umap' ? await neighboursFor(request) : request.neighbours;
  const seconds = (performance.now() - began) / 1000;
  const { dims, method, minDist, seed } = config;
  const job: MapJob = {
    n,
    d,
    vectors,
    method,
    dims,
    minDist,
    seed,
    nNeighbors: config.neighbors,
    neighbours: config.method === 'umap' ? neighbours : null,
    initial: request.initial,
  };
  const done = await layOut(job, signal, onProgress);
  const { positions, epochs, trustworthiness, sampled, notes } = done;
  const map = { n, dims, positions, epochs, trustworthiness, sampled, notes };
  return { map: { ...map, seconds: { neighbours: seconds, ...done.seconds } }, neighbours };
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
  const wanted = Math.min(config.neighbors, n) - 1;
  if (neighbours !== null && neighbours.k >= wanted) return neighbours;
  return nearestNeighbours(vectors, n, d, Math.max(1, wanted), {
    signal,
    onProgress: (done, total) => onProgress({ stage: 'neighbours', fraction: done / total, positions: null }),
  });
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
