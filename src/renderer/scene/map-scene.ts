import { Group } from 'three';
import type { CameraState, ViewSide } from './camera-rig';
import { expectLength } from './expect-length';
import { FrameLoop } from './frame-loop';
import { Ground } from './ground';
import type { Inset } from './inset';
import { listenToKeys } from './keyboard';
import type { MapLook } from './map-look';
import { srgbOfHex } from './oklab';
import type { MapPoints, MapSceneEvents } from './map-scene-types';
import { MotionDetail } from './motion-detail';
import { Overlays } from './overlays';
import { whenPageScaleChanges } from './page-scale';
import { Pointer, type Modifiers } from './pointer';
import { SceneView } from './scene-view';
import { SelectionMarkers } from './selection-markers';
import { darkTheme, type SceneTheme } from './theme';
import { ThumbnailAtlas, type Thumbnails } from './thumbnail-atlas';
import { toScene, viewingTransform } from './viewing-transform';

export type { CameraState, Inset, MapPoints, MapSceneEvents, Modifiers, SceneTheme, Thumbnails, ViewSide };

const followDuration = 450;
const stepDuration = 160;

/**
 * The map: points, thumbnails, path and marker in a WebGL canvas of its own. Draws when something changed and at no
 * other time. Knows nothing of stores; whoever makes it calls `dispose`.
 */
export class MapScene extends SceneView {
  private readonly markers = new SelectionMarkers(this.uniforms);
  private readonly overlays = new Overlays(this.uniforms);
  private readonly ground = new Ground();
  /** What is drawn over all else: alone it changes without the points being drawn again. */
  private readonly front = new Group();
  private readonly atlas: ThumbnailAtlas;
  private readonly pointer: Pointer;
  private readonly loop = new FrameLoop((now) => this.step(now));
  private readonly observer: ResizeObserver;
  private readonly endScale: () => void;
  private readonly drawListeners = new Set<() => void>();
  private hovered: number | null = null;
  private dirty = true;
  /** More has changed since the last frame than what stands in front. */
  private outdated = true;
  /** The container may have another size: to ask it in every frame would lay out the page each time. */
  private resized = true;
  /** The camera has moved since the last frame. */
  private turned = false;
  /** The frame belongs to a movement of the camera or of the points. */
  private changing = false;
  private readonly detail = new MotionDetail(() => this.redraw(), this.stage.inSoftware);
  /** The pointer has moved since it was last asked what lies under it. */
  private pointed = false;
  /** Points out of view, as last told. */
  private outside = 0;

  /** Throws a `UserError` where there is no WebGL 2. */
  constructor(
    container: HTMLElement,
    private readonly events: MapSceneEvents,
  ) {
    super(container);
    const { canvas, scene } = this.stage;
    const { signal } = this.listeners;
    this.atlas = new ThumbnailAtlas(this.stage, this.uniforms);
    this.front.add(this.markers.mesh, ...this.overlays.front);
    scene.add(this.ground.mesh, this.cloud.mesh, ...this.overlays.objects, this.front);
    this.pointer = new Pointer(
      canvas,
      {
        onMove: () => {
          this.pointed = true;
          this.loop.request();
        },
        onClick: (x, y, modifiers) => events.onClick(this.indexAt(x, y), modifiers, x, y),
        onWheel: () => {
          if (this.hovered !== null) this.rig.focusDepth(this.cloud.placeOf(this.hovered));
        },
      },
      signal,
    );
    const duration = () => this.motion.duration(stepDuration);
    listenToKeys(canvas, this.rig, { stepDuration: duration, fit: () => this.fit() }, signal);
    // three has made its own state anew by then; everything is uploaded again with the next frame.
    canvas.addEventListener('webglcontextrestored', () => this.redraw(), { signal });
    const measure = () => {
      this.resized = true;
      this.redraw();
    };
    this.observer = new ResizeObserver(measure);
    this.observer.observe(container);
    // A screen with another pixel ratio leaves the container its size.
    this.endScale = whenPageScaleChanges(measure);
    this.theme(darkTheme);
    this.stage.describe(0, 3);
    this.resize();
  }

