import { Spherical, Vector3 } from 'three';

/** Where a camera looks, and where it stands around that place. */
export interface Viewpoint {
  target: Vector3;
  offset: Spherical;
}

export function viewpoint(): Viewpoint {
  return { target: new Vector3(), offset: new Spherical(1, Math.PI / 2, 0) };
}

const turn = 2 * Math.PI;

/** A smooth way from one viewpoint to another: around the target, never through it. */
export class CameraFlight {
  readonly goal = viewpoint();
  private readonly start = viewpoint();
  private began: number | null = null;
  private duration = 0;
  private flying = false;

  get active(): boolean {
    return this.flying;
  }

  /** @param duration milliseconds */
  begin(from: Viewpoint, to: Viewpoint, duration: number): void {
    this.start.target.copy(from.target);
    this.start.offset.copy(from.offset);
    this.goal.target.copy(to.target);
    this.goal.offset.copy(to.offset);
    // The short way round.
    const away = this.goal.offset.theta - this.start.offset.theta;
    this.goal.offset.theta = this.start.offset.theta + (away - turn * Math.round(away / turn));
    this.began = null;
    this.duration = duration;
    this.flying = true;
  }

  cancel(): void {
    this.flying = false;
  }

  /** Writes where the camera is at `now` (milliseconds of the frame clock) into `out`; false when it has arrived. */
  at(now: number, out: Viewpoint): boolean {
    this.began ??= now;
    const t = this.duration > 0 ? Math.min(1, (now - this.began) / this.duration) : 1;
    const eased = 1 - (1 - t) ** 3;
    const { start, goal } = this;
    out.target.lerpVectors(start.target, goal.target, eased);
    out.offset.set(
      start.offset.radius * (goal.offset.radius / start.offset.radius) ** eased,
      start.offset.phi + (goal.offset.phi - start.offset.phi) * eased,
      start.offset.theta + (goal.offset.theta - start.offset.theta) * eased,
    );
    this.flying = t < 1;
    return this.flying;
  }
}
