import { setImmediate } from 'node:timers/promises';
import type { NeighbourSearch } from '../../contract/space';
import type { NeighbourGraph } from '../../core/map/neighbours';
import { sampledRows } from '../../core/map/sampled-rows';
import { VectorStore } from '../../core/map/vector-store';
import { loadTensorFlow } from '../tensorflow/load';
import { finiteMean, type CentredVectors } from './centred-vectors';
import { cluster, nearestCentres } from './clusters';
import { GROUP, GroupSearch, type SlotRange } from './group-search';
import { BLOCK_VALUES } from './nearness';
import { RowSearch } from './row-search';
import { scaled, scaledNeighbours, scaleOf } from './small-vectors';

/** Candidates beyond k and the vector itself, because the values by which they are chosen are rounded. */
export const SPARE = 8;
/** With more vectors than this each is compared with those of the nearest clusters only. */
const MOST_EXACT = 100_000;
/** Clusters for the square root of the number of vectors, and how many of them are looked into: see docs/map.md. */
const CLUSTERS = 4;
const PROBES = 128;
/** Vectors whose neighbours are sought exactly too, to measure how many were found. */
const RECALL_SAMPLE = 500;

/** `signal` makes the search throw its reason between two blocks; `onProgress` counts points. */
export interface NeighbourOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
  /** Awaited before each block, so that other work goes first. */
  giveWay?: () => Promise<void>;
  /** Compare all pairs up to so many vectors. */
  mostExact?: number;
}

/** Lets what has come meanwhile go first. */
export function nextTurn(): Promise<void> {
  return setImmediate();
}

/** A graph, and how it was found. */
export interface FoundNeighbours extends NeighbourGraph {
  search: NeighbourSearch;
}

/**
 * The Euclidean `k` nearest neighbours of each of `vectors` `[n, d]`, itself left out; `k` is reduced to n - 1. Candidates
 * come from blocks of a matrix product on TensorFlow, then their distances are computed again, at last in double
 * precision. Up to `mostExact` vectors all pairs are compared, and a row whose candidates the rounding leaves in doubt once
 * more; beyond, each vector with those of the clusters nearest to its own, and a sample exactly, to tell how many
 * were found. Equally near ones stand by index (among more than k + 8 copies of one point, which of them is left
 * open). Throws UserError when a vector is not finite or they do not fit into memory, RangeError when `vectors`
 * has another length or `k` is not from 1 up.
 */
