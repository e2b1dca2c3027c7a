import { Group } from 'three';
import { Beads } from './beads';
import type { OverlayUniforms } from './overlay-material';
import { Tube } from './tube';

const beadSize = 8;
const currentSize = 17;

/** The path through the map: a tube, a bead for each frame, a larger one for the frame that is shown. */
export class PathLine {
  readonly group = new Group();
  /** The larger bead, which stands before everything else. */
  readonly current: Beads;
  private readonly tube: Tube;
  private readonly beads: Beads[];
  private frames: Float32Array = new Float32Array(0);

  constructor(shared: OverlayUniforms) {
    this.tube = new Tube(shared, 1);
    const plain = { haloed: false };
    this.beads = [
      new Beads(shared, { ...plain, through: true, opacity: 0.65, renderOrder: 12 }),
      new Beads(shared, { ...plain, through: false, opacity: 1, renderOrder: 13 }),
    ];
    this.current = new Beads(shared, {
      haloed: true,
      through: true,
      opacity: 1,
      renderOrder: 40,
    });
    this.group.add(this.tube.group, ...this.beads.map((beads) => beads.mesh));
    this.group.visible = false;
  }

  /** @param frames `[frames, 3]` in the scene, none for no path */
  set(frames: Float32Array, current: number): void {
    this.frames = frames;
    this.group.visible = frames.length >= 3;
    this.tube.set(frames);
    for (const beads of this.beads) beads.set(frames, beadSize);
    this.setCurrent(current);
  }

  /** Marks a frame; `current` may lie between two. */
  setCurrent(current: number): void {
    const last = this.frames.length / 3 - 1;
    if (last < 0) {
      this.current.set(this.frames, currentSize);
      return;
    }
    const at = Math.min(last, Math.max(0, current));
    this.tube.setCurrent(at);
    const index = Math.round(at) * 3;
    this.current.set(this.frames.slice(index, index + 3), currentSize);
  }

  setColour(rgb: readonly [number, number, number]): void {
    this.tube.setColour(rgb);
    for (const { colour } of [this.current, ...this.beads]) colour.set(...rgb);
  }

  /** To be called when the pixel ratio changes. */
  resize(): void {
    this.tube.resize();
  }

  dispose(): void {
    for (const part of [this.tube, ...this.beads, this.current]) part.dispose();
  }
}
