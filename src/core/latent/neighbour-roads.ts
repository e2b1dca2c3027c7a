import { MinHeap } from './min-heap';

/** An undirected graph in compressed rows: the roads of vertex i are `ends` and `costs` from `starts[i]` to `starts[i + 1]`. */
export interface Roads {
  n: number;
  starts: Int32Array;
  ends: Int32Array;
  costs: Float64Array;
}

/**
 * The k-nearest-neighbour graph as roads that run both ways. The cost of a road is its distance squared (the
 * Fermat distance of exponent 2; Groisman, Jonckheere and Sapienza 2022): with the plain distance the cheapest
 * way is a few long leaps over sparse land, with the square it keeps to where the data are dense.
 * `neighbours`, `distances`: `[n, k]`; a neighbour below 0 is none.
 */
export function roadsBetweenNeighbours(
  neighbours: Int32Array,
  distances: Float32Array,
  n: number,
  k: number,
): Roads {
  const starts = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) {
      const j = neighbours[at]!;
      if (j < 0) continue;
      starts[i + 1]!++;
      starts[j + 1]!++;
    }
  }
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const ends = new Int32Array(starts[n]!);
  const costs = new Float64Array(starts[n]!);
  const add = (from: number, to: number, cost: number): void => {
    const at = next[from]!++;
    ends[at] = to;
    costs[at] = cost;
  };
  for (let i = 0; i < n; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) {
      const j = neighbours[at]!;
      if (j < 0) continue;
      const cost = distances[at]! ** 2;
      add(i, j, cost);
      add(j, i, cost);
    }
  }
  return { n, starts, ends, costs };
}

/** The cheapest ways from one vertex: cost to each (Infinity when there is none) and the vertex before it (or -1). */
export interface CheapestWays {
  costs: Float64Array;
  before: Int32Array;
}

/** Dijkstra's algorithm (1959) from `from` to everywhere, or until `to` is reached. */
export function cheapestWays(
  { n, starts, ends, costs: roadCosts }: Roads,
  from: number,
  to?: number,
): CheapestWays {
  const costs = new Float64Array(n).fill(Infinity);
  const before = new Int32Array(n).fill(-1);
  const heap = new MinHeap();
  costs[from] = 0;
  heap.push(from, 0);
  for (let least = heap.pop(); least !== undefined; least = heap.pop()) {
    const { item, priority } = least;
    if (item === to) break;
    // A dearer entry of a vertex that has been reached more cheaply since.
    if (priority > costs[item]!) continue;
    for (let road = starts[item]!; road < starts[item + 1]!; road++) {
      const end = ends[road]!;
      const cost = priority + roadCosts[road]!;
      if (cost < costs[end]!) {
        costs[end] = cost;
        before[end] = item;
        heap.push(end, cost);
      }
    }
  }
  return { costs, before };
}

/** The vertices of the cheapest way to `to`, its start first. */
export function wayTo(to: number, { before }: CheapestWays): number[] {
  const way: number[] = [];
  for (let at = to; at >= 0; at = before[at]!) way.push(at);
  return way.reverse();
}
