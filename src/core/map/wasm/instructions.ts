/**
 * Instructions of WebAssembly as functions of their operands, each the bytes that leave its value on the stack
 * (https://webassembly.github.io/spec/core/binary/instructions.html): enough for the map's inner loops.
 */
export type Code = readonly number[];

export const i32 = 0x7f;
export const i64 = 0x7e;
export const f32 = 0x7d;
export const v128 = 0x7b;
export type ValueType = typeof i32 | typeof i64 | typeof f32 | typeof v128;

const NO_VALUE = 0x40;
/** Of memory accesses: log2 of the alignment, which is a hint only. */
const ALIGN_4 = 2;
const ALIGN_8 = 3;
const ALIGN_16 = 4;

/** A parameter or local variable of a function. */
export class Local {
  constructor(
    private readonly index: number,
    readonly type: ValueType,
  ) {}

  get(): Code {
    return [0x20, ...unsigned(this.index)];
  }

  set(value: Code): Code {
    return [...value, 0x21, ...unsigned(this.index)];
  }
}

export const seq = (...codes: Code[]): Code => codes.flat();

// Control. A `loop` is left when it comes to its end; `again` counts the blocks, loops and ifs around it.
export const loop = (body: Code): Code => [0x03, NO_VALUE, ...body, 0x0b];
export const block = (body: Code): Code => [0x02, NO_VALUE, ...body, 0x0b];
export const when = (condition: Code, body: Code): Code => [...condition, 0x04, NO_VALUE, ...body, 0x0b];
export const branchIf = (depth: number, condition: Code): Code => [...condition, 0x0d, ...unsigned(depth)];

// Whole numbers.
export const i32Const = (value: number): Code => [0x41, ...signed(BigInt(value | 0))];
export const i32Load = (address: Code, offset = 0): Code => load([0x28], address, ALIGN_4, offset);
export const i32Add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const i32Store = (address: Code, value: Code, offset = 0): Code =>
  store([0x36], address, value, ALIGN_4, offset);
export const i32And = (a: Code, b: number): Code => [...a, ...i32Const(b), 0x71];
export const i32ShiftLeft = (a: Code, bits: number): Code => [...a, ...i32Const(bits), 0x74];
export const i32ShiftRight = (a: Code, bits: number): Code => [...a, ...i32Const(bits), 0x76];
export const i32Less = (a: Code, b: Code): Code => [...a, ...b, 0x49];
export const i32AtLeast = (a: Code, b: Code): Code => [...a, ...b, 0x4f];
/** `a` when the condition holds, else `b`; both are computed. */
export const select = (condition: Code, a: Code, b: Code): Code => [...a, ...b, ...condition, 0x1b];
export const i64Const = (value: bigint): Code => [0x42, ...signed(BigInt.asIntN(64, value))];
export const i64Load = (address: Code): Code => load([0x29], address, ALIGN_8, 0);
export const i64Store = (address: Code, value: Code): Code => store([0x37], address, value, ALIGN_8, 0);
export const i64Add = (a: Code, b: Code): Code => [...a, ...b, 0x7c];
export const i64Mul = (a: Code, b: Code): Code => [...a, ...b, 0x7e];
export const i64ShiftRight = (a: Code, bits: number): Code => [...a, ...i64Const(BigInt(bits)), 0x88];
export const i64Extend = (a: Code): Code => [...a, 0xad];
export const i32Wrap = (a: Code): Code => [...a, 0xa7];

// Single numbers.
export const f32Const = (value: number): Code => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
export const f32Load = (address: Code, offset = 0): Code => load([0x2a], address, ALIGN_4, offset);
export const f32Store = (address: Code, value: Code, offset = 0): Code =>
  store([0x38], address, value, ALIGN_4, offset);

// Four single numbers at once.
export const v128Load = (address: Code, offset = 0): Code => load(simd(0x00), address, ALIGN_16, offset);
export const v128Store = (address: Code, value: Code, offset = 0): Code =>
  store(simd(0x0b), address, value, ALIGN_16, offset);
export const v128LoadSplat = (address: Code, offset = 0): Code => load(simd(0x09), address, ALIGN_4, offset);
export const f32x4Splat = (a: Code): Code => [...a, ...simd(0x13)];
export const v128And = (a: Code, b: Code): Code => [...a, ...b, ...simd(0x4e)];
/** All bits of a lane where `a` is at most `b`; and the first bits of all lanes as a number. */
export const f32x4AtMost = (a: Code, b: Code): Code => [...a, ...b, ...simd(0x45)];
export const i32x4Bits = (a: Code): Code => [...a, ...simd(0xa4)];
export const i32x4Lane = (a: Code, lane: number): Code => [...a, ...simd(0x1b), lane];
export const f32x4Lane = (a: Code, lane: number): Code => [...a, ...simd(0x1f), lane];
export const f32x4Add = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe4)];
export const f32x4Sub = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe5)];
export const f32x4Mul = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xe6)];
/** The lesser and the greater of each lane; one machine instruction, unlike `min` and `max`, which see to NaN. */
export const f32x4Least = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xea)];
export const f32x4Most = (a: Code, b: Code): Code => [...a, ...b, ...simd(0xeb)];

/** Four lanes chosen from `a` (0 to 3) and `b` (4 to 7). */
export function shuffle(a: Code, b: Code, lanes: readonly [number, number, number, number]): Code {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
  return [...a, ...b, ...simd(0x0d), ...bytes];
}

function load(opcode: Code, address: Code, align: number, offset: number): Code {
  return [...address, ...opcode, align, ...unsigned(offset)];
}

function store(opcode: Code, address: Code, value: Code, align: number, offset: number): Code {
  return [...address, ...value, ...opcode, align, ...unsigned(offset)];
}

function simd(opcode: number): Code {
  return [0xfd, ...unsigned(opcode)];
}

/** LEB128. */
export function unsigned(value: number): Code {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

function signed(value: bigint): Code {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const done = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
    bytes.push(done ? low : low | 0x80);
    if (done) return bytes;
  }
}
