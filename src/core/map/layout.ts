import type { FuzzyGraph } from './fuzzy-graph';
import { layOutMemory, pointOrder, type LayoutMemory } from './layout-memory';
import { LayoutThread } from './layout-thread';

export interface LayoutOptions {
  dims: 2 | 3;
  seed: number;
  /** Where the points start, `[n, dims]`; it is copied. */
  initial: Float32Array;
  epochs: number;
  minDist?: number;
  spread?: number;
  /** Points each move along an edge is paid for with, by being pushed away from them. */
  negativeSamples?: number;
  repulsion?: number;
  learningRate?: number;
  /** Threads that lay out, this one among them; 1 by default. The map is the same, bit for bit. */
  threads?: number;
}

/**
 * UMAP's layout of a fuzzy graph by stochastic gradient descent with negative sampling (McInnes, Healy and
 * Melville 2018, section 4; umap-learn's `optimize_layout_euclidean`): an edge is drawn as often as its weight
 * says, pulls both its ends together, and pushes its head from points chosen at random. It runs in slices, so
 * that a worker can show how the map forms, and stop. The same graph, start and seed give the same map, bit for bit.
 */
export class UmapLayout {
  /** Epochs done, of `epochs`. */
  epoch = 0;
  readonly epochs: number;
  /** Where the points are now, `[n, dims]`; the same array is written anew by each `step`. */
  readonly positions: Float32Array;
  /** What the other threads are given, each for a `LayoutThread` that follows. */
  readonly shared: LayoutMemory;

  private readonly dims: 2 | 3;
  private readonly order: Uint32Array;
  private readonly points: Float32Array;
  private readonly thread: LayoutThread;

  /** Throws RangeError when the start has another length than the graph gives it, or a number is out of range. */
  constructor(graph: FuzzyGraph, options: LayoutOptions) {
    const { dims, seed, initial, epochs, threads = 1 } = options;
    const { minDist = 0.1, spread = 1, negativeSamples = 5, repulsion = 1, learningRate = 1 } = options;
    const { n } = graph;
    if (initial.length !== n * dims) {
      throw new RangeError(
        `A start of ${initial.length} numbers is not one of ${n} points in ${dims} dimensions.`,
      );
    }
    if (!Number.isInteger(epochs) || epochs < 0) throw new RangeError(`There are no ${epochs} epochs.`);
    this.dims = dims;
    this.epochs = epochs;
    this.positions = initial.slice();
    this.order = pointOrder(n, seed);
    const negatives = negativeSamples;
    const settings = { seed, epochs, minDist, spread, negatives, repulsion, learningRate };
    this.shared = layOutMemory(graph, this.order, settings);
    const { memory, places } = this.shared;
    this.points = new Float32Array(memory.buffer, places.points, 4 * n);
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < dims; c++) this.points[4 * this.order[i]! + c] = initial[dims * i + c]!;
    }
    this.thread = new LayoutThread(this.shared, 0, threads);
  }

  /** Goes on for so many epochs, at most to the last. */
  step(epochs: number): void {
    const { points, positions, dims, order } = this;
    const end = Math.min(this.epochs, this.epoch + epochs);
    if (end > this.epoch) this.thread.lead(end);
    this.epoch = end;
    for (let i = 0; i < order.length; i++) {
      for (let c = 0; c < dims; c++) positions[dims * i + c] = points[4 * order[i]! + c]!;
    }
  }
}
