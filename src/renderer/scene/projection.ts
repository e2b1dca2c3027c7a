import { Matrix4, Vector3 } from 'three';
import type { CameraRig } from './camera-rig';
import { pick, pickInside, type PickView } from './picking';
import type { PointCloud } from './point-cloud';
import { markerThumbnail, type PointUniforms } from './point-material';
import { defaultMapLook, type MapLook } from './map-look';
import {
  depthOfSize,
  drawnSize,
  fittedDistance,
  markerDisc,
  markerGrowth,
  pictureGrowth,
  pointSizing,
} from './point-size';
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
  look: MapLook = defaultMapLook;
  /** What the sizes were last found for, beside number and height. */
  private sized = { look: defaultMapLook, images: false };

  constructor(
    private readonly stage: Pick<Stage, 'width' | 'height' | 'ratio'>,
    private readonly rig: CameraRig,
    private readonly cloud: PointCloud,
    private readonly uniforms: PointUniforms,
  ) {
    const { from, to, look } = cloud;
    const matrix = this.viewProjection.elements;
    this.view = {
      n: 0,
      from,
      to,
      mixing: 1,
      look,
      thumbnails: 0,
      matrix,
      width: 1,
      height: 1,
      sizing: pointSizing({ n: 0, height: 1, tanY: 1, images: false, look: defaultMapLook }),
      index: null,
    };
  }

  /** Takes camera, size and points as they are; writes what the shaders need of them. */
  update(): void {
    const { stage, rig, uniforms } = this;
    this.refresh();
    const { sizing } = this.view;
    this.cloud.adapt(rig.camera.position.length(), sizing);
    uniforms.sizeScale.value = sizing.scale * stage.ratio;
    uniforms.minSize.value = sizing.min * stage.ratio;
    uniforms.maxSize.value = sizing.max * stage.ratio;
    uniforms.thumbnailRange.value.set(...sizing.pictured);
    uniforms.pixelRatio.value = stage.ratio;
    uniforms.viewport.value.set(stage.width * stage.ratio, stage.height * stage.ratio);
    // Haze from the front of the cloud to its back; from within, from near to where the eye no longer rests.
    const distance = rig.dims === 3 ? rig.distance : flatHaze;
    uniforms.fogRange.value.set(Math.max(distance - 0.8, distance * 0.7), distance + 1.25);
  }

  /** How large points are drawn in a fitted view: their radius in CSS pixels. */
  get pointRadius(): number {
    this.refresh();
    return drawnSize(this.view.sizing, fittedDistance) / 2;
  }

  /** The point under (x, y). @param marked the selected points, whose markers stand before all others, the first in front */
  pickAt(x: number, y: number, marked: readonly number[]): number | null {
    for (const index of marked) if (this.coveredByMarker(index, x, y)) return index;
    this.refresh();
    this.view.index = this.cloud.spatialIndex;
    return pick(this.view, x, y, pickTolerance);
  }

  private coveredByMarker(index: number, x: number, y: number): boolean {
    const at = this.screenPositionOf(index);
    if (at === null) return false;
    const pictured = index < this.view.thumbnails && this.look.thumbnails !== 'off';
    const least = pictured ? markerThumbnail : markerDisc;
    const size = Math.max(drawnSize(this.view.sizing, this.depthOf(index)) * markerGrowth, least);
    const [dx, dy] = [at.x - x, at.y - y];
    return pictured
      ? Math.max(Math.abs(dx), Math.abs(dy)) <= (size * pictureGrowth) / 2
      : Math.hypot(dx, dy) <= size / 2;
  }

  private depthOf(index: number): number {
    const m = this.viewProjection.elements;
    const [x, y, z] = this.cloud.placeOf(index);
    return m[3] * x + m[7] * y + m[11] * z + m[15];
  }

  /** Where places `[count, 3]` of the scene are seen: x, y in CSS pixels and depth, `[count, 3]`; depth 0 for those behind. */
  project(places: Float32Array, out: Float32Array): void {
    this.refresh();
    const m = this.viewProjection.elements;
    const { width, height } = this.stage;
    for (let p = 0; p + 2 < places.length; p += 3) {
      const [x, y, z] = [places[p]!, places[p + 1]!, places[p + 2]!];
      const depth = m[3] * x + m[7] * y + m[11] * z + m[15];
      out[p] = ((m[0] * x + m[4] * y + m[8] * z + m[12]) / depth + 1) * (width / 2);
      out[p + 1] = (1 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / depth) * (height / 2);
      out[p + 2] = depth > 0 ? depth : 0;
    }
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
    this.view.index = this.cloud.spatialIndex;
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
    const images = this.uniforms.thumbnails.value > 0;
    const { sized } = this;
    const resized =
      view.height !== stage.height ||
      view.n !== cloud.n ||
      sized.look !== this.look ||
      sized.images !== images;
    view.n = cloud.n;
    view.from = cloud.from;
    view.to = cloud.to;
    view.look = cloud.look;
    view.mixing = cloud.mixing;
    view.thumbnails = this.uniforms.thumbnails.value;
    view.width = stage.width;
    view.height = stage.height;
    if (!resized) return;
    this.sized = { look: this.look, images };
    view.sizing = pointSizing({ n: cloud.n, height: stage.height, tanY: rig.tanY, ...this.sized });
  }
}
