/** Seconds of training over which the rate is averaged. */
const WINDOW = 5;

/** Images per second of training alone, over the latest few seconds of it. */
export class Rate {
  private readonly steps: { images: number; seconds: number }[] = [];
  private images = 0;
  private seconds = 0;

  add(images: number, seconds: number): void {
    this.steps.push({ images, seconds });
    this.images += images;
    this.seconds += seconds;
    while (this.steps.length > 1 && this.seconds - this.steps[0]!.seconds >= WINDOW) {
      const oldest = this.steps.shift()!;
      this.images -= oldest.images;
      this.seconds -= oldest.seconds;
    }
  }

  /** 0 before the first step. */
  get imagesPerSecond(): number {
    return this.seconds > 0 ? this.images / this.seconds : 0;
  }
}
