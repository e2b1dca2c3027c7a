import type { Object3D } from 'three';
import { Beads } from './beads';
import { srgbOfHex } from './oklab';
import type { OverlayUniforms } from './overlay-material';
import { PathLine } from './path-line';
import type { SceneTheme } from './theme';
import { toScene, type ViewingTransform } from './viewing-transform';

const none = new Float32Array(0);
const markerSize = 15;

/** What is drawn over the points in the map's own units: the path and the decoded place. They follow its scale. */
export class Overlays {
  readonly objects: Object3D[];
  private readonly line: PathLine;
  private readonly marker: Beads;
  private path: Float32Array | null = null;
  private frame = 0;
  private place: Float32Array | null = null;
  private dims: 2 | 3 = 3;
  private transform: ViewingTransform = { centre: [0, 0, 0], scale: 1 };

  constructor(shared: OverlayUniforms) {
    this.line = new PathLine(shared);
    const look = { diamond: true, haloed: true, through: true, opacity: 1, renderOrder: 50 };
    this.marker = new Beads(shared, look);
    this.objects = [this.line.group, this.marker.mesh];
  }

  /** The map has another scale or other dimensions: what does not belong to these dimensions is taken away. */
  setTransform(dims: 2 | 3, transform: ViewingTransform): void {
    if (dims !== this.dims) {
      this.path = null;
      this.place = null;
    }
    this.dims = dims;
    this.transform = transform;
    this.line.set(this.inScene(this.path), this.frame);
    this.marker.set(this.inScene(this.place), markerSize);
  }

  /** @param path `[frames, dims]` */
  setPath(path: Float32Array | null, frame: number): void {
    this.frame = frame;
    if (path === this.path) this.line.setCurrent(frame);
    else {
      this.line.set(this.inScene(path), frame);
      this.path = path;
    }
  }

  /** @param place `[dims]` */
  setMarker(place: Float32Array | null): void {
    this.place = place;
    this.marker.set(this.inScene(place), markerSize);
  }

  theme(tokens: SceneTheme): void {
    this.line.setColour(srgbOfHex(tokens.path));
    this.marker.colour.set(...srgbOfHex(tokens.marker));
  }

  /** The pixel ratio has changed. */
  resize(): void {
    this.line.resize();
  }

  dispose(): void {
    this.line.dispose();
    this.marker.dispose();
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
