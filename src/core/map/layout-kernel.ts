import {
  branchIf,
  f32,
  f32Const,
  f32x4Add,
  f32x4AtMost,
  f32x4Least,
  f32x4Most,
  f32x4Mul,
  f32x4Splat,
  f32x4Sub,
  i32,
  i32Add,
  i32And,
  i32AtLeast,
  i32Const,
  i32Less,
  i32Load,
  i32ShiftLeft,
  i32ShiftRight,
  i32Store,
  i32Wrap,
  i32x4Bits,
  i32x4Lane,
  i64,
  i64Add,
  i64Const,
  i64Extend,
  i64Load,
  i64Mul,
  i64ShiftRight,
  i64Store,
  loop,
  select,
  seq,
  shuffle,
  v128,
  v128And,
  v128Load,
  v128LoadSplat,
  v128Store,
  when,
  type Code,
  type Local,
} from './wasm/instructions';
import { FunctionWriter } from './wasm/module';

/** Where the kernel's arrays begin in memory, in bytes. Points are four floats each, the fourth 0. */
export interface KernelPlaces {
  attraction: number;
  repulsion: number;
  points: number;
  /** Of each edge, 4 bytes: where its head and its tail are among the points, in bytes. */
  heads: number;
  tails: number;
  /** Of each edge, a float: epochs from one draw to the next, and the epoch of the next. */
  intervals: number;
  next: number;
  /** Room for as many whole numbers as there are edges. */
  turns: number;
}

/** No coordinate moves further than this at once, times the learning rate. */
const CLIP = 4;
/** The linear congruential generator of Knuth's MMIX; its upper 32 bits are used. */
const MULTIPLIER = 6364136223846793005n;
const INCREMENT = 1442695040888963407n;

/**
 * The inner loop of the layout as WebAssembly with four numbers at once, about 10 times as fast as in JavaScript: one
 * epoch of the edges from `first` to `last` (exclusive; in bytes, 4 an edge, a multiple of 4 edges). An edge whose turn
 * it is pulls both its ends together; then its head is pushed from `negatives` points drawn at random, all of them
 * seen from the same place, so that their forces are computed side by side.
 *
 * Points are drawn from two ranges: `size` (of both) numbers are counted, those from `sizeA` on lie `gap` bytes further;
 * `start` is the first range's place in bytes. `random` is the place of the generator's state, 8 bytes.
 */
