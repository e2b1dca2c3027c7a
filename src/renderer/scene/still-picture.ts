import {
  FramebufferTexture,
  GLSL3,
  Mesh,
  NearestFilter,
  PlaneGeometry,
  RGBFormat,
  ShaderMaterial,
  type Camera,
  type Texture,
  type WebGLRenderer,
} from 'three';

/**
 * What the canvas showed when all points were last drawn, to be shown again while nothing but a marker changes: very
 * many points would take too long for every move of the pointer.
 */
export class StillPicture {
  private texture: FramebufferTexture | null = null;
  private readonly uniform: { value: Texture | null } = { value: null };
  private readonly quad: Mesh<PlaneGeometry, ShaderMaterial>;
  private valid = false;

  constructor(private readonly renderer: WebGLRenderer) {
    const material = new ShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: 'void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }',
      fragmentShader: /* glsl */ `
        uniform sampler2D still;
        out vec4 fragment;
        void main() { fragment = vec4(texelFetch(still, ivec2(gl_FragCoord.xy), 0).rgb, 1.0); }`,
      uniforms: { still: this.uniform },
      depthTest: false,
      depthWrite: false,
    });
    this.quad = new Mesh(new PlaneGeometry(2, 2), material);
    this.quad.frustumCulled = false;
  }

  /** There is a picture, and it has the canvas's size. */
  get usable(): boolean {
    const { width, height } = this.renderer.domElement;
    return this.valid && this.texture?.image.width === width && this.texture.image.height === height;
  }

  /** What was kept no longer is what the map looks like. */
  forget(): void {
    this.valid = false;
  }

  /** Keeps what was drawn in this very task. */
  keep(): void {
    const { width, height } = this.renderer.domElement;
    if (this.texture?.image.width !== width || this.texture.image.height !== height) {
      this.texture?.dispose();
      this.texture = new FramebufferTexture(width, height);
      // The canvas has no alpha to copy.
      this.texture.format = RGBFormat;
      this.texture.internalFormat = 'RGB8';
      this.texture.minFilter = NearestFilter;
      this.texture.magFilter = NearestFilter;
      this.texture.generateMipmaps = false;
      this.uniform.value = this.texture;
    }
    this.renderer.copyFramebufferToTexture(this.texture);
    this.valid = true;
  }

  draw(camera: Camera): void {
    this.renderer.render(this.quad, camera);
  }

  dispose(): void {
    this.texture?.dispose();
    this.quad.geometry.dispose();
    this.quad.material.dispose();
  }
}
