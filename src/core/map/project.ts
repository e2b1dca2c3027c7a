import { fuzzyGraph, type FuzzyGraph } from './fuzzy-graph';
import { initialPositions } from './initial';
import { UmapLayout } from './layout';
import type { LayoutMemory } from './layout-memory';
import { exactNeighbours, type NeighbourGraph } from './neighbours';
import { pca } from './pca';
import { checkNeighbours, checkVectors } from './validate';

// Every runtime of this app has it; the language's own library does not name it.
declare const performance: { now(): number };

export interface ProjectionRequest {
  /** `[n, d]`. */
  vectors: Float32Array;
  n: number;
  d: number;
  method: 'umap' | 'pca';
  dims: 2 | 3;
  seed: number;
  /** UMAP's `n_neighbors`, which counts the point itself; 15 by default. */
  nNeighbors?: number | undefined;
  /** 0.1 by default. */
  minDist?: number | undefined;
  /** The graph when it is already known, with `nNeighbors - 1` neighbours of each point or more. */
  neighbours?: NeighbourGraph | undefined;
  /** `defaultEpochs(n)` when not given. */
  epochs?: number | undefined;
  /** Where the layout starts, `[n, dims]`; the principal components when not given. */
  initial?: Float32Array | undefined;
  learningRate?: number | undefined;
  /** Threads that lay out, when there are more than this one; the map is the same. */
  crew?: LayoutCrew | undefined;
}

/** `begin` is given what each of the other threads needs for a `LayoutThread` that follows. */
export interface LayoutCrew {
  threads: number;
  begin: (layout: LayoutMemory) => void;
}

export interface Projection {
  /** `[n, dims]`. */
  positions: Float32Array;
  /** Epochs done; 0 for PCA. */
  epochs: number;
  seconds: { neighbours: number; graph: number; layout: number };
  /** What was done otherwise than asked, in sentences. */
  notes: string[];
  /** With PCA: the share of the variance along each axis. */
  explainedVariance?: number[];
}

/** How far a projection is. `positions` `[n, dims]` is written anew by the next step: copy what is to be kept. */
export interface ProjectionProgress {
  epoch: number;
  epochs: number;
  positions: Float32Array;
}

/** Told after every few epochs, and asked whether to go on. */
export interface ProjectionWatch {
  onProgress?: ((epoch: number, epochs: number, positions: Float32Array) => void) | undefined;
  shouldStop?: (() => boolean) | undefined;
}

const MAP_DIMENSIONS: readonly number[] = [2, 3];
const DEFAULT_NEIGHBOURS = 15;
/** Of a layout, so that cancelling answers soon and the picture moves. */
const SLICES = 50;

/**
 * Epochs of a layout that starts from the principal components. Measured on 10,000 vectors like Fashion-MNIST's,
 * 200 reach umap-learn's trustworthiness with its 500 to 0.001; smaller sets get 500, since they take no longer.
 */
export function defaultEpochs(n: number): number {
  return n <= 4000 ? 500 : 200;
}

/**
 * A map of vectors: `positions` `[n, dims]`, the same for the same request. No point, one point, fewer points than
 * neighbours, identical points and constant dimensions all have a map. Stopping ends it with what there is, and
 * a note. Throws RangeError with one sentence when a vector is not finite, a length does not fit, or a setting
 * is out of range.
 */
export function project(request: ProjectionRequest & ProjectionWatch): Projection {
  const steps = projectionSteps(request);
  let stopped = false;
  for (;;) {
    const step = steps.next(stopped);
    if (step.done) return step.value;
    const { epoch, epochs, positions } = step.value;
    request.onProgress?.(epoch, epochs, positions);
    stopped = request.shouldStop?.() ?? false;
  }
}

/**
 * `project` as a generator, for a host that has to see to other things between the steps: it yields after every
 * few epochs, and `next(true)` ends it with what there is.
 */
