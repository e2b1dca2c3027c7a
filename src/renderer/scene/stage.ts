import {
  Color,
  LinearSRGBColorSpace,
  Scene,
  WebGLRenderer,
  type Object3D,
  type PerspectiveCamera,
} from 'three';
import { UserError } from '../../contract/errors';
import type { Rgb } from './oklab';
import { pixelRatio } from './page-scale';
import { drawsInSoftware } from './software-rendering';
import { StillPicture } from './still-picture';

const largestRatio = 2;
/** Of the device pixels along a side, how many are drawn while the view moves and the processor draws. */
const coarseShare = 0.75;

function screenRatio(): number {
  return Math.min(largestRatio, pixelRatio());
}

/** The canvas, its WebGL context and its size. */
export class Stage {
  readonly canvas: HTMLCanvasElement;
  readonly renderer: WebGLRenderer;
  readonly scene = new Scene();
  readonly multisampled: boolean;
  /** The processor draws: every pixel costs time. */
  readonly inSoftware = drawsInSoftware();
  /** All that was drawn but for what stands in front. */
  readonly still: StillPicture;
  /** CSS pixels. */
  width = 1;
  height = 1;
  /** Device pixels to a CSS pixel. */
  ratio = 1;
  private coarse = false;
  private readonly background = new Color();
  private readonly gl: WebGL2RenderingContext;

  /** Throws a `UserError` where there is no WebGL 2. */
  constructor(private readonly container: HTMLElement) {
    this.canvas = document.createElement('canvas');
    const gl = this.canvas.getContext('webgl2', {
      alpha: false,
      antialias: !this.inSoftware,
      powerPreference: 'high-performance',
    });
    if (gl === null) {
      throw new UserError(
        'The map cannot be drawn because this computer offers no WebGL 2; update its graphics driver or turn hardware acceleration on.',
      );
    }
    this.gl = gl;
    this.multisampled = gl.getContextAttributes()?.antialias ?? false;
    this.renderer = new WebGLRenderer({ canvas: this.canvas, context: gl });
    this.still = new StillPicture(this.renderer);
    // Every shader here writes sRGB itself.
    this.renderer.outputColorSpace = LinearSRGBColorSpace;
    this.scene.background = this.background;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute('role', 'application');
    Object.assign(this.canvas.style, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      display: 'block',
      outlineOffset: '-3px',
      touchAction: 'none',
    });
    if (getComputedStyle(container).position === 'static') container.style.position = 'relative';
    container.append(this.canvas);
  }

  /** Takes the container's size and the screen's pixel ratio; true when either has changed. */
  resize(): boolean {
    const width = Math.max(1, this.container.clientWidth);
    const height = Math.max(1, this.container.clientHeight);
    const ratio = this.wantedRatio;
    if (width === this.width && height === this.height && ratio === this.ratio) return false;
    Object.assign(this, { width, height });
    this.setRatio(ratio);
    return true;
  }

  /** While the view moves, fewer pixels are drawn where each of them costs the processor time. */
  setMoving(moving: boolean): void {
    const coarse = moving && this.inSoftware;
    if (coarse === this.coarse) return;
    this.coarse = coarse;
    this.setRatio(this.wantedRatio);
  }

  private get wantedRatio(): number {
    return screenRatio() * (this.coarse ? coarseShare : 1);
  }

  setRatio(ratio: number): void {
    this.ratio = ratio;
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(this.width, this.height, false);
  }

  /** The largest ratio at which a picture can be taken. */
  get largestCapture(): number {
    const most = this.limit('MAX_RENDERBUFFER_SIZE', 2048);
    return Math.min(most / this.width, most / this.height);
  }

  /** What the graphics card can do; while its context is lost it does not say, and what every one can do is assumed. */
  limit(
    name: 'MAX_RENDERBUFFER_SIZE' | 'MAX_TEXTURE_SIZE' | 'MAX_ARRAY_TEXTURE_LAYERS',
    least: number,
  ): number {
    const value: unknown = this.gl.getParameter(this.gl[name]);
    return typeof value === 'number' ? value : least;
  }

  setBackground(rgb: Rgb): void {
    this.background.setRGB(...rgb, LinearSRGBColorSpace);
  }

  /** Tells those who do not see the map what it is and which keys move it. */
  describe(points: number, dims: 2 | 3): void {
    const turn = dims === 3 ? 'Arrow keys turn it, with Shift they move it' : 'Arrow keys move it';
    const label = `Map of ${points.toLocaleString('en-US')} points. ${turn}; plus and minus zoom, F fits.`;
    this.canvas.setAttribute('aria-label', label);
  }

  draw(camera: PerspectiveCamera): void {
    this.still.forget();
    this.renderer.render(this.scene, camera);
  }

  /** Draws the still picture, made anew when it is not usable, and `front`, a part of the scene, over it. */
  drawOverStill(camera: PerspectiveCamera, front: Object3D): void {
    if (this.still.usable) this.still.draw(camera);
    else {
      const { visible } = front;
      front.visible = false;
      this.renderer.render(this.scene, camera);
      front.visible = visible;
      this.still.keep();
    }
    this.renderer.autoClear = false;
    this.renderer.render(front, camera);
    this.renderer.autoClear = true;
  }

  /** What was drawn in this very task, as PNG. */
  png(): Promise<Blob> {
    return new Promise((resolve, reject) => {
      this.canvas.toBlob((blob) => {
        if (blob === null) reject(new Error('The picture of the map could not be encoded.'));
        else resolve(blob);
      }, 'image/png');
    });
  }

  dispose(): void {
    this.still.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.canvas.remove();
  }
}
