const WINDOW_MS = 60_000;
const CRASHES_ALLOWED = 3;
const FIRST_WAIT_MS = 250;
const GROWTH = 8;

/** How long to wait before the engine is started again, and when to give up. */
export class RestartPolicy {
  #times: number[] = [];

  /** Crashes within the last minute, as of the last one. */
  get crashes(): number {
    return this.#times.length;
  }

  /** Crashes up to now count no longer. */
  forget(): void {
    this.#times = [];
  }

  /** Milliseconds to wait after a crash at `now` (ms); null to give up: the third within a minute. */
  afterCrash(now: number): number | null {
    this.#times = [...this.#times.filter((time) => now - time < WINDOW_MS), now];
    if (this.#times.length >= CRASHES_ALLOWED) return null;
    return FIRST_WAIT_MS * GROWTH ** (this.#times.length - 1);
  }
}
