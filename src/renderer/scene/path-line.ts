import { BufferAttribute, BufferGeometry, Group, Mesh, type ShaderMaterial, Vector3 } from 'three';
import { Beads } from './beads';
import { smoothCurve } from './curve';
import { overlayMaterial, type OverlayUniforms } from './overlay-material';
import { ribbonFragmentShader, ribbonVertexShader } from './path-shaders';

const halfWidth = 1.75;
const casing = 1.75;
const beadSize = 7;
const currentSize = 15;

/** The path through the map: a cased line, a bead for each frame, a larger one for the frame that is shown. */
export class PathLine {
  readonly group = new Group();
  readonly colour = new Vector3();
  private readonly ribbons: Mesh<BufferGeometry, ShaderMaterial>[];
  private readonly beads: Beads[];
  private readonly current: Beads;
  private readonly shared: OverlayUniforms;
  private readonly sizes = { reach: { value: 0 }, halfWidth: { value: 0 }, casing: { value: 0 } };
  private readonly currentFrame = { value: 0 };
  private frames: Float32Array = new Float32Array(0);

  constructor(shared: OverlayUniforms) {
    this.shared = shared;
    this.ribbons = [true, false].map((through, pass) => {
      const uniforms = {
        ...shared,
        ...this.sizes,
        colour: { value: this.colour },
        current: this.currentFrame,
        opacity: { value: through ? 0.5 : 1 },
      };
      const shaders = { vertexShader: ribbonVertexShader, fragmentShader: ribbonFragmentShader };
      const mesh = new Mesh(new BufferGeometry(), overlayMaterial(shaders, uniforms, through));
      mesh.frustumCulled = false;
      mesh.renderOrder = 10 + pass;
      return mesh;
    });
    const plain = { diamond: false, haloed: false };
    this.beads = [
      new Beads(shared, { ...plain, through: true, opacity: 0.65, renderOrder: 12 }),
      new Beads(shared, { ...plain, through: false, opacity: 1, renderOrder: 13 }),
    ];
    this.current = new Beads(shared, {
      diamond: false,
      haloed: true,
      through: true,
      opacity: 1,
      renderOrder: 40,
    });
    this.group.add(...this.ribbons, ...this.beads.map((beads) => beads.mesh), this.current.mesh);
    this.group.visible = false;
  }

  /** @param frames `[frames, 3]` in the scene, none for no path */
  set(frames: Float32Array, current: number): void {
    this.frames = frames;
    this.group.visible = frames.length >= 3;
    const geometry = ribbonGeometry(frames);
    for (const ribbon of this.ribbons) {
      ribbon.geometry.dispose();
      ribbon.geometry = geometry;
      ribbon.visible = frames.length >= 6;
    }
    for (const beads of this.beads) beads.set(frames, beadSize);
    this.setCurrent(current);
  }

  /** Marks a frame; `current` may lie between two. */
  setCurrent(current: number): void {
    const last = this.frames.length / 3 - 1;
    if (last < 0) return;
    const at = Math.min(last, Math.max(0, current));
    this.currentFrame.value = at;
    const index = Math.round(at) * 3;
    this.current.set(this.frames.slice(index, index + 3), currentSize);
  }

  setColour(rgb: readonly [number, number, number]): void {
    for (const colour of [this.colour, this.current.colour, ...this.beads.map((beads) => beads.colour)]) {
      colour.set(...rgb);
    }
  }

  /** To be called when the pixel ratio changes. */
  resize(): void {
    const ratio = this.shared.pixelRatio.value;
    this.sizes.halfWidth.value = halfWidth * ratio;
    this.sizes.casing.value = casing * ratio;
    this.sizes.reach.value = (halfWidth + casing + 1) * ratio;
  }

  dispose(): void {
    for (const ribbon of this.ribbons) {
      ribbon.geometry.dispose();
      ribbon.material.dispose();
    }
    for (const beads of [...this.beads, this.current]) beads.dispose();
  }
}

function ribbonGeometry(frames: Float32Array): BufferGeometry {
  const { count, points, along } = smoothCurve(frames);
  const geometry = new BufferGeometry();
  const twice = (at: (i: number) => number) => {
    const out = new Float32Array(count * 6);
    for (let i = 0; i < count; i++) {
      const from = at(i) * 3;
      out.set(points.subarray(from, from + 3), i * 6);
      out.set(points.subarray(from, from + 3), i * 6 + 3);
    }
    return new BufferAttribute(out, 3);
  };
  geometry.setAttribute(
    'position',
    twice((i) => i),
  );
  geometry.setAttribute(
    'behind',
    twice((i) => Math.max(0, i - 1)),
  );
  geometry.setAttribute(
    'ahead',
    twice((i) => Math.min(count - 1, i + 1)),
  );
  const ends = Float32Array.from({ length: count * 2 }, (_, v) => (v % 2 === 0 ? -1 : 1));
  geometry.setAttribute('side', new BufferAttribute(ends, 1));
  const frameAt = Float32Array.from({ length: count * 2 }, (_, v) => along[v >> 1]!);
  geometry.setAttribute('along', new BufferAttribute(frameAt, 1));
  const index: number[] = [];
  for (let i = 0; i + 1 < count; i++) {
    const v = i * 2;
    index.push(v, v + 1, v + 2, v + 1, v + 3, v + 2);
  }
  geometry.setIndex(index);
  return geometry;
}
