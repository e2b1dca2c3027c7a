import { scanKernel } from './scan-kernel';
import { compile, sharedMemory, type SharedMemory } from './wasm/module';

/** Floats that lie where WebAssembly looks through them four at a time, for the few that are small. */
export class ValueScan {
  /** To be filled, `[n]`. */
  readonly values: Float32Array;
  private readonly places: Int32Array;
  private readonly end: Int32Array;
  private readonly scan: (...values: number[]) => void;

  /** `memory`, where others want the values in theirs, has `bytes` from `offset` on. */
  constructor(
    readonly n: number,
    memory: SharedMemory = sharedMemory(ValueScan.bytes(n)),
    offset = 0,
  ) {
    this.values = new Float32Array(memory.buffer, offset, n);
    this.places = new Int32Array(memory.buffer, offset + 4 * room(n), room(n));
    this.end = new Int32Array(memory.buffer, offset + 8 * room(n), 1);
    this.scan = compile([scanKernel()], memory)('atMost');
  }

  /** How much memory `n` values and what is found among them take. */
  static bytes(n: number): number {
    return 8 * room(n) + 4;
  }

  /** The places of the values from `first` to `last` (exclusive) that are at most `limit`, rising; written anew each time. */
  atMost(limit: number, first = 0, last = this.n): Int32Array {
    const { values, places, end } = this;
    const at = values.byteOffset;
    this.scan(at + 4 * first, at + 4 * last, limit, places.byteOffset, end.byteOffset);
    const found = places.subarray(0, (end[0]! - places.byteOffset) / 4);
    for (let i = 0; i < found.length; i++) found[i]! += first;
    let count = found.length;
    while (count > 0 && found[count - 1]! >= last) count--;
    return found.subarray(0, count);
  }
}

/** With the lanes that are looked at beyond the last value, and a place that is written and not counted. */
function room(n: number): number {
  return 4 * (Math.ceil(n / 4) + 1);
}
