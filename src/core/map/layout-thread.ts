import { layoutKernel } from './layout-kernel';
import { blockStart, POINT_BYTES, type LayoutMemory } from './layout-memory';
import { blockRounds, type BlockPair } from './layout-rounds';
import { compile } from './wasm/module';

/** Places of the threads' common numbers, in 32-bit words from the memory's start. */
const ARRIVED = 0;
const GENERATION = 1;
const TARGET = 2;

/** Threads that can share the work of a layout. */
export function mostThreads({ blocks }: LayoutMemory): number {
  return Math.max(1, blocks / 2);
}

/**
 * One of `threads` that together run a layout's epochs, `index` from 0. They wait for each other after each round
 * (see `blockRounds`), so that none touches what another does: the result is the same however many they are.
 */
export class LayoutThread {
  private readonly rounds: BlockPair[][];
  private readonly run: (...values: number[]) => void;
  private readonly control: Int32Array;
  private epoch = 0;

  constructor(
    private readonly layout: LayoutMemory,
    index: number,
    private readonly threads: number,
  ) {
    const { memory, places, blocks, negatives } = layout;
    this.rounds = blockRounds(blocks).map((tasks) => tasks.filter((_, i) => i % threads === index));
    this.run = compile([layoutKernel(places, negatives)], memory)('epoch');
    this.control = new Int32Array(memory.buffer, 0, 3);
  }

  /** The first thread: runs up to epoch `end`, together with the others, which follow. */
  lead(end: number): void {
    if (this.threads > 1) {
      this.control[TARGET] = end;
      this.meet();
    }
    this.runTo(end);
  }

  /** Every other thread: follows the first to the last epoch. */
  follow(): void {
    while (this.epoch < this.layout.epochs) {
      this.meet();
      this.runTo(this.control[TARGET]!);
    }
  }

  private runTo(end: number): void {
    const { epochs, learningRate } = this.layout;
    for (; this.epoch < end; this.epoch++) {
      const rate = learningRate * (1 - this.epoch / epochs);
      for (const tasks of this.rounds) {
        for (const task of tasks) this.runTask(task, rate);
        this.meet();
      }
    }
  }

  private runTask({ a, b }: BlockPair, rate: number): void {
    const { layout } = this;
    const { starts, blocks } = layout;
    const pair = a * blocks + b;
    const first = starts[pair]!;
    const last = starts[pair + 1]!;
    if (first === last) return;
    const start = blockStart(a, layout);
    const sizeA = blockStart(a + 1, layout) - start;
    const startB = blockStart(b, layout);
    const sizeB = a === b ? 0 : blockStart(b + 1, layout) - startB;
    this.run(
      4 * first,
      4 * last,
      this.epoch,
      rate,
      start * POINT_BYTES,
      sizeA,
      (startB - start - sizeA) * POINT_BYTES,
      sizeA + sizeB,
      layout.random + 8 * pair,
    );
  }

  /** Waits until all threads are here. */
  private meet(): void {
    const { control, threads } = this;
    if (threads === 1) return;
    const generation = Atomics.load(control, GENERATION);
    if (Atomics.add(control, ARRIVED, 1) === threads - 1) {
      Atomics.store(control, ARRIVED, 0);
      Atomics.add(control, GENERATION, 1);
      Atomics.notify(control, GENERATION);
      return;
    }
    while (Atomics.load(control, GENERATION) === generation) Atomics.wait(control, GENERATION, generation);
  }
}
