import { PerspectiveCamera, Vector3 } from 'three';
import type { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { bestAzimuth } from './best-azimuth';
import { whenTurnedByHand } from './by-hand';
import { CameraFlight, viewpoint, type Viewpoint } from './camera-flight';
import { fitInView, outOfView, type View } from './fitting';
import { basisAt, type Direction } from './framing';
import { bearable, noInset, type Inset } from './inset';
import { orbitControls, setFlat } from './orbit-controls';

/** The camera as plain numbers, in the scene's own units; to be kept and given back as it is. */
export interface CameraState {
  dims: 2 | 3;
  position: [number, number, number];
  target: [number, number, number];
  /** All points were fitted into the view, and it was not changed by hand since: it is fitted again to another size. */
  fitted: boolean;
}

/** Looking along z, down along y, or along x. */
export type ViewSide = 'front' | 'top' | 'side';

/** Straight from above there would be no telling which way is up. */
const sides: Readonly<Record<ViewSide, Direction>> = {
  front: { theta: 0, phi: Math.PI / 2 },
  top: { theta: 0, phi: 0.01 },
  side: { theta: Math.PI / 2, phi: Math.PI / 2 },
};

const fieldOfView = 38;
const nearest = 0.06;
const furthest = 12;
/** Of the camera where nothing says how far it should be: all points are at one place. */
const ordinaryDistance = 3.4;
/** Distance to places that are flown around, so that what is between and about them is seen as well. */
const leastAround = 1.1;
const elevation = 0.34;

/** Orbits, pans, zooms, flies. A flat map is looked at straight from above. */
export class CameraRig {
  readonly camera = new PerspectiveCamera(fieldOfView, 1, 0.02, 60);
  readonly tanY = Math.tan((fieldOfView * Math.PI) / 360);
  dims: 2 | 3 = 3;
  /** Points `[n, 3]` that the last fit left out of view, for they lie far from the rest. */
  outside = 0;
  /** How often the view was changed by hand, or flown somewhere. */
  changes = 0;
  /** The user has chosen this view: it is not fitted again by itself. */
  chosen = false;
  /** Tells how large points are drawn in a fitted view: their radius in CSS pixels. */
  pointRadius: () => number = () => 0;
  /** What is laid over the view; minded from the next `setView` on. */
  inset: Inset = noInset;
  private readonly view: View = { width: 1, height: 1, tanY: this.tanY, inset: noInset, pointRadius: 0 };
  private readonly controls: OrbitControls;
  private readonly flight = new CameraFlight();
  private readonly here = viewpoint();
  private readonly goal = viewpoint();
  private readonly arm = new Vector3();

  /** @param onChange the camera moves, or has begun to: a frame is to be drawn */
  constructor(
    canvas: HTMLCanvasElement,
    private readonly onChange: () => void,
    signal: AbortSignal,
  ) {
    this.controls = orbitControls(this.camera, canvas, [nearest, furthest]);
    this.controls.addEventListener('change', onChange);
    this.camera.position.set(0, 0, ordinaryDistance);
    whenTurnedByHand(
      canvas,
      () => {
        this.flight.cancel();
        this.choose();
        onChange();
      },
      signal,
    );
  }

  get distance(): number {
    return this.camera.position.distanceTo(this.controls.target);
  }

  setReducedMotion(reduced: boolean): void {
    this.controls.enableDamping = !reduced;
  }

  /**
   * Takes the view's size in CSS pixels, and the inset as it is. The camera's axis goes through the middle of the
   * free part; the projection matrix alone holds that, so whatever projects or unprojects agrees with what is seen.
   */
  setView(width: number, height: number): void {
    const inset = bearable(this.inset, width, height);
    const { left, right, top, bottom } = inset;
    Object.assign(this.view, { width, height, inset });
    this.camera.aspect = width / height;
    // Updates the projection matrix as well.
    this.camera.setViewOffset(width, height, (right - left) / 2, (bottom - top) / 2, width, height);
  }

  setDims(dims: 2 | 3): void {
    this.dims = dims;
    setFlat(this.controls, dims === 2);
  }

  /** Moves on by a frame; false when camera and controls are at rest. */
  update(now: number): boolean {
    if (this.flight.active) {
      const flying = this.flight.at(now, this.here);
      this.apply(this.here);
      return flying;
    }
    return this.controls.update();
  }

  /** All points `[n, 3]` in view, from the direction looked from now. */
  fit(points: Float32Array, n: number, duration: number): void {
    this.read(this.goal);
    this.fitFrom(this.goal.offset, points, n, duration);
  }

  /** As `fit`, from the direction in which the points fill most of the view. */
  reset(points: Float32Array, n: number, duration: number): void {
    this.view.pointRadius = this.pointRadius();
    const phi = Math.PI / 2 - (this.dims === 3 ? elevation : 0);
    const theta = this.dims === 3 ? bestAzimuth(points, n, phi, this.view) : 0;
    this.fitFrom({ theta, phi }, points, n, duration);
  }

  /** All points in view from one side of the scene; a flat map has but one. */
  lookFrom(side: ViewSide, points: Float32Array, n: number, duration: number): void {
    if (this.dims === 2) {
      this.fit(points, n, duration);
      return;
    }
    this.fitFrom(sides[side], points, n, duration);
  }

  /** Where the scene's x, y and z axes point: for each to the right, upwards and towards the eye, `[3, 3]`. */
  axes(out: Float32Array): void {
    this.camera.updateMatrixWorld();
    const m = this.camera.matrixWorldInverse.elements;
    for (let axis = 0; axis < 3; axis++) for (let c = 0; c < 3; c++) out[axis * 3 + c] = m[axis * 4 + c]!;
  }

  /** Looks at a place of the scene from `distance`. */
  flyTo(place: readonly [number, number, number], distance: number, duration: number): void {
    this.choose();
    this.read(this.goal);
    this.goal.target.set(...place);
    this.goal.offset.radius = reachable(distance);
    this.fly(duration);
  }

  /** Moves so that places `[count, 3]` are in view, no nearer than a third of the whole; the direction stays. */
  flyAround(places: Float32Array, duration: number): void {
    this.choose();
    this.read(this.goal);
    this.fitGoal(places, places.length / 3);
    this.outside = 0;
    this.goal.offset.radius = Math.max(leastAround, this.goal.offset.radius);
    this.fly(duration);
  }

  /** Turns by radians (a flat map does not). */
  orbit(azimuth: number, polar: number, duration: number): void {
    if (this.dims === 2) return;
    this.startStep();
    this.goal.offset.theta += azimuth;
    this.goal.offset.phi = Math.min(Math.PI - 0.01, Math.max(0.01, this.goal.offset.phi + polar));
    this.fly(duration);
  }

  /** Moves sideways by shares of the view's height. */
  pan(x: number, y: number, duration: number): void {
    this.startStep();
    const { right, up } = basisAt(this.goal.offset);
    const span = 2 * this.tanY * this.goal.offset.radius;
    this.goal.target.addScaledVector(this.arm.set(...right), x * span);
    this.goal.target.addScaledVector(this.arm.set(...up), y * span);
    this.fly(duration);
  }

  /** Multiplies the distance. */
  zoom(factor: number, duration: number): void {
    this.startStep();
    this.goal.offset.radius = reachable(this.goal.offset.radius * factor);
    this.fly(duration);
  }

  /** Moves the centre of turning and zooming to the depth of a place; the picture stays as it is. */
  focusDepth(place: readonly [number, number, number]): void {
    if (this.flight.active) return;
    this.camera.getWorldDirection(this.arm);
    const { x, y, z } = this.camera.position;
    const depth = (place[0] - x) * this.arm.x + (place[1] - y) * this.arm.y + (place[2] - z) * this.arm.z;
    if (depth > nearest && depth < furthest) {
      this.controls.target.copy(this.camera.position).addScaledVector(this.arm, depth);
    }
  }

  get state(): CameraState {
    return {
      dims: this.dims,
      position: this.camera.position.toArray(),
      target: this.controls.target.toArray(),
      fitted: !this.chosen,
    };
  }

  /** Throws a `RangeError` for numbers that are none, or for a camera that stands on its own target. */
  set state(state: CameraState) {
    const arm = state.position.map((value, axis) => value - state.target[axis]!);
    const length = Math.hypot(...arm);
    if (!Number.isFinite(length) || length < 1e-6) throw new RangeError('This camera looks nowhere.');
    this.flight.cancel();
    this.chosen = !state.fitted;
    this.changes += 1;
    this.outside = 0;
    this.controls.target.set(...state.target);
    this.camera.position.set(...state.position);
    this.controls.update();
  }

  /** Depth in front of the camera at which the target lies, and the target itself. */
  get target(): Vector3 {
    return this.controls.target;
  }

  dispose(): void {
    this.controls.dispose();
  }

  private read(out: Viewpoint): void {
    out.target.copy(this.controls.target);
    out.offset.setFromVector3(this.arm.copy(this.camera.position).sub(this.controls.target));
  }

  /** Steps by key add up: each starts from where the last one is going. */
  private startStep(): void {
    this.choose();
    if (this.flight.active) {
      this.goal.target.copy(this.flight.goal.target);
      this.goal.offset.copy(this.flight.goal.offset);
    } else this.read(this.goal);
  }

  /** The view is the user's from now on. */
  private choose(): void {
    this.chosen = true;
    this.changes += 1;
    this.outside = 0;
  }

  /** Flies to where all points are in view from a direction; that is nobody's own view. */
  private fitFrom({ theta, phi }: Direction, points: Float32Array, n: number, duration: number): void {
    this.chosen = false;
    this.read(this.goal);
    Object.assign(this.goal.offset, { theta, phi });
    this.fitGoal(points, n);
    this.fly(duration);
  }

  private fitGoal(points: Float32Array, n: number): void {
    this.view.pointRadius = this.pointRadius();
    const basis = basisAt(this.goal.offset);
    const framing = fitInView(points, n, basis, this.view);
    if (framing === null) return;
    const { right, up } = basis;
    const distance = framing.distance ?? ordinaryDistance;
    this.outside = outOfView(points, n, basis, { ...framing, distance }, this.view);
    this.goal.target
      .set(0, 0, 0)
      .addScaledVector(this.arm.set(...right), framing.x)
      .addScaledVector(this.arm.set(...up), framing.y);
    this.goal.offset.radius = reachable(distance);
  }

  private fly(duration: number): void {
    if (duration <= 0) {
      this.flight.cancel();
      this.apply(this.goal);
    } else {
      this.read(this.here);
      this.flight.begin(this.here, this.goal, duration);
    }
    this.onChange();
  }

  private apply(view: Viewpoint): void {
    this.controls.target.copy(view.target);
    this.camera.position.setFromSpherical(view.offset).add(view.target);
    this.controls.update();
  }
}

function reachable(distance: number): number {
  return Math.min(furthest, Math.max(nearest, distance));
}