export function layoutKernel(places: KernelPlaces, negatives: number): FunctionWriter {
  const kernel = new FunctionWriter('epoch');
  const first = kernel.parameter(i32);
  const last = kernel.parameter(i32);
  const epoch = kernel.parameter(f32);
  const rate = kernel.parameter(f32);
  const start = kernel.parameter(i32);
  const sizeA = kernel.parameter(i32);
  const gap = kernel.parameter(i32);
  const size = kernel.parameter(i32);
  const random = kernel.parameter(i32);

  const edge = kernel.local(i32);
  const listed = kernel.local(i32);
  const turn = kernel.local(i32);
  const tail = kernel.local(i32);
  const drawn = kernel.local(i32);
  const state = kernel.local(i64);
  const range = kernel.local(i64);
  const alpha = kernel.local(v128);
  const most = kernel.local(v128);
  const least = kernel.local(v128);
  const head = kernel.local(v128);
  const other = kernel.local(v128);
  const delta = kernel.local(v128);
  const square = kernel.local(v128);
  const move = kernel.local(v128);
  const sum = kernel.local(v128);
  const pulled = kernel.local(v128);

  /** Leaves in `move` what the force between `head` and `other` does to the head. */
  const moveBy = (table: number): Code =>
    seq(
      delta.set(f32x4Sub(head.get(), other.get())),
      square.set(f32x4Mul(delta.get(), delta.get())),
      square.set(f32x4Add(square.get(), shuffle(square.get(), square.get(), [1, 0, 3, 2]))),
      square.set(f32x4Add(square.get(), shuffle(square.get(), square.get(), [2, 3, 0, 1]))),
      // The upper 16 bits of the squared distance are the place in the table, of four bytes each.
      move.set(v128LoadSplat(i32ShiftLeft(i32ShiftRight(i32x4Lane(square.get(), 0), 16), 2), table)),
      move.set(f32x4Mul(move.get(), f32x4Mul(delta.get(), alpha.get()))),
      move.set(f32x4Least(f32x4Most(move.get(), least.get()), most.get())),
    );

  const pushOnce: Code = seq(
    state.set(i64Add(i64Mul(state.get(), i64Const(MULTIPLIER)), i64Const(INCREMENT))),
    drawn.set(i32Wrap(i64ShiftRight(i64Mul(i64ShiftRight(state.get(), 32), range.get()), 32))),
    drawn.set(
      i32Add(
        i32Add(i32ShiftLeft(drawn.get(), 4), start.get()),
        select(i32AtLeast(drawn.get(), sizeA.get()), gap.get(), i32Const(0)),
      ),
    ),
    other.set(v128Load(drawn.get(), places.points)),
    moveBy(places.repulsion),
    sum.set(f32x4Add(sum.get(), move.get())),
  );

  const store = (place: Local, value: Local): Code => v128Store(place.get(), value.get(), places.points);
  const draw: Code = seq(
    edge.set(i32Load(turn.get(), places.turns)),
    tail.set(i32Load(edge.get(), places.tails)),
    drawn.set(i32Load(edge.get(), places.heads)),
    head.set(v128Load(drawn.get(), places.points)),
    other.set(v128Load(tail.get(), places.points)),
    moveBy(places.attraction),
    sum.set(move.get()),
    pulled.set(f32x4Sub(other.get(), move.get())),
    ...Array.from({ length: negatives }, () => pushOnce),
    store(tail, pulled),
    drawn.set(i32Load(edge.get(), places.heads)),
    sum.set(f32x4Add(head.get(), sum.get())),
    store(drawn, sum),
  );

  /** Notes edge `edge + 4 lane`, which stays when its bit is set. No branch: which edges are drawn cannot be predicted. */
  const note = (lane: number): Code =>
    seq(
      i32Store(listed.get(), i32Add(edge.get(), i32Const(4 * lane)), places.turns),
      listed.set(
        i32Add(
          listed.get(),
          i32And(lane < 2 ? i32ShiftLeft(drawn.get(), 2 - lane) : i32ShiftRight(drawn.get(), lane - 2), 4),
        ),
      ),
    );
  const listTurns: Code = seq(
    edge.set(first.get()),
    listed.set(first.get()),
    move.set(f32x4Splat(epoch.get())),
    loop(
      seq(
        other.set(v128Load(edge.get(), places.next)),
        square.set(f32x4AtMost(other.get(), move.get())),
        v128Store(
          edge.get(),
          f32x4Add(other.get(), v128And(square.get(), v128Load(edge.get(), places.intervals))),
          places.next,
        ),
        drawn.set(i32x4Bits(square.get())),
        note(0),
        note(1),
        note(2),
        note(3),
        edge.set(i32Add(edge.get(), i32Const(16))),
        branchIf(0, i32Less(edge.get(), last.get())),
      ),
    ),
  );

  return kernel.does(
    seq(
      listTurns,
      state.set(i64Load(random.get())),
      range.set(i64Extend(size.get())),
      alpha.set(f32x4Splat(rate.get())),
      most.set(f32x4Mul(alpha.get(), f32x4Splat(f32Const(CLIP)))),
      least.set(f32x4Mul(alpha.get(), f32x4Splat(f32Const(-CLIP)))),
      turn.set(first.get()),
      when(
        i32Less(turn.get(), listed.get()),
        loop(
          seq(
            draw,
            turn.set(i32Add(turn.get(), i32Const(4))),
            branchIf(0, i32Less(turn.get(), listed.get())),
          ),
        ),
      ),
      i64Store(random.get(), state.get()),
    ),
  );
}