  /**
   * As many points as before keep their colours, thumbnails and states; another number is another map, to be given its
   * own, and is shown from its best side. Throws a `RangeError` when the array is not `[n, dims]`.
   */
  setPoints({ n, dims, positions, animate = false }: MapPoints): void {
    expectLength(positions, n * dims, 'positions');
    const sameCount = n === this.cloud.n;
    const same = sameCount && dims === this.dims;
    const moving = same && animate && !this.motion.reduced;
    this.dims = dims;
    this.transform = viewingTransform(positions, n, dims);
    const places = toScene(positions, n, dims, this.transform);
    if (sameCount) this.cloud.move(places, moving);
    else {
      this.cloud.replace(places, n);
      this.atlas.clear();
      this.hovered = null;
      this.selection = [];
    }
    if (!same) {
      this.rig.setDims(dims);
      this.rig.reset(places, n, 0);
      this.unseen = true;
      this.stage.describe(n, dims);
    } else if (!this.rig.chosen) this.rig.fit(places, n, moving ? followDuration : 0);
    this.ground.lay(dims, places, n, same);
    this.ground.show(dims, this.projection.look);
    this.overlays.setTransform(dims, this.transform);
    this.mark();
    this.redraw();
  }

  /** @param rgb `[n, 3]` sRGB, 0 to 1 */
  setColors(rgb: Float32Array): void {
    expectLength(rgb, this.cloud.n * 3, 'colours');
    this.cloud.setColors(rgb);
    this.mark();
    this.redraw();
  }

  /** Fades points, draws them behind and leaves them out of picking. @param mask `[n]`, 1 for dimmed */
  setDimmed(mask: Uint8Array): void {
    expectLength(mask, this.cloud.n, 'mask');
    this.cloud.setDimmed(mask);
    this.redraw();
  }

  /** Draws points paler and behind the others; they can still be picked. @param mask `[n]`, 1 for faded; null for none */
  setFaded(mask: Uint8Array | null): void {
    if (mask !== null) expectLength(mask, this.cloud.n, 'mask');
    this.cloud.setFaded(mask);
    this.redraw();
  }

  /**
   * Images that points turn into when the camera is near. Returns at how many pixels a side, and how many points have
   * one: `thumbnailBytes` is the limit, the rest stay discs, which the user is to be told.
   */
  setThumbnails(images: Thumbnails): { thumbnails: number; side: number } {
    expectLength(images.pixels, images.n * images.side ** 2 * images.channels, 'pixels');
    const stored = this.atlas.set(images);
    // Points that are images are larger.
    if (this.unseen && !this.rig.chosen) this.rig.reset(this.cloud.to, this.cloud.n, 0);
    this.redraw();
    return stored;
  }

  /** The first is the one selected, the second the path's other end; all further ones get a thin ring. */
  setSelection(indices: readonly number[]): void {
    this.selection = indices.filter((index) => index >= 0 && index < this.cloud.n);
    if (this.cloud.setSelected(this.selection.slice(2))) this.redraw();
    this.mark();
  }

  setHovered(index: number | null): void {
    if (index === this.hovered) return;
    this.hovered = index !== null && index >= 0 && index < this.cloud.n ? index : null;
    this.mark();
  }

  /**
   * @param positions `[frames, dims]` in the map's units, null for none; @param frame the one that is shown;
   * @param others at most two further ways, which are drawn faintly
   */
  setPath(positions: Float32Array | null, frame = 0, others: readonly Float32Array[] = []): void {
    this.overlays.setPath(positions, frame, others);
    this.redraw();
  }

  /** How points and ground are drawn. */
  setLook(look: MapLook): void {
    this.projection.look = look;
    this.cloud.setOpacity(look.opacity);
    this.ground.show(this.dims, look);
    this.redraw();
  }

