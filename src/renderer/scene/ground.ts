import { GLSL3, Mesh, PlaneGeometry, ShaderMaterial, Vector3, DoubleSide } from 'three';
import type { MapLook } from './map-look';
import { quantile, sampleStride } from './viewing-transform';

const radius = 2.6;
const clearance = 0.14;

/** A quiet grid that fades outwards: what is level, and which way one has turned. Map axes have no meaning to label. */
export class Ground {
  readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>;
  readonly colour = new Vector3();
  private readonly strength = { value: 1 };
  private readonly grid = { value: 1 };
  private readonly surface = { value: 1 };

  constructor() {
    const material = new ShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: /* glsl */ `
        out vec2 place;
        void main() {
          place = position.xy;
          gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0);
        }`,
      fragmentShader: /* glsl */ `
        in vec2 place;
        uniform vec3 colour;
        uniform float strength;
        uniform float grid;
        uniform float surface;
        out vec4 fragment;
        float lines(vec2 at) {
          vec2 width = max(fwidth(at), 0.0001);
          vec2 away = abs(fract(at - 0.5) - 0.5) / width;
          vec2 line = clamp(1.0 - away, 0.0, 1.0) * clamp(1.2 - width * 2.5, 0.0, 1.0);
          return max(line.x, line.y);
        }
        void main() {
          float fade = 1.0 - smoothstep(0.25, 1.0, length(place) / ${radius.toFixed(1)});
          float drawn = grid * (0.20 * lines(place * 2.0) + 0.10 * lines(place * 8.0));
          float alpha = fade * fade * (strength * drawn + 0.07 * surface);
          if (alpha < 0.004) discard;
          fragment = vec4(colour, alpha);
        }`,
      uniforms: {
        colour: { value: this.colour },
        strength: this.strength,
        grid: this.grid,
        surface: this.surface,
      },
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
    });
    this.mesh = new Mesh(new PlaneGeometry(radius * 2, radius * 2), material);
    // Blended things are drawn after the points, whose depth hides the lines behind them.
    this.mesh.renderOrder = 1;
  }

  /** Which of its parts are drawn; a flat map has no surface. */
  show(dims: 2 | 3, { grid, ground }: Pick<MapLook, 'grid' | 'ground'>): void {
    this.grid.value = grid ? 1 : 0;
    this.surface.value = ground && dims === 3 ? 1 : 0;
    this.mesh.visible = this.grid.value + this.surface.value > 0;
  }

  /**
   * Lies beneath a 3-D map, or behind a flat one.
   *
   * @param points `[n, 3]` in the scene; @param gently follow a map that moves, without jumping
   */
  lay(dims: 2 | 3, points: Float32Array, n: number, gently: boolean): void {
    const { position, rotation } = this.mesh;
    rotation.x = dims === 3 ? -Math.PI / 2 : 0;
    this.strength.value = dims === 3 ? 1 : 0.6;
    if (dims === 2) {
      position.set(0, 0, -0.02);
      return;
    }
    const stride = sampleStride(n);
    const heights = new Float32Array(Math.ceil(n / stride));
    for (let i = 0, at = 0; i < n; i += stride) heights[at++] = points[i * 3 + 1]!;
    const height = quantile(heights.sort(), 0.005) - clearance;
    position.set(0, gently ? position.y + (height - position.y) * 0.3 : height, 0);
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
