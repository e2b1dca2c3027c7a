/** Calls `step` before the next repaint when something asked for it, and again for as long as it answers true. */
export class FrameLoop {
  private handle: number | null = null;
  private stopped = false;

  constructor(private readonly step: (now: number) => boolean) {}

  request(): void {
    if (this.handle === null && !this.stopped) this.handle = requestAnimationFrame(this.run);
  }

  stop(): void {
    this.stopped = true;
    if (this.handle !== null) cancelAnimationFrame(this.handle);
    this.handle = null;
  }

  private readonly run = (now: number) => {
    this.handle = null;
    if (this.step(now)) this.request();
  };
}
