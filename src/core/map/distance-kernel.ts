import {
  block,
  branchIf,
  f32Store,
  f32x4Add,
  f32x4Lane,
  f32x4Mul,
  f32x4Splat,
  f32x4Sub,
  f32Const,
  i32,
  i32Add,
  i32AtLeast,
  i32Const,
  i32Less,
  loop,
  seq,
  shuffle,
  v128,
  v128Load,
  type Code,
} from './wasm/instructions';
import { FunctionWriter } from './wasm/module';

/** Floats that one turn of the inner loop compares, in four sums that do not wait for each other. */
const CHUNK = 16;

/** The width to which vectors of `d` floats are filled up with zeros for the kernel. */
export function paddedWidth(d: number): number {
  const unit = d <= CHUNK ? 4 : CHUNK;
  return Math.ceil(d / unit) * unit;
}

/**
 * WebAssembly that writes, as floats from `out` on, the squared distances of the vector at `query` from the vectors
 * from `first` to `last` (exclusive, in bytes), each of `width` floats (see `paddedWidth`).
 */
export function distanceKernel(width: number): FunctionWriter {
  const kernel = new FunctionWriter('squares');
  const query = kernel.parameter(i32);
  const first = kernel.parameter(i32);
  const last = kernel.parameter(i32);
  const out = kernel.parameter(i32);

  const end = kernel.local(i32);
  const at = kernel.local(i32);
  const sums = Array.from({ length: Math.min(4, width / 4) }, () => kernel.local(v128));
  const delta = kernel.local(v128);
  const chunk = 4 * sums.length;

  const compareChunk: Code = seq(
    ...sums.map((sum, i) =>
      seq(
        delta.set(f32x4Sub(v128Load(first.get(), 16 * i), v128Load(at.get(), 16 * i))),
        sum.set(f32x4Add(sum.get(), f32x4Mul(delta.get(), delta.get()))),
      ),
    ),
    first.set(i32Add(first.get(), i32Const(4 * chunk))),
    at.set(i32Add(at.get(), i32Const(4 * chunk))),
  );
  const total = sums[0]!;
  const compareVector: Code = seq(
    ...sums.map((sum) => sum.set(f32x4Splat(f32Const(0)))),
    at.set(query.get()),
    end.set(i32Add(first.get(), i32Const(4 * width))),
    loop(seq(compareChunk, branchIf(0, i32Less(first.get(), end.get())))),
    ...sums.slice(1).map((sum) => total.set(f32x4Add(total.get(), sum.get()))),
    total.set(f32x4Add(total.get(), shuffle(total.get(), total.get(), [2, 3, 0, 1]))),
    total.set(f32x4Add(total.get(), shuffle(total.get(), total.get(), [1, 0, 3, 2]))),
    f32Store(out.get(), f32x4Lane(total.get(), 0)),
    out.set(i32Add(out.get(), i32Const(4))),
  );
  return kernel.does(
    block(
      seq(
        branchIf(0, i32AtLeast(first.get(), last.get())),
        loop(seq(compareVector, branchIf(0, i32Less(first.get(), last.get())))),
      ),
    ),
  );
}
