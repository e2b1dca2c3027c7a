import { setImmediate as nextTurn } from 'node:timers/promises';

/** While decodes come nearer together than this, a slider moves; in milliseconds. */
const QUIET_MS = 200;
/** So long one piece of other work is held back at most, so that it comes to its end all the same. */
const LONGEST_MS = 1500;

/** What someone waits for with a hand on a slider comes before long work. */
export class Foreground {
  private touched = -Infinity;

  /** `quietMs`: how long after the last touch other work goes on. */
  constructor(private readonly quietMs = QUIET_MS) {}

  /** Something of the kind has just been asked for, or answered. */
  touch(): void {
    this.touched = performance.now();
  }

  /** Lets everything else go first; called between two pieces of long work. */
  async giveWay(): Promise<void> {
    const began = performance.now();
    await nextTurn();
    for (;;) {
      const left = Math.min(this.touched + this.quietMs, began + LONGEST_MS) - performance.now();
      if (left <= 0) return;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }
}
