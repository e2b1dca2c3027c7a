import { CameraRig, type CameraState, type ViewSide } from './camera-rig';
import type { Inset } from './inset';
import { PointCloud } from './point-cloud';
import { pointUniforms } from './point-material';
import { Projection } from './projection';
import { ReducedMotion } from './reduced-motion';
import { Stage } from './stage';
import { toData, toScene, type ViewingTransform } from './viewing-transform';

const flightDuration = 450;
/** CSS pixels of a thumbnail that is flown to. */
const flownToSize = 44;

/** The canvas with the points, from where it is looked at, and what is seen where. */
export abstract class SceneView {
  protected readonly stage: Stage;
  protected readonly rig: CameraRig;
  protected readonly uniforms = pointUniforms();
  protected readonly cloud: PointCloud;
  protected readonly motion: ReducedMotion;
  protected readonly listeners = new AbortController();
  protected readonly projection: Projection;
  protected dims: 2 | 3 = 3;
  protected transform: ViewingTransform = { centre: [0, 0, 0], scale: 1 };
  /** These points have not been drawn yet. */
  protected unseen = false;
  /** The points that are chosen: the first, the path's other end, all further ones. */
  protected selection: readonly number[] = [];

  /** Throws a `UserError` where there is no WebGL 2. */
  constructor(container: HTMLElement) {
    this.stage = new Stage(container);
    this.cloud = new PointCloud(this.uniforms, this.stage.multisampled);
    this.rig = new CameraRig(this.stage.canvas, () => this.turn(), this.listeners.signal);
    this.projection = new Projection(this.stage, this.rig, this.cloud, this.uniforms);
    this.rig.pointRadius = () => this.projection.pointRadius;
    this.motion = new ReducedMotion((reduced) => this.rig.setReducedMotion(reduced), this.listeners.signal);
  }

  /** Lets movements of the camera and the points be jumps, also when the system does not ask for that. */
  reduceMotion(always: boolean): void {
    this.motion.ask(always);
  }

  /** Says what is laid over the view's sides: the map stands beside it. A view that the user chose keeps its distance. */
  setInset(inset: Inset): void {
    this.rig.inset = inset;
    this.resize();
    // What is laid over a new map is known only once the map is there.
    if (this.unseen && !this.rig.chosen) this.rig.reset(this.cloud.to, this.cloud.n, 0);
  }

  /** All points in view, from the direction looked from now. */
  fit(): void {
    this.rig.fit(this.cloud.to, this.cloud.n, this.motion.duration(flightDuration));
  }

  /** The view that a new map begins with. */
  reset(): void {
    this.rig.reset(this.cloud.to, this.cloud.n, this.motion.duration(flightDuration));
  }

  /** All points in view, from one side. */
  lookFrom(side: ViewSide): void {
    this.rig.lookFrom(side, this.cloud.to, this.cloud.n, this.motion.duration(flightDuration));
  }

  /** Where the map's axes point: each to the right, upwards and towards the eye, written into `out` `[3, 3]`. */
  axes(out: Float32Array): void {
    this.rig.axes(out);
  }

  /** Near enough to point `index` to see its thumbnail. */
  flyTo(index: number): void {
    if (!(index >= 0 && index < this.cloud.n)) return;
    const [x = 0, y = 0, z = 0] = this.cloud.to.subarray(index * 3, index * 3 + 3);
    this.rig.flyTo([x, y, z], this.projection.distanceFor(flownToSize), this.motion.duration(flightDuration));
  }

  /** How often the view was changed by hand, or flown somewhere. */
  get viewChanges(): number {
    return this.rig.changes;
  }

  /** Moves the camera so that places `[count, dims]` of the map are in view; where they all are, it stays. */
  bringIntoView(places: Float32Array): void {
    const count = places.length / this.dims;
    const inScene = toScene(places, count, this.dims, this.transform);
    const seen = new Float32Array(count * 3);
    this.projection.project(inScene, seen);
    if (!allInside(seen, this.size)) this.rig.flyAround(inScene, this.motion.duration(flightDuration));
  }

  /** Where point `index` is seen, in CSS pixels of the container; null when it is out of view. */
  screenPositionOf(index: number): { x: number; y: number } | null {
    return this.projection.screenPositionOf(index);
  }

  /**
   * Where places `[count, dims]` of the map are seen, written into `out` `[count, 3]`: CSS pixels of the container and
   * depth, 0 for what lies behind the camera.
   */
  screenPositionsOf(places: Float32Array, out: Float32Array): void {
    this.projection.project(toScene(places, places.length / this.dims, this.dims, this.transform), out);
  }

  /** The point under (x, y), in CSS pixels of the container; null for none. */
  indexAt(x: number, y: number): number | null {
    return this.projection.pickAt(x, y, this.selection.slice(0, 2));
  }

  /** The place `[dims]`, in the map's units, under (x, y): as deep as a point near by, else as the centre of turning. */
  placeAt(x: number, y: number): Float32Array {
    return toData(this.projection.placeUnder(x, y), this.dims, this.transform);
  }

  /** The points, dimmed ones left out, within a polygon of CSS pixels `[corners, 2]`: for box and lasso. */
  indicesInside(polygon: ArrayLike<number>): number[] {
    return this.projection.inside(polygon);
  }

  /** Of the view, in CSS pixels. */
  get size(): { width: number; height: number } {
    const { width, height } = this.stage;
    return { width, height };
  }

  get camera(): CameraState {
    return this.rig.state;
  }

  /**
   * Ignored when it belongs to a map of other dimensions; one that was fitted is fitted to this view. Throws a
   * `RangeError` for a camera that looks nowhere.
   */
  set camera(state: CameraState) {
    if (state.dims !== this.dims) return;
    this.rig.state = state;
    if (state.fitted) this.rig.fit(this.cloud.to, this.cloud.n, 0);
    this.redraw();
  }

  /** The camera moves, or has begun to. */
  protected abstract turn(): void;

  /** A frame is to be drawn. */
  protected abstract redraw(): void;

  protected resize(): void {
    this.stage.resize();
    this.rig.setView(this.stage.width, this.stage.height);
    if (!this.rig.chosen) this.rig.fit(this.cloud.to, this.cloud.n, 0);
    this.redraw();
  }
}

/** Whether places as seen, `[count, 3]` with their depth, lie within the view and not at its very rim. */
function allInside(seen: Float32Array, { width, height }: { width: number; height: number }): boolean {
  const [rimX, rimY] = [width * 0.03, height * 0.03];
  for (let p = 0; p < seen.length; p += 3) {
    const [x, y, depth] = [seen[p]!, seen[p + 1]!, seen[p + 2]!];
    if (!(depth > 0 && x > rimX && x < width - rimX && y > rimY && y < height - rimY)) return false;
  }
  return true;
}
