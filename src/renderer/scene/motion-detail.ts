/** Frames further apart than this are no movement to the eye, in milliseconds. */
const slowFrame = 45;
/** Frames nearer together than this leave room for more. */
const quickFrame = 24;
const leastShare = 0.03;
/** After so long without movement everything is drawn again, in milliseconds. */
const rest = 140;

/**
 * How finely the view is drawn while it moves: of very many points as many as the machine can draw smoothly. Once it
 * rests, all of them.
 */
export class MotionDetail {
  /** Share of the points that the next frame draws, 0 to 1. */
  share = 1;
  /** It has not come to rest. */
  moving = false;
  /** The share that the last movement came to. */
  private learnt = 1;
  private last: number | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /**
   * @param onRest the view has come to rest, and was not drawn as it is
   * @param always something else too is drawn more coarsely while it moves
   */
  constructor(
    private readonly onRest: () => void,
    private readonly always = false,
  ) {}

  /** The frame at `now` (milliseconds of the frame clock) belongs to a movement. */
  moved(now: number): void {
    if (this.last !== null) {
      const took = now - this.last;
      if (took > slowFrame) this.learnt = Math.max(leastShare, this.learnt * Math.max(0.5, slowFrame / took));
      else if (took < quickFrame) this.learnt = Math.min(1, this.learnt * 1.15);
    }
    this.last = now;
    this.share = this.learnt;
    this.moving = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(this.settle, rest);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private readonly settle = () => {
    this.timer = null;
    this.last = null;
    this.moving = false;
    if (this.share === 1 && !this.always) return;
    this.share = 1;
    this.onRest();
  };
}
