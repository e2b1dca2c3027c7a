import { Generator } from '../random/generator';
import { fitCurve } from './curve';
import { forceTables, type ForceTables } from './forces';
import type { FuzzyGraph } from './fuzzy-graph';

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
}

/** No coordinate moves further than this at once, times the learning rate. */
const CLIP = 4;

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

  private readonly n: number;
  private readonly dims: 2 | 3;
  private readonly heads: Int32Array;
  private readonly tails: Int32Array;
  /** Epochs from one draw of an edge to its next, and the epoch of the next. */
  private readonly interval: Float32Array;
  private readonly next: Float32Array;
  private readonly forces: ForceTables;
  private readonly negativeSamples: number;
  private readonly learningRate: number;
  /** Always three coordinates a point; in two dimensions the third is and stays 0, so that one loop serves both. */
  private readonly points: Float32Array;
  private readonly random: Uint32Array;

  /** Throws RangeError when the start has another length than the graph gives it, or a number is out of range. */
  constructor(graph: FuzzyGraph, options: LayoutOptions) {
    const { dims, seed, initial, epochs } = options;
    const { minDist = 0.1, spread = 1, negativeSamples = 5, repulsion = 1, learningRate = 1 } = options;
    if (initial.length !== graph.n * dims) {
      throw new RangeError(
        `A start of ${initial.length} numbers is not one of ${graph.n} points in ${dims} dimensions.`,
      );
    }
    if (!Number.isInteger(epochs) || epochs < 0) throw new RangeError(`There are no ${epochs} epochs.`);
    this.n = graph.n;
    this.dims = dims;
    this.epochs = epochs;
    this.positions = initial.slice();
    this.points = new Float32Array(3 * graph.n);
    for (let i = 0; i < graph.n; i++) {
      for (let c = 0; c < dims; c++) this.points[3 * i + c] = initial[dims * i + c]!;
    }
    this.forces = forceTables(fitCurve(spread, minDist), repulsion);
    this.negativeSamples = negativeSamples;
    this.learningRate = learningRate;
    this.random = Uint32Array.from(new Generator(seed).state());
    // An edge so light that it would not be drawn once is left out.
    const heaviest = graph.weights.reduce((most, weight) => Math.max(most, weight), 0);
    const drawn = (_: number, e: number): boolean => graph.weights[e]! * epochs >= heaviest;
    this.heads = graph.heads.filter(drawn);
    this.tails = graph.tails.filter(drawn);
    this.interval = graph.weights.filter(drawn).map((weight) => heaviest / weight);
    this.next = this.interval.slice();
  }

  /** Goes on for so many epochs, at most to the last. */
  step(epochs: number): void {
    const end = Math.min(this.epochs, this.epoch + epochs);
    for (; this.epoch < end; this.epoch++) {
      this.runEpoch(this.learningRate * (1 - this.epoch / this.epochs));
    }
    const { points, positions, dims, n } = this;
    for (let i = 0; i < n; i++) {
      for (let c = 0; c < dims; c++) positions[dims * i + c] = points[3 * i + c]!;
    }
  }

  /** One pass over the edges. `alpha`: the learning rate of this epoch. */
  private runEpoch(alpha: number): void {
    const { epoch, heads, tails, interval, next, points, negativeSamples, random } = this;
    const { attraction, repulsion } = this.forces;
    const edges = heads.length;
    const most = CLIP * alpha;
    const least = -most;
    const toIndex = this.n / 2 ** 32;
    // The bits of a squared distance are read by writing it to memory that an integer array shares.
    const square = new Float32Array(1);
    const bits = new Uint32Array(square.buffer);
    // The generator (xoshiro128**, as in `Generator`) in local variables: it is called 34 million times in a map.
    let s0 = random[0]! | 0;
    let s1 = random[1]! | 0;
    let s2 = random[2]! | 0;
    let s3 = random[3]! | 0;

    for (let e = 0; e < edges; e++) {
      if (next[e]! > epoch) continue;
      next[e]! += interval[e]!;
      const head = 3 * heads[e]!;
      const tail = 3 * tails[e]!;
      let x = points[head]!;
      let y = points[head + 1]!;
      let z = points[head + 2]!;
      let dx = x - points[tail]!;
      let dy = y - points[tail + 1]!;
      let dz = z - points[tail + 2]!;
      square[0] = dx * dx + dy * dy + dz * dz;
      let force = attraction[bits[0]! >>> 16]! * alpha;
      let move = force * dx;
      move = move > most ? most : move < least ? least : move;
      x += move;
      points[tail]! -= move;
      move = force * dy;
      move = move > most ? most : move < least ? least : move;
      y += move;
      points[tail + 1]! -= move;
      move = force * dz;
      move = move > most ? most : move < least ? least : move;
      z += move;
      points[tail + 2]! -= move;

      for (let sample = 0; sample < negativeSamples; sample++) {
        const five = Math.imul(s1, 5);
        const drawn = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
        const t = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = (s3 << 11) | (s3 >>> 21);
        const other = 3 * ((drawn * toIndex) | 0);
        if (other === head) continue;
        dx = x - points[other]!;
        dy = y - points[other + 1]!;
        dz = z - points[other + 2]!;
        square[0] = dx * dx + dy * dy + dz * dz;
        force = repulsion[bits[0]! >>> 16]! * alpha;
        move = force * dx;
        x += move > most ? most : move < least ? least : move;
        move = force * dy;
        y += move > most ? most : move < least ? least : move;
        move = force * dz;
        z += move > most ? most : move < least ? least : move;
      }
      points[head] = x;
      points[head + 1] = y;
      points[head + 2] = z;
    }
    random[0] = s0;
    random[1] = s1;
    random[2] = s2;
    random[3] = s3;
  }
}