export async function nearestNeighbours(
  vectors: Float32Array,
  n: number,
  d: number,
  k: number,
  options: NeighbourOptions = {},
): Promise<FoundNeighbours> {
  if (vectors.length !== n * d)
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${d}.`);
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`Neighbours must be 1 or more, not ${k}.`);
  const scale = scaleOf(vectors);
  if (scale !== 1)
    return scaledNeighbours(await nearestNeighbours(scaled(vectors, scale), n, d, k, options), 1 / scale);
  const { signal, onProgress, giveWay = nextTurn, mostExact = MOST_EXACT } = options;
  const most = Math.max(0, Math.min(k, n - 1));
  const graph = { n, k: most, indices: new Int32Array(n * most), distances: new Float32Array(n * most) };
  const exact = { exact: true, recall: 1, sampled: n };
  if (most === 0) return { ...graph, search: exact };
  const mean = finiteMean(vectors, n, d);
  const goOn = (): void => signal?.throwIfAborted();
  const ops = await loadTensorFlow();
  const data = { vectors, n, d, mean };
  const cells = n <= mostExact ? wholeSpace(n) : await cellsOf(ops, data, goOn);
  const { rows } = cells;
  const store = new VectorStore(rows.length, d, rows.length);
  rows.forEach((row, slot) => {
    if (row >= 0) store.put(slot, vectors, row);
  });
  const search = new GroupSearch(ops, vectors, d, mean, rows);
  const row = new RowSearch(vectors, d, store, rows, graph);
  const lookUp = (queries: Int32Array, ranges: readonly SlotRange[], isExact: boolean): void => {
    const { count, slots, values, all } = search.nearest(queries, ranges, most + 1 + SPARE);
    queries.forEach((slot, i) => {
      const some = [i * count, (i + 1) * count] as const;
      const leastValue = (square: number): number => search.leastValue(slot, square);
      const certain = row.search(slot, slots.subarray(...some), values.subarray(...some), leastValue) || all;
      // Few neighbours may be in the ranges; then all are looked at.
      if ((isExact && !certain) || row.farthest === Infinity) row.searchAll(slot);
    });
  };
  try {
    let done = 0;
    for (const { queries, ranges } of cells.list) {
      const block = blockRows(ranges);
      for (let first = 0; first < queries.length; first += block) {
        await giveWay();
        goOn();
        const some = queries.subarray(first, first + block);
        lookUp(some, ranges, n <= mostExact);
        done += some.length;
        onProgress?.(done, n);
      }
    }
    if (n <= mostExact) return { ...graph, search: exact };

    const slots = new Int32Array(n);
    rows.forEach((at, slot) => {
      if (at >= 0) slots[at] = slot;
    });
    const everything = [{ first: 0, last: rows.length }];
    const sample = sampledRows(n, { rows: RECALL_SAMPLE, seed: 0 });
    const found = Array.from(sample, (i) => graph.indices.slice(i * most, (i + 1) * most));
    const block = blockRows(everything);
    for (let first = 0; first < sample.length; first += block) {
      await giveWay();
      goOn();
      const some = sample.subarray(first, first + block);
      lookUp(
        Int32Array.from(some, (i) => slots[i]!),
        everything,
        true,
      );
    }
    let hits = 0;
    sample.forEach((i, at) => {
      const truth = graph.indices.subarray(i * most, (i + 1) * most);
      for (const neighbour of found[at]!) if (truth.includes(neighbour)) hits++;
    });
    return {
      ...graph,
      search: { exact: false, recall: hits / (sample.length * most), sampled: sample.length },
    };
  } finally {
    search.dispose();
  }
}

/** How vectors are laid into slots (`rows` `[slots]`, -1 for none), and which slots are compared with which ranges. */
interface Cells {
  rows: Int32Array;
  list: { queries: Int32Array; ranges: readonly SlotRange[] }[];
}

/** Everything with everything. */
function wholeSpace(n: number): Cells {
  const slots = Math.ceil(n / GROUP) * GROUP;
  const rows = Int32Array.from({ length: slots }, (_, slot) => (slot < n ? slot : -1));
  const queries = Int32Array.from({ length: n }, (_, slot) => slot);
  return { rows, list: [{ queries, ranges: [{ first: 0, last: slots }] }] };
}

/** Each cluster with those nearest to it. */
async function cellsOf(
  ops: Awaited<ReturnType<typeof loadTensorFlow>>,
  data: CentredVectors,
  goOn: () => void,
): Promise<Cells> {
  const { n, d } = data;
  const count = Math.round(CLUSTERS * Math.sqrt(n));
  const clusters = await cluster(ops, data, count, goOn);
  const sizes = new Int32Array(count);
  for (const c of clusters.assigned) sizes[c]!++;
  const ranges: SlotRange[] = [];
  let slots = 0;
  for (const size of sizes) {
    const last = slots + Math.ceil(size / GROUP) * GROUP;
    ranges.push({ first: slots, last });
    slots = last;
  }
  const rows = new Int32Array(slots).fill(-1);
  const next = Int32Array.from(ranges, ({ first }) => first);
  clusters.assigned.forEach((c, i) => {
    rows[next[c]!++] = i;
  });
  const probes = Math.min(PROBES, count);
  const near = nearestCentres(ops, clusters, d, probes);
  const list = ranges.flatMap(({ first }, c) => {
    const queries = Int32Array.from({ length: sizes[c]! }, (_, i) => first + i);
    const those = Array.from(near.subarray(c * probes, (c + 1) * probes), (other) => ranges[other]!);
    return queries.length === 0
      ? []
      : [{ queries, ranges: those.filter((range) => range.last > range.first) }];
  });
  return { rows, list };
}

function blockRows(ranges: readonly SlotRange[]): number {
  const width = ranges.reduce((sum, { first, last }) => sum + last - first, 0);
  return Math.max(1, Math.floor(BLOCK_VALUES / width));
}
