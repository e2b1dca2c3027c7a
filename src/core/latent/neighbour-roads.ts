import { MinHeap } from './min-heap';
import type { Steps } from './steps';

/** Rows of neighbours, and vertices of a search, between two steps. */
const ROWS = 5000;
const SETTLED = 500;

/**
 * A k-nearest-neighbour graph as roads that run both ways. The roads out of vertex i are its own neighbours; those that
 * come in are the places in `neighbours` from `starts[i]` to `starts[i + 1]` of `incoming`.
 */
export interface Roads {
  n: number;
  k: number;
  /** `[n, k]`; a neighbour below 0 is none. */
  neighbours: Int32Array;
  distances: Float32Array;
  starts: Int32Array;
  incoming: Int32Array;
}

/**
 * The roads of `neighbours` and `distances` `[n, k]`, in steps that yield the share done. Throws RangeError when
 * a length does not fit.
 */
export function* roadsBetweenNeighbours(
  neighbours: Int32Array,
  distances: Float32Array,
  n: number,
  k: number,
): Steps<Roads> {
  if (neighbours.length !== n * k || distances.length !== n * k) {
    throw new RangeError(`The neighbours are not those of ${n} points with ${k} neighbours each.`);
  }
  const starts = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    if (i % ROWS === 0) yield i / (2 * n);
    for (let at = i * k; at < (i + 1) * k; at++) {
      const end = neighbours[at]!;
      if (end >= 0) starts[end + 1]!++;
    }
  }
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const incoming = new Int32Array(starts[n]!);
  for (let i = 0; i < n; i++) {
    if (i % ROWS === 0) yield (n + i) / (2 * n);
    for (let at = i * k; at < (i + 1) * k; at++) {
      const end = neighbours[at]!;
      if (end >= 0) incoming[next[end]!++] = at;
    }
  }
  return { n, k, neighbours, distances, starts, incoming };
}

/**
 * A search from one vertex by Dijkstra's algorithm (1959). The cost of a road is its distance squared (the Fermat
 * distance of exponent 2; Groisman, Jonckheere and Sapienza 2022): with the plain distance the cheapest way is a few
 * long leaps over sparse land, with the square it keeps to where the data are dense.
 */
class Front {
  /** The least cost known to each vertex, Infinity where there is none, and the vertex before it, or -1. */
  readonly costs: Float64Array;
  private readonly before: Int32Array;
  private readonly heap = new MinHeap();
  /** The cost of the vertex settled last: no other will cost less. */
  radius = 0;
  settled = 0;

  constructor(
    private readonly roads: Roads,
    from: number,
  ) {
    this.costs = new Float64Array(roads.n).fill(Infinity);
    this.before = new Int32Array(roads.n).fill(-1);
    this.reach(from, 0, -1);
  }

  /** Goes on from the cheapest vertex that is not settled yet, and returns it; undefined when all in reach are. */
  settle(): number | undefined {
    for (let least = this.heap.pop(); least !== undefined; least = this.heap.pop()) {
      const { item, priority } = least;
      // A dearer entry of a vertex that has been reached more cheaply since.
      if (priority > this.costs[item]!) continue;
      const { k, neighbours, distances, starts, incoming } = this.roads;
      for (let at = item * k; at < (item + 1) * k; at++) {
        const end = neighbours[at]!;
        if (end >= 0) this.reach(end, priority + distances[at]! ** 2, item);
      }
      for (let road = starts[item]!; road < starts[item + 1]!; road++) {
        const at = incoming[road]!;
        this.reach(Math.floor(at / k), priority + distances[at]! ** 2, item);
      }
      this.radius = priority;
      this.settled++;
      return item;
    }
    return undefined;
  }

  /** The vertices of the cheapest way to `to`, the start first. */
  wayTo(to: number): number[] {
    const way: number[] = [];
    for (let at = to; at >= 0; at = this.before[at]!) way.push(at);
    return way.reverse();
  }

  reached(): number[] {
    const reached: number[] = [];
    this.costs.forEach((cost, i) => {
      if (cost < Infinity) reached.push(i);
    });
    return reached;
  }

  private reach(vertex: number, cost: number, from: number): void {
    if (cost >= this.costs[vertex]!) return;
    this.costs[vertex] = cost;
    this.before[vertex] = from;
    this.heap.push(vertex, cost);
  }
}

/** The vertices of the cheapest way; or, when there is none, all that can be reached from either end. */
export type CheapestWay =
  | { way: number[] }
  | { way: null; ends: [Pick<Front, 'reached' | 'wayTo'>, Pick<Front, 'reached' | 'wayTo'>] };

/**
 * The cheapest way from one vertex to another, sought from both ends at once, for two small balls hold fewer vertices
 * than a large one (Pohl 1971). In steps that yield a share that is never more than what is done.
 */
export function* cheapestWay(roads: Roads, from: number, to: number): Steps<CheapestWay> {
  const ends: [Front, Front] = [new Front(roads, from), new Front(roads, to)];
  const [out, back] = ends;
  let meeting = -1;
  let least = Infinity;
  // What neither has settled lies on no way that costs less than both radii together.
  while (out.radius + back.radius < least) {
    const [front, other] = out.radius <= back.radius ? [out, back] : [back, out];
    const vertex = front.settle();
    if (vertex === undefined) break;
    const cost = front.costs[vertex]! + other.costs[vertex]!;
    if (cost < least) [least, meeting] = [cost, vertex];
    if (front.settled % SETTLED === 0) yield shareOf(ends, roads);
  }
  if (meeting >= 0) return { way: [...out.wayTo(meeting), ...back.wayTo(meeting).reverse().slice(1)] };
  for (const end of ends) {
    while (end.settle() !== undefined) if (end.settled % SETTLED === 0) yield shareOf(ends, roads);
  }
  return { way: null, ends };
}

function shareOf([out, back]: [Front, Front], { n }: Roads): number {
  return (out.settled + back.settled) / (2 * n);
}
