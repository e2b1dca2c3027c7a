const MOST_MS = 50;

/** Lets the event loop turn now and then in the middle of long work, so that whoever wants to end that is heard. */
export class Breath {
  private last = performance.now();

  /** Waits for the loop when it has not turned for 50 ms. */
  async take(): Promise<void> {
    if (performance.now() - this.last < MOST_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.last = performance.now();
  }
}