export function* projectionSteps(
  request: ProjectionRequest,
): Generator<ProjectionProgress, Projection, boolean | undefined> {
  const { vectors, n, d, method, dims } = request;
  checkVectors(vectors, n, d);
  if (!MAP_DIMENSIONS.includes(dims))
    throw new RangeError(`A map has 2 or 3 dimensions, not ${String(dims)}.`);
  const seconds = { neighbours: 0, graph: 0, layout: 0 };
  const notes: string[] = [];
  if (method === 'pca') {
    const start = performance.now();
    const { positions, explainedVariance } = pca(vectors, n, d, dims);
    seconds.layout = secondsSince(start);
    return { positions, epochs: 0, seconds, notes, explainedVariance };
  }
  checkSettings(request);
  if (n < 2) {
    notes.push(
      n === 0 ? 'There is nothing to map.' : 'A single point has no neighbours; it stands in the middle.',
    );
    return { positions: new Float32Array(n * dims), epochs: 0, seconds, notes };
  }
  const nNeighbors = fittingNeighbours(request, notes);

  let start = performance.now();
  const neighbours = request.neighbours ?? exactNeighbours(vectors, n, d, nNeighbors - 1);
  seconds.neighbours = secondsSince(start);

  start = performance.now();
  const graph = fuzzyGraph(neighbours, nNeighbors);
  seconds.graph = secondsSince(start);

  start = performance.now();
  const layout = startLayout(request, graph);
  const slice = Math.max(1, Math.ceil(layout.epochs / SLICES));
  while (layout.epoch < layout.epochs) {
    layout.step(slice);
    const stop = yield { epoch: layout.epoch, epochs: layout.epochs, positions: layout.positions };
    if (stop === true && layout.epoch < layout.epochs) {
      notes.push(`The layout was stopped after ${layout.epoch} of ${layout.epochs} epochs.`);
      break;
    }
  }
  seconds.layout = secondsSince(start);
  return { positions: layout.positions, epochs: layout.epoch, seconds, notes };
}

function checkSettings({
  nNeighbors = DEFAULT_NEIGHBOURS,
  epochs,
  initial,
  n,
  dims,
}: ProjectionRequest): void {
  if (!Number.isInteger(nNeighbors) || nNeighbors < 2) {
    throw new RangeError(`UMAP needs 2 neighbours or more (the point itself counts), not ${nNeighbors}.`);
  }
  if (epochs !== undefined && (!Number.isInteger(epochs) || epochs < 0)) {
    throw new RangeError(`A layout needs a whole number of epochs, not ${epochs}.`);
  }
  if (initial !== undefined && (initial.length !== n * dims || !initial.every(Number.isFinite))) {
    throw new RangeError(`The start of the layout is not ${n} finite points in ${dims} dimensions.`);
  }
}

/** The number of neighbours asked for, or as many as there are, which is then noted. */
function fittingNeighbours(
  { n, nNeighbors = DEFAULT_NEIGHBOURS, neighbours }: ProjectionRequest,
  notes: string[],
): number {
  if (neighbours !== undefined) checkNeighbours(neighbours, n);
  const most = neighbours === undefined ? n : neighbours.k + 1;
  if (most < 2) throw new RangeError('The neighbour graph has no neighbours.');
  if (nNeighbors <= most) return nNeighbors;
  notes.push(
    most === n
      ? `There are only ${n} points, so ${n} neighbours were used instead of ${nNeighbors}.`
      : `Only ${most - 1} others are known of each point, so ${most} neighbours were used instead of ${nNeighbors}.`,
  );
  return most;
}

function startLayout(request: ProjectionRequest, graph: FuzzyGraph): UmapLayout {
  const { vectors, n, d, dims, seed, minDist, learningRate, crew } = request;
  const layout = new UmapLayout(graph, {
    dims,
    seed,
    initial: request.initial ?? initialPositions(vectors, n, d, dims, seed),
    epochs: request.epochs ?? defaultEpochs(n),
    ...(minDist === undefined ? {} : { minDist }),
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(crew === undefined ? {} : { threads: crew.threads }),
  });
  crew?.begin(layout.shared);
  return layout;
}

function secondsSince(start: number): number {
  return (performance.now() - start) / 1000;
}
