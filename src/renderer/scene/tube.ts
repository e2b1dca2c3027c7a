import { BufferAttribute, BufferGeometry, Group, Mesh, type ShaderMaterial, Vector3 } from 'three';
import { smoothCurve } from './curve';
import { overlayMaterial, type OverlayUniforms } from './overlay-material';
import { tubeFragmentShader, tubeVertexShader } from './path-shaders';

const halfWidth = 2.75;
const casing = 1.75;

/** A cased tube through the frames of a path, as wide on the screen from afar as from near; it shows through points. */
export class Tube {
  readonly group = new Group();
  private readonly colour = new Vector3();
  private readonly passes: Mesh<BufferGeometry, ShaderMaterial>[];
  private readonly shared: OverlayUniforms;
  private readonly sizes = { reach: { value: 0 }, halfWidth: { value: 0 }, casing: { value: 0 } };
  private readonly frame = { value: 0 };
  private readonly share: number;

  /** @param share of the full width and strength, 1 for the path that is shown */
  constructor(shared: OverlayUniforms, share: number) {
    this.shared = shared;
    this.share = share;
    this.passes = [true, false].map((through, pass) => {
      const uniforms = {
        ...shared,
        ...this.sizes,
        colour: { value: this.colour },
        current: this.frame,
        opacity: { value: share * (through ? 0.5 : 1) },
      };
      const shaders = { vertexShader: tubeVertexShader, fragmentShader: tubeFragmentShader };
      const mesh = new Mesh(new BufferGeometry(), overlayMaterial(shaders, uniforms, through));
      mesh.frustumCulled = false;
      mesh.renderOrder = (share < 1 ? 8 : 10) + pass;
      return mesh;
    });
    this.group.add(...this.passes);
    this.group.visible = false;
  }

  /** @param frames `[frames, 3]` in the scene, none for no path */
  set(frames: Float32Array): void {
    const geometry = tubeGeometry(frames);
    for (const mesh of this.passes) {
      mesh.geometry.dispose();
      mesh.geometry = geometry;
    }
    this.group.visible = frames.length >= 6;
  }

  /** What lies behind the frame that is shown is stronger than what lies ahead; it may lie between two. */
  setCurrent(frame: number): void {
    this.frame.value = frame;
  }

  setColour(rgb: readonly [number, number, number]): void {
    this.colour.set(...rgb);
  }

  /** To be called when the pixel ratio changes. */
  resize(): void {
    const ratio = this.shared.pixelRatio.value;
    const half = halfWidth * this.share;
    this.sizes.halfWidth.value = half * ratio;
    this.sizes.casing.value = casing * ratio;
    this.sizes.reach.value = (half + casing + 1) * ratio;
  }

  dispose(): void {
    for (const mesh of this.passes) {
      mesh.geometry.dispose();
      mesh.material.dispose();
    }
  }
}

function tubeGeometry(frames: Float32Array): BufferGeometry {
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
