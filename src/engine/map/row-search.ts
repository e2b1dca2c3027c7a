import type { NeighbourGraph } from '../../core/map/neighbours';
import type { VectorStore } from '../../core/map/vector-store';
import { GROUP } from './group-search';

/** Groups beyond k that are looked into, because the values by which they are chosen are rounded. */
export const SPARE = 8;

/** Finds the k nearest of one slot after the other among groups of slots, and writes them into a graph. */
export class RowSearch {
  /** The values of the groups that are being chosen, the greatest first. */
  private readonly held: Float64Array;
  /** The candidates' squared distances as they were first found. */
  private readonly rough: Float64Array;
  private readonly nearest: Float64Array;
  /** Of the k nearest, in double precision. */
  private readonly squares: Float64Array;
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
    const most = graph.k + 1 + SPARE;
    this.held = new Float64Array(most);
    this.rough = new Float64Array(most * GROUP);
    this.squares = new Float64Array(graph.k);
    this.nearest = new Float64Array(graph.k);
    this.margin = 1 + 4 * (d + 8) * 2 ** -24;
  }

  /**
   * Writes the places of the best groups by `greatest`, one value for each group, to `chosen`. Returns a value that no
   * vector of the others exceeds: -Infinity when there are no others.
   */
  choose(greatest: Float32Array, chosen: Int32Array): number {
    const { held } = this;
    const most = chosen.length;
    let count = 0;
    let least = -Infinity;
    for (let group = 0; group < greatest.length; group++) {
      const value = greatest[group]!;
      if (value <= least) continue;
      let place = count < most ? count++ : most - 1;
      for (; place > 0 && held[place - 1]! < value; place--) {
        held[place] = held[place - 1]!;
        chosen[place] = chosen[place - 1]!;
      }
      held[place] = value;
      chosen[place] = group;
      if (count === most) least = held[most - 1]!;
    }
    return most < greatest.length ? least : -Infinity;
  }

  /**
   * Searches the groups that begin at the slots `firsts`, by what comparing `slot`, whose squared norm is `norm`, with
   * them gave: `values` `[16, groups]`, each off by `doubt` at most.
   */
  search(slot: number, firsts: Int32Array, values: Float32Array, norm: number, doubt: number): void {
    const { rough } = this;
    const groups = firsts.length;
    for (let place = 0; place < values.length; place++) rough[place] = norm - values[place]!;
    this.keepNearest(
      slot,
      rough.subarray(0, values.length),
      (place) => firsts[place % groups]! + Math.floor(place / groups),
      (farthest) => farthest + 2 * doubt,
    );
  }

  /** Searches all slots. */
  searchAll(slot: number): void {
    this.store.measure(slot, 0, this.rows.length);
    this.keepNearest(
      slot,
      this.store.squares,
      (place) => place,
      (farthest) => farthest * this.margin,
    );
  }

  /** Squared distance of the last neighbour of the slot that was searched last. */
  get farthest(): number {
    return this.squares[this.graph.k - 1]!;
  }

  /**
   * Of the rough squared distances, whose slots `slotOf` tells, the k least, measured again in double precision.
   * `within` tells how great a rough one may be that is in truth no greater than the k-th of the rough ones.
   */
  private keepNearest(
    slot: number,
    rough: Float32Array | Float64Array,
    slotOf: (place: number) => number,
    within: (farthest: number) => number,
  ): void {
    const { rows, graph, squares, nearest } = this;
    const { k } = graph;
    const itself = rows[slot]!;
    nearest.fill(Infinity);
    for (let place = 0; place < rough.length; place++) {
      const square = rough[place]!;
      if (!(square < nearest[k - 1]!)) continue;
      const row = rows[slotOf(place)]!;
      if (row < 0 || row === itself) continue;
      let to = k - 1;
      for (; to > 0 && nearest[to - 1]! > square; to--) nearest[to] = nearest[to - 1]!;
      nearest[to] = square;
    }
    const cut = within(nearest[k - 1]!);
    squares.fill(Infinity);
    graph.indices.fill(-1, itself * k, (itself + 1) * k);
    for (let place = 0; place < rough.length; place++) {
      if (rough[place]! > cut) continue;
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
