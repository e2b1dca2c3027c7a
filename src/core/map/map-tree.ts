/** Points in a leaf: fewer make the tree deep, more make each look long. */
const LEAF = 12;

/**
 * The points of a map `[n, dims]`, up to three dimensions, in a k-d tree (Bentley 1975), for their nearest neighbours in the map itself. Each
 * node's range of `order` is cut at its median along its widest axis.
 */
export class MapTree {
  readonly n: number;
  private readonly order: Int32Array;
  /** The points in the tree's order, so that a leaf lies together: `[n, dims]`. */
  private readonly points: Float32Array;
  /** Of node i, whose children are 2 i + 1 and 2 i + 2: the axis of the cut, and where it is. */
  private readonly axes: Uint8Array;
  private readonly cuts: Float32Array;
  private readonly leafLevel: number;
  private readonly squares: Float64Array;
  private readonly found: Int32Array;
  private held = 0;

  /** `k`: as many neighbours as `nearest` finds. Throws RangeError when `map` has another length. */
  constructor(
    private readonly map: Float32Array,
    n: number,
    private readonly dims: number,
    readonly k: number,
  ) {
    if (map.length !== n * dims)
      throw new RangeError(`${map.length} numbers are not ${n} points of ${dims}.`);
    this.n = n;
    this.order = Int32Array.from({ length: n }, (_, i) => i);
    this.leafLevel = Math.max(0, Math.ceil(Math.log2(Math.max(1, n / LEAF))));
    const nodes = 2 ** this.leafLevel - 1;
    this.axes = new Uint8Array(nodes);
    this.cuts = new Float32Array(nodes);
    this.squares = new Float64Array(k);
    this.found = new Int32Array(k);
    this.split(0, 0, n, 0);
    this.points = new Float32Array(n * dims);
    this.order.forEach((i, place) => {
      for (let c = 0; c < dims; c++) this.points[place * dims + c] = map[i * dims + c]!;
    });
  }

  /** The `k` nearest of point `row`, itself left out, nearest first and equals by index; the array is written anew each time. */
  nearest(row: number): Int32Array {
    this.held = 0;
    this.squares.fill(Infinity);
    this.look(0, 0, this.n, 0, row);
    return this.found.subarray(0, this.held);
  }

  private split(node: number, start: number, end: number, level: number): void {
    if (level === this.leafLevel) return;
    const axis = this.widestAxis(start, end);
    const middle = (start + end) >>> 1;
    this.select(start, end - 1, middle, axis);
    this.axes[node] = axis;
    this.cuts[node] = this.at(middle, axis);
    this.split(2 * node + 1, start, middle, level + 1);
    this.split(2 * node + 2, middle, end, level + 1);
  }

  private widestAxis(start: number, end: number): number {
    let widest = 0;
    let width = -1;
    for (let axis = 0; axis < this.dims; axis++) {
      let least = Infinity;
      let most = -Infinity;
      for (let place = start; place < end; place++) {
        const x = this.at(place, axis);
        if (x < least) least = x;
        if (x > most) most = x;
      }
      if (most - least > width) {
        width = most - least;
        widest = axis;
      }
    }
    return widest;
  }

  private at(place: number, axis: number): number {
    return this.map[this.order[place]! * this.dims + axis]!;
  }

  /** Puts the place's element of the sorted range where it belongs, lesser ones before it (Hoare's selection). */
  private select(first: number, last: number, place: number, axis: number): void {
    const { order } = this;
    let low = first;
    let high = last;
    while (low < high) {
      const pivot = this.at((low + high) >>> 1, axis);
      let i = low;
      let j = high;
      while (i <= j) {
        while (this.at(i, axis) < pivot) i++;
        while (this.at(j, axis) > pivot) j--;
        if (i > j) break;
        const kept = order[i]!;
        order[i++] = order[j]!;
        order[j--] = kept;
      }
      if (place <= j) high = j;
      else if (place >= i) low = i;
      else return;
    }
  }

  private look(node: number, start: number, end: number, level: number, row: number): void {
    if (level === this.leafLevel) {
      this.lookAtLeaf(start, end, row);
      return;
    }
    const middle = (start + end) >>> 1;
    const beyond = this.map[row * this.dims + this.axes[node]!]! - this.cuts[node]!;
    if (beyond < 0) this.look(2 * node + 1, start, middle, level + 1, row);
    else this.look(2 * node + 2, middle, end, level + 1, row);
    // Equally far counts too: of equals the lower index is wanted.
    if (beyond * beyond > this.squares[this.k - 1]!) return;
    if (beyond < 0) this.look(2 * node + 2, middle, end, level + 1, row);
    else this.look(2 * node + 1, start, middle, level + 1, row);
  }

  private lookAtLeaf(start: number, end: number, row: number): void {
    const { map, points, order, squares, found, dims, k } = this;
    const x = map[row * dims]!;
    const y = dims > 1 ? map[row * dims + 1]! : 0;
    const z = dims > 2 ? map[row * dims + 2]! : 0;
    for (let place = start, at = start * dims; place < end; place++, at += dims) {
      const dx = points[at]! - x;
      const dy = dims > 1 ? points[at + 1]! - y : 0;
      const dz = dims > 2 ? points[at + 2]! - z : 0;
      const square = dx * dx + dy * dy + dz * dz;
      if (square > squares[k - 1]!) continue;
      const i = order[place]!;
      if (i === row || (square === squares[k - 1] && this.held === k && i > found[k - 1]!)) continue;
      let to = this.held < k ? this.held++ : k - 1;
      for (; to > 0; to--) {
        const before = squares[to - 1]!;
        if (before < square || (before === square && found[to - 1]! < i)) break;
        squares[to] = before;
        found[to] = found[to - 1]!;
      }
      squares[to] = square;
      found[to] = i;
    }
  }
}
