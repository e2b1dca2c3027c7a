import { Generator } from '../random/generator';
import { permutation } from '../random/shuffle';
import { fitCurve } from './curve';
import { forceTables } from './forces';
import type { FuzzyGraph } from './fuzzy-graph';
import type { KernelPlaces } from './layout-kernel';
import { sharedMemory, type SharedMemory } from './wasm/module';

/** Bytes of one point: x, y, z and 0, or x, y, 0 and 0. */
export const POINT_BYTES = 16;
const EDGE_BYTES = 4;
/** At the front of the memory: what the threads tell each other. */
const CONTROL_BYTES = 64;
/** With fewer points than this the work of an epoch is not worth sharing. */
const FEWEST_SHARED = 2048;
/** Half as many threads can work at once. */
const BLOCKS = 8;

/**
 * A layout in memory that threads share. It can be posted to another thread as it is.
 */
export interface LayoutMemory {
  memory: SharedMemory;
  places: KernelPlaces;
  n: number;
  /** 1, or a power of two: the points stand in memory in random order, cut into so many blocks. */
  blocks: number;
  /** Of blocks a <= b, at `a * blocks + b`: the first edge between them; the next pair's is its end, `[blocks^2 + 1]`. */
  starts: Int32Array;
  /** Place in memory of the random generators, one for each pair of blocks. */
  random: number;
  negatives: number;
  epochs: number;
  learningRate: number;
}

export interface LayoutSettings {
  seed: number;
  epochs: number;
  minDist: number;
  spread: number;
  negatives: number;
  repulsion: number;
  learningRate: number;
}

/** The first point of a block. */
export function blockStart(block: number, { n, blocks }: { n: number; blocks: number }): number {
  return Math.floor((block * n) / blocks);
}

/** Where each point stands in memory: `[n]`. */
export function pointOrder(n: number, seed: number): Uint32Array {
  return permutation(n, new Generator(seed).fork(2));
}

/**
 * Writes a graph and its forces into new shared memory; the points are still at 0. `order` `[n]`: where each point
 * goes. Throws RangeError when it would take more than 4 GiB.
 */
export function layOutMemory(graph: FuzzyGraph, order: Uint32Array, settings: LayoutSettings): LayoutMemory {
  const { n } = graph;
  const { seed, epochs, negatives, learningRate } = settings;
  const blocks = n < FEWEST_SHARED ? 1 : BLOCKS;
  const rows = rowStarts(graph);
  let heaviest = 0;
  for (const weight of graph.weights) heaviest = Math.max(heaviest, weight);
  const { starts, edges } = countEdges(graph, order, blocks, heaviest / epochs);

  const curve = fitCurve(settings.spread, settings.minDist);
  const { attraction, repulsion } = forceTables(curve, settings.repulsion);
  let end = CONTROL_BYTES;
  const take = (bytes: number): number => {
    const place = end;
    end += Math.ceil(bytes / 16) * 16;
    return place;
  };
  const places = {
    attraction: take(attraction.byteLength),
    repulsion: take(repulsion.byteLength),
    points: take(n * POINT_BYTES),
    heads: take(edges * EDGE_BYTES),
    tails: take(edges * EDGE_BYTES),
    intervals: take(edges * EDGE_BYTES),
    next: take(edges * EDGE_BYTES),
    turns: take(edges * EDGE_BYTES),
  };
  const random = take(8 * blocks * blocks);
  const memory = sharedMemory(end);
  const { buffer } = memory;
  new Float32Array(buffer, places.attraction, attraction.length).set(attraction);
  new Float32Array(buffer, places.repulsion, repulsion.length).set(repulsion);
  const generator = new Generator(seed).fork(3);
  new Uint32Array(buffer, random, 2 * blocks * blocks).forEach((_, i, states) => {
    states[i] = generator.uint32();
  });

  const heads = new Int32Array(buffer, places.heads, edges);
  const tails = new Int32Array(buffer, places.tails, edges);
  // What fills a pair's edges up to a multiple of four is never drawn.
  const intervals = new Float32Array(buffer, places.intervals, edges).fill(Infinity);
  const cursor = starts.slice();
  const inverse = new Uint32Array(n);
  for (let i = 0; i < n; i++) inverse[order[i]!] = i;
  // By head as it stands in memory, so that a task walks along its points.
  for (let place = 0; place < n; place++) {
    const head = inverse[place]!;
    for (let e = rows[head]!; e < rows[head + 1]!; e++) {
      const weight = graph.weights[e]!;
      if (weight < heaviest / epochs) continue;
      const other = order[graph.tails[e]!]!;
      const at = cursor[pairOf(place, other, n, blocks)]!++;
      heads[at] = place * POINT_BYTES;
      tails[at] = other * POINT_BYTES;
      intervals[at] = heaviest / weight;
    }
  }
  new Float32Array(buffer, places.next, edges).set(intervals);
  return { memory, places, n, blocks, starts, random, negatives, epochs, learningRate };
}

/** Of each head, where its edges begin: `[n + 1]`. */
function rowStarts({ n, heads }: FuzzyGraph): Int32Array {
  const starts = new Int32Array(n + 1);
  for (const head of heads) starts[head + 1]!++;
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  return starts;
}

/** How many edges that are drawn at least once lie between each pair of blocks, in fours, added up. */
function countEdges(
  { n, heads, tails, weights }: FuzzyGraph,
  order: Uint32Array,
  blocks: number,
  least: number,
): { starts: Int32Array; edges: number } {
  const starts = new Int32Array(blocks * blocks + 1);
  for (let e = 0; e < heads.length; e++) {
    if (weights[e]! < least) continue;
    starts[pairOf(order[heads[e]!]!, order[tails[e]!]!, n, blocks) + 1]!++;
  }
  for (let pair = 0; pair < blocks * blocks; pair++)
    starts[pair + 1] = starts[pair]! + 4 * Math.ceil(starts[pair + 1]! / 4);
  return { starts, edges: starts[blocks * blocks]! };
}

function pairOf(one: number, other: number, n: number, blocks: number): number {
  if (blocks === 1) return 0;
  const a = blockOf(one, n, blocks);
  const b = blockOf(other, n, blocks);
  return a < b ? a * blocks + b : b * blocks + a;
}

/** The block `b` with blockStart(b) <= place < blockStart(b + 1). */
function blockOf(place: number, n: number, blocks: number): number {
  return Math.floor(((place + 1) * blocks - 1) / n);
}
