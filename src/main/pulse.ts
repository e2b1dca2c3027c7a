const TICK_MS = 1000;
/** Seven heartbeats that did not come. */
const SILENT_TICKS = 15;

/**
 * Notices when a process says nothing for 15 seconds, and again after twice as long each time. It counts its own ticks
 * and not the clock: a machine that slept, or a main process that was busy itself, makes nobody silent.
 */
export class Pulse {
  #timer: NodeJS.Timeout | undefined;
  #ticks = 0;

  constructor(private readonly on: { silent: () => void; back: () => void }) {}

  start(): void {
    this.stop();
    this.#timer = setInterval(() => {
      const times = ++this.#ticks / SILENT_TICKS;
      if (times >= 1 && Number.isInteger(Math.log2(times))) this.on.silent();
    }, TICK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#ticks = 0;
  }

  /** The process has said something. */
  beat(): void {
    const wasSilent = this.#ticks >= SILENT_TICKS;
    this.#ticks = 0;
    if (wasSilent) this.on.back();
  }
}
