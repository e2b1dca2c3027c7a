import type { NeighbourGraph } from '../../core/map/neighbours';
import type { VectorStore } from '../../core/map/vector-store';
import { GROUP, type SlotRange } from './group-search';

/** Groups beyond k that are looked into, because the values by which they are chosen are rounded. */
export const SPARE = 8;

/** Finds the k nearest of one slot after the other among groups of slots, and writes them into a graph. */
export class RowSearch {
  /** The kept groups' values, the greatest first, and their first slots. */
  private readonly values: Float64Array;
  private readonly firsts: Int32Array;
  private readonly kept: number;
  private readonly squares: Float64Array;
  private readonly nearest: Float64Array;
  /** By how much a squared distance in float32 may be off, as a share of itself. */
  private readonly margin: number;

  /** `rows` `[slots]`: the row of `vectors` `[n, d]` in each slot of `store`, -1 for none. */
  constructor(
    private readonly vectors: Float32Array,
    private readonly d: number,
    private readonly store: VectorStore,
    private readonly rows: Int32Array,
    private readonly graph: NeighbourGraph,
  ) {
    this.kept = graph.k + 1 + SPARE;
    this.values = new Float64Array(this.kept);
    this.firsts = new Int32Array(this.kept);
    this.squares = new Float64Array(graph.k);
    this.nearest = new Float64Array(graph.k);
    this.margin = 1 + 4 * (d + 8) * 2 ** -24;
  }

  /**
   * Searches the groups that are best by `greatest`, from place `start` on one value for each group of `ranges`.
   * Returns a value that no vector outside of those groups exceeds: -Infinity when there is none.
   */
  search(slot: number, greatest: Float32Array, start: number, ranges: readonly SlotRange[]): number {
    const { values, firsts, kept, store } = this;
    let held = 0;
    let least = -Infinity;
    let at = start;
    for (const { first, last } of ranges) {
      for (let group = first; group < last; group += GROUP, at++) {
        const value = greatest[at]!;
        if (value <= least) continue;
        let place = held < kept ? held++ : kept - 1;
        for (; place > 0 && values[place - 1]! < value; place--) {
          values[place] = values[place - 1]!;
          firsts[place] = firsts[place - 1]!;
        }
        values[place] = value;
        firsts[place] = group;
        if (held === kept) least = values[kept - 1]!;
      }
    }
    for (let i = 0; i < held; i++) store.measure(slot, firsts[i]!, firsts[i]! + GROUP, i * GROUP);
    this.keepNearest(slot, held * GROUP, (place) => firsts[Math.floor(place / GROUP)]! + (place % GROUP));
    return held < kept ? -Infinity : least;
  }

  /** Searches all slots. */
  searchAll(slot: number): void {
    this.store.measure(slot, 0, this.rows.length);
    this.keepNearest(slot, this.rows.length, (place) => place);
  }

  /** Squared distance of the last neighbour of the slot that was searched last. */
  get farthest(): number {
    return this.squares[this.graph.k - 1]!;
  }

  /** Of the first `count` measured distances, whose slots `slotOf` tells, the k least, measured again in double precision. */
  private keepNearest(slot: number, count: number, slotOf: (place: number) => number): void {
    const { rows, graph, squares, nearest, store } = this;
    const { k } = graph;
    const itself = rows[slot]!;
    const measured = store.squares;
    nearest.fill(Infinity);
    for (let place = 0; place < count; place++) {
      const square = measured[place]!;
      if (!(square < nearest[k - 1]!)) continue;
      const row = rows[slotOf(place)]!;
      if (row < 0 || row === itself) continue;
      let to = k - 1;
      for (; to > 0 && nearest[to - 1]! > square; to--) nearest[to] = nearest[to - 1]!;
      nearest[to] = square;
    }
    const cut = nearest[k - 1]! * this.margin;
    squares.fill(Infinity);
    graph.indices.fill(-1, itself * k, (itself + 1) * k);
    for (let place = 0; place < count; place++) {
      if (measured[place]! > cut) continue;
      const row = rows[slotOf(place)]!;
      if (row >= 0 && row !== itself) this.insert(itself, row);
    }
    for (let place = 0; place < k; place++) graph.distances[itself * k + place] = Math.sqrt(squares[place]!);
  }

  private insert(i: number, j: number): void {
    const { squares, graph } = this;
    const { k, indices } = graph;
    const square = this.squaredDistance(i, j);
    let place = k;
    while (place > 0 && this.isNearer(square, j, i * k + place - 1, place - 1)) {
      place--;
      if (place + 1 < k) {
        squares[place + 1] = squares[place]!;
        indices[i * k + place + 1] = indices[i * k + place]!;
      }
    }
    if (place === k) return;
    squares[place] = square;
    indices[i * k + place] = j;
  }

  private isNearer(square: number, j: number, at: number, place: number): boolean {
    const other = this.squares[place]!;
    return square < other || (square === other && j < this.graph.indices[at]!);
  }

  private squaredDistance(i: number, j: number): number {
    const { vectors, d } = this;
    let sum = 0;
    for (let axis = 0; axis < d; axis++) {
      const difference = vectors[i * d + axis]! - vectors[j * d + axis]!;
      sum += difference * difference;
    }
    return sum;
  }
}
