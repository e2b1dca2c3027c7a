import { SpatialIndex } from './spatial-index';

/** Up to so many points an index is made at once: it takes less than a frame. */
const mostAtOnce = 50_000;

/** The index of points at rest, made when it is first asked for; of very many points bit by bit, between frames. */
export class Indexing {
  private index: SpatialIndex | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** The index of `places` `[n, 3]`, which stay as they are until `forget`; null until it is made. */
  of(places: Float32Array, n: number): SpatialIndex | null {
    if (this.index !== null || this.timer !== null) return this.index;
    if (n <= mostAtOnce) this.index = SpatialIndex.of(places, n);
    else this.goOn(SpatialIndex.making(places, n));
    return this.index;
  }

  /** The points have moved, or are others. */
  forget(): void {
    this.index = null;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private goOn(making: ReturnType<typeof SpatialIndex.making>): void {
    this.timer = setTimeout(() => {
      this.timer = null;
      const { done, value } = making.next();
      if (done === true) this.index = value;
      else this.goOn(making);
    }, 0);
  }
}