  /** Throws a `RangeError` for a colour that is not `#rrggbb`. */
  theme(tokens: SceneTheme): void {
    const { background, ring, secondRing, fogStrength } = this.uniforms;
    this.stage.setBackground(srgbOfHex(tokens.background));
    background.value.set(...srgbOfHex(tokens.background));
    fogStrength.value = tokens.haze;
    ring.value.set(...srgbOfHex(tokens.ring));
    secondRing.value.set(...srgbOfHex(tokens.secondRing));
    this.ground.colour.set(...srgbOfHex(tokens.grid));
    this.overlays.theme(tokens);
    this.redraw();
  }

  /** Calls `listener` after each frame that is drawn, until the returned function is called. */
  onDraw(listener: () => void): () => void {
    this.drawListeners.add(listener);
    return () => this.drawListeners.delete(listener);
  }

  /** A PNG of the map as it is, `scale` pixels to a CSS pixel (fewer where the graphics card ends). */
  capture(scale: number): Promise<Blob> {
    const { ratio } = this.stage;
    this.detail.share = 1;
    this.stage.setRatio(Math.min(scale, this.stage.largestCapture));
    this.draw();
    const picture = this.stage.png();
    this.stage.setRatio(ratio);
    this.draw();
    return picture;
  }

  dispose(): void {
    this.loop.stop();
    this.detail.stop();
    this.observer.disconnect();
    this.endScale();
    this.listeners.abort();
    this.rig.dispose();
    this.atlas.clear();
    for (const part of [this.cloud, this.markers, this.overlays, this.ground]) part.dispose();
    this.stage.dispose();
  }

  private step(now: number): boolean {
    if (this.resized) {
      this.resized = false;
      // The canvas may have come away from under a pointer that rests.
      this.pointer.locate();
      if (this.stage.resize()) this.resize();
    }
    const flying = this.rig.update(now);
    const moving = this.cloud.advance(now);
    this.changing = flying || moving || this.turned;
    this.turned = false;
    if (flying || moving) this.redraw();
    if (this.changing && (this.cloud.sampled || this.stage.inSoftware)) this.detail.moved(now);
    if (this.pointed || this.dirty) this.hover();
    if (this.dirty) this.draw();
    return flying || moving;
  }

  private draw(): void {
    this.dirty = false;
    this.stage.setMoving(this.detail.moving);
    this.projection.update();
    this.cloud.setShare(this.cloud.sampled ? this.detail.share : 1);
    this.overlays.resize();
    if (this.keepsStill) this.stage.drawOverStill(this.rig.camera, this.front);
    else this.stage.draw(this.rig.camera);
    this.outdated = false;
    this.unseen = false;
    if (this.rig.outside !== this.outside) {
      this.outside = this.rig.outside;
      this.events.onOutOfView(this.outside);
    }
    for (const listener of this.drawListeners) listener();
  }

  protected override turn(): void {
    this.turned = true;
    this.redraw();
  }

  protected override redraw(): void {
    this.stage.still.forget();
    this.outdated = true;
    this.redrawFront();
  }

  /** The picture under what stands in front stays as it is. */
  private redrawFront(): void {
    this.dirty = true;
    this.loop.request();
  }

  /**
   * To keep the picture takes time of its own: very many points are kept as soon as they rest, fewer from the first
   * change in front of them on.
   */
  private get keepsStill(): boolean {
    if (this.changing) return false;
    return this.cloud.sampled ? this.detail.share === 1 : !this.outdated;
  }

  /** Tells what lies under the pointer, at most once a frame. */
  private hover(): void {
    this.pointed = false;
    const { x, y, hovering } = this.pointer;
    const index = hovering ? this.indexAt(x, y) : null;
    if (index === null && this.hovered === null) return;
    this.setHovered(index);
    this.events.onHover(index, x, y);
  }

  private mark(): void {
    this.markers.update(this.cloud, this.selection, this.hovered);
    this.redrawFront();
  }
}
