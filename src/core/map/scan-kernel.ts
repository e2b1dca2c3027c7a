import {
  block,
  branchIf,
  f32,
  f32x4AtMost,
  f32x4Splat,
  i32,
  i32Add,
  i32And,
  i32AtLeast,
  i32Const,
  i32Less,
  i32ShiftLeft,
  i32ShiftRight,
  i32Store,
  i32x4Bits,
  loop,
  seq,
  v128,
  v128Load,
  when,
  type Code,
} from './wasm/instructions';
import { FunctionWriter } from './wasm/module';

const LANES = 4;

/**
 * WebAssembly that writes the places, counted from `first`, of the floats from `first` to `last` (exclusive, in bytes) that
 * are at most `limit`, as whole numbers from `out` on, in rising order, and to `end` the address after the last. It
 * looks at four floats at once: up to three that follow `last` may be among them.
 */
export function scanKernel(): FunctionWriter {
  const kernel = new FunctionWriter('atMost');
  const first = kernel.parameter(i32);
  const last = kernel.parameter(i32);
  const limit = kernel.parameter(f32);
  const out = kernel.parameter(i32);
  const end = kernel.parameter(i32);

  const limits = kernel.local(v128);
  const place = kernel.local(i32);
  const bits = kernel.local(i32);

  const advance = (lane: number): Code =>
    seq(
      i32Store(out.get(), i32Add(place.get(), i32Const(lane))),
      out.set(i32Add(out.get(), i32ShiftLeft(i32And(i32ShiftRight(bits.get(), lane), 1), 2))),
    );
  const four = seq(
    bits.set(i32x4Bits(f32x4AtMost(v128Load(first.get()), limits.get()))),
    when(bits.get(), seq(...Array.from({ length: LANES }, (_, lane) => advance(lane)))),
    first.set(i32Add(first.get(), i32Const(4 * LANES))),
    place.set(i32Add(place.get(), i32Const(LANES))),
  );
  return kernel.does(
    seq(
      limits.set(f32x4Splat(limit.get())),
      block(
        seq(
          branchIf(0, i32AtLeast(first.get(), last.get())),
          loop(seq(four, branchIf(0, i32Less(first.get(), last.get())))),
        ),
      ),
      i32Store(end.get(), out.get()),
    ),
  );
}
