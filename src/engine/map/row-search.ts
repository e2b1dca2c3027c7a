import { squaredDistance } from '../../core/latent/squared-distance';
import type { NeighbourGraph } from '../../core/map/neighbours';
import type { VectorStore } from '../../core/map/vector-store';

/** Finds the k nearest of one slot after the other, in double precision, and writes them into a graph. */
export class RowSearch {
  /** The k least squared distances as they were first measured. */
  private readonly rough: Float64Array;
  /** Those of the k nearest, in double precision. */
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
    this.rough = new Float64Array(graph.k);
    this.squares = new Float64Array(graph.k);
    this.margin = 1 + 4 * (d + 8) * 2 ** -24;
  }

  /**
   * Searches the candidates `slots`, whose `values` fall, until one's is less than `leastValue`, that of a vector within a
   * squared distance, may be. Returns whether that came: then nothing that follows, or was left out, is nearer.
   */
  search(
    slot: number,
    slots: Int32Array,
    values: Float32Array,
    leastValue: (square: number) => number,
  ): boolean {
    const itself = this.begin(slot);
    let certain = false;
    for (let place = 0; place < slots.length && !certain; place++) {
      if (this.farthest < Infinity) certain = values[place]! < leastValue(this.farthest);
      if (!certain) this.consider(itself, this.rows[slots[place]!]!);
    }
    this.end(itself);
    return certain;
  }

  /** Searches all slots. */
  searchAll(slot: number): void {
    const { store, rows, rough } = this;
    const last = this.graph.k - 1;
    store.measure(slot, 0, rows.length);
    const itself = this.begin(slot);
    rough.fill(Infinity);
    for (let other = 0; other < rows.length; other++) {
      const square = store.squares[other]!;
      if (!(square < rough[last]!) || rows[other]! < 0 || other === slot) continue;
      let to = last;
      for (; to > 0 && rough[to - 1]! > square; to--) rough[to] = rough[to - 1]!;
      rough[to] = square;
    }
    const cut = rough[last]! * this.margin;
    for (let other = 0; other < rows.length; other++) {
      if (store.squares[other]! <= cut) this.consider(itself, rows[other]!);
    }
    this.end(itself);
  }

  /** Squared distance of the last neighbour of the slot that was searched last; Infinity when there are fewer than k. */
  get farthest(): number {
    return this.squares[this.graph.k - 1]!;
  }

  private begin(slot: number): number {
    const itself = this.rows[slot]!;
    const { k, indices } = this.graph;
    this.squares.fill(Infinity);
    indices.fill(-1, itself * k, (itself + 1) * k);
    return itself;
  }

  private end(itself: number): void {
    const { k, distances } = this.graph;
    for (let place = 0; place < k; place++) distances[itself * k + place] = Math.sqrt(this.squares[place]!);
  }

  /** Puts row `j`, if there is one, among the neighbours of row `i` when it is one. */
  private consider(i: number, j: number): void {
    if (j < 0 || j === i) return;
    const { vectors, d, squares, graph } = this;
    const { k, indices } = graph;
    const square = squaredDistance(vectors, i * d, vectors, j * d, d);
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
}
