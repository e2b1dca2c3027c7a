import type { Object3D } from 'three';
import { srgbOfHex } from './oklab';
import type { OverlayUniforms } from './overlay-material';
import { PathLine } from './path-line';
import type { SceneTheme } from './theme';
import { Tube } from './tube';
import { toScene, type ViewingTransform } from './viewing-transform';

const none = new Float32Array(0);

/** What is drawn over the points in the map's own units: the path and other ways. They follow its scale. */
export class Overlays {
  readonly objects: Object3D[];
  /** What stands before the points and the markers of some: the frame that is shown. */
  readonly front: Object3D[];
  private readonly line: PathLine;
  /** The other ways between the same stops. */
  private readonly others: Tube[];
  private path: Float32Array | null = null;
  private otherPaths: readonly Float32Array[] = [];
  private frame = 0;
  private dims: 2 | 3 = 3;
  private transform: ViewingTransform = { centre: [0, 0, 0], scale: 1 };

  constructor(shared: OverlayUniforms) {
    this.line = new PathLine(shared);
    this.others = [new Tube(shared, 0.5), new Tube(shared, 0.5)];
    this.objects = [...this.others.map(({ group }) => group), this.line.group];
    this.front = [this.line.current.mesh];
  }

  /** The map has another scale or other dimensions: what does not belong to these dimensions is taken away. */
  setTransform(dims: 2 | 3, transform: ViewingTransform): void {
    if (dims !== this.dims) {
      this.path = null;
      this.otherPaths = [];
    }
    this.dims = dims;
    this.transform = transform;
    this.line.set(this.inScene(this.path), this.frame);
    this.layOthers();
  }

  /** @param path `[frames, dims]` @param others at most two further ones, drawn faintly */
  setPath(path: Float32Array | null, frame: number, others: readonly Float32Array[]): void {
    this.frame = frame;
    if (others.length !== this.otherPaths.length || others.some((one, i) => one !== this.otherPaths[i])) {
      this.otherPaths = [...others];
      this.layOthers();
    }
    if (path === this.path) this.line.setCurrent(frame);
    else {
      this.line.set(this.inScene(path), frame);
      this.path = path;
    }
  }

  theme(tokens: SceneTheme): void {
    for (const part of [this.line, ...this.others]) part.setColour(srgbOfHex(tokens.path));
  }

  /** The pixel ratio has changed. */
  resize(): void {
    for (const part of [this.line, ...this.others]) part.resize();
  }

  dispose(): void {
    for (const part of [this.line, ...this.others]) part.dispose();
  }

  private layOthers(): void {
    this.others.forEach((tube, i) => tube.set(this.inScene(this.otherPaths[i] ?? null)));
  }

  private inScene(positions: Float32Array | null): Float32Array {
    if (positions === null) return none;
    const count = positions.length / this.dims;
    if (!Number.isInteger(count)) {
      throw new RangeError(`A path in ${this.dims} dimensions cannot have ${positions.length} values.`);
    }
    return toScene(positions, count, this.dims, this.transform);
  }
}
