import { Matrix4, Vector3 } from 'three';
import type { CameraRig } from './camera-rig';
import { pick, pickInside, type PickView } from './picking';
import type { PointCloud } from './point-cloud';
import type { PointUniforms } from './point-material';
import { depthOfSize, pointSizing } from './point-size';
import type { Stage } from './stage';

/** CSS pixels around a point within which it is still meant. */
const pickTolerance = 6;
/** CSS pixels around a place within which a point says how deep the place lies. */
const depthTolerance = 80;
/** A distance no point of a flat map reaches: it has no haze. */
const flatHaze = 1e4;

/** Between the scene and the screen, in CSS pixels from the canvas's top left: as the camera stands now. */
export class Projection {
  private readonly viewProjection = new Matrix4();
  private readonly scratch = new Vector3();
  private readonly view: PickView;

  constructor(
    private readonly stage: Pick<Stage, 'width' | 'height' | 'ratio'>,
    private readonly rig: CameraRig,
    private readonly cloud: PointCloud,
  ) {
    const { from, to, look } = cloud;
    const matrix = this.viewProjection.elements;
    this.view = {
      n: 0,
      from,
      to,
      mixing: 1,
      look,
      matrix,
      width: 1,
      height: 1,
      sizing: pointSizing(0, 1, 1),
    };
  }

  /** Takes camera, size and points as they are; writes what the shaders need of them. */
  update(uniforms: PointUniforms): void {
    const { stage, rig } = this;
    this.refresh();
    const { sizing } = this.view;
    this.cloud.adapt(rig.camera.position.length(), sizing);
    uniforms.sizeScale.value = sizing.scale * stage.ratio;
    uniforms.minSize.value = sizing.min * stage.ratio;
    uniforms.maxSize.value = sizing.max * stage.ratio;
    uniforms.pixelRatio.value = stage.ratio;
    uniforms.viewport.value.set(stage.width * stage.ratio, stage.height * stage.ratio);
    // Haze from the front of the cloud to its back; from within, from near to where the eye no longer rests.
    const distance = rig.dims === 3 ? rig.distance : flatHaze;
    uniforms.fogRange.value.set(Math.max(distance - 0.8, distance * 0.7), distance + 1.25);
  }

  pickAt(x: number, y: number): number | null {
    this.refresh();
    return pick(this.view, x, y, pickTolerance);
  }

  inside(polygon: ArrayLike<number>): number[] {
    this.refresh();
    return pickInside(this.view, polygon);
  }

  screenPositionOf(index: number): { x: number; y: number } | null {
    if (!(index >= 0 && index < this.cloud.n)) return null;
    this.refresh();
    const { x, y, z } = this.scratch.set(...this.cloud.placeOf(index)).applyMatrix4(this.viewProjection);
    if (!(Math.abs(x) <= 1 && Math.abs(y) <= 1 && Math.abs(z) <= 1)) return null;
    return { x: ((x + 1) / 2) * this.stage.width, y: ((1 - y) / 2) * this.stage.height };
  }

  /** The distance from which a point's thumbnail is this large, in CSS pixels. */
  distanceFor(size: number): number {
    this.refresh();
    return depthOfSize(this.view.sizing, size);
  }

  /** The place under (x, y): as deep as a point near by, or else as what the camera turns around. */
  placeUnder(x: number, y: number): Vector3 {
    this.refresh();
    const near = pick(this.view, x, y, depthTolerance);
    if (near === null) this.scratch.copy(this.rig.target);
    else this.scratch.set(...this.cloud.placeOf(near));
    const depth = this.scratch.applyMatrix4(this.viewProjection).z;
    const { width, height } = this.stage;
    return new Vector3((x / width) * 2 - 1, 1 - (y / height) * 2, depth).unproject(this.rig.camera);
  }

  private refresh(): void {
    const { stage, rig, cloud, view } = this;
    const { camera } = rig;
    camera.updateMatrixWorld();
    this.viewProjection.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
    const resized = view.height !== stage.height || view.n !== cloud.n;
    view.n = cloud.n;
    view.from = cloud.from;
    view.to = cloud.to;
    view.look = cloud.look;
    view.mixing = cloud.mixing;
    view.width = stage.width;
    view.height = stage.height;
    if (resized) view.sizing = pointSizing(cloud.n, stage.height, rig.tanY);
  }
}
