import { distanceKernel, paddedWidth } from './distance-kernel';
import { ValueScan } from './value-scan';
import { compile, sharedMemory } from './wasm/module';

/**
 * Room for `rows` vectors of `d` numbers in memory where WebAssembly compares them, four numbers at once.
 * Throws RangeError when they take more than 4 GiB.
 */
export class VectorStore {
  /** Floats from one row to the next, at least `d`; what follows the vector is 0. */
  readonly width: number;
  /** `[rows, width]`. */
  readonly values: Float32Array;
  /** The squared distances that were measured last. */
  readonly squares: Float32Array;
  /** The same, to look for small ones. */
  readonly scan: ValueScan;
  private readonly compare: (...values: number[]) => void;
  private readonly out: number;

  /** `most`: as many distances as are ever asked for at once. */
  constructor(
    readonly rows: number,
    readonly d: number,
    most: number,
  ) {
    this.width = paddedWidth(d);
    this.out = rows * this.width * 4;
    const memory = sharedMemory(this.out + ValueScan.bytes(most));
    this.values = new Float32Array(memory.buffer, 0, rows * this.width);
    this.scan = new ValueScan(most, memory, this.out);
    this.squares = this.scan.values;
    this.compare = compile([distanceKernel(this.width)], memory)('squares');
  }

  /** A store of `vectors` `[n, d]` in their order. */
  static of(vectors: Float32Array, n: number, d: number, most = n): VectorStore {
    const store = new VectorStore(n, d, most);
    for (let i = 0; i < n; i++) store.put(i, vectors, i);
    return store;
  }

  /** Copies row `from` of `vectors` `[n, d]` into row `row`. */
  put(row: number, vectors: Float32Array, from: number): void {
    const { values, width, d } = this;
    for (let j = 0; j < d; j++) values[row * width + j] = vectors[from * d + j]!;
  }

  /**
   * The squared distances of row `row` from the rows from `first` to `last` (exclusive), written to
   * `squares` from place `at` on.
   */
  measure(row: number, first: number, last: number, at = 0): void {
    const bytes = 4 * this.width;
    this.compare(row * bytes, first * bytes, last * bytes, this.out + 4 * at);
  }
}
