import { pixelRatio, whenPageScaleChanges } from '../../scene/page-scale';
import { starterPoints } from './starter-points';

/** Milliseconds from frame to frame: slow enough for machines that draw without a graphics card. */
const frameMs = 70;
/** Radians a second: once around in a little more than two minutes. */
const speed = 0.05;
const tilt = 0.3;
/** Of the camera from the middle of the points, where their box is 2 wide. */
const distance = 3.2;
const spriteSide = 48;
/** Device pixels to a CSS pixel at most: what turns behind the page is no finer. */
const largestRatio = 2;

/** Positions -1 to 1 `[n, 3]` and classes `[n]` of the points behind the welcome page. */
export function decodePoints(base64 = starterPoints): { positions: Float32Array; classes: Uint8Array } {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const n = bytes.length / 4;
  const positions = new Float32Array(n * 3);
  const classes = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    for (let axis = 0; axis < 3; axis++) positions[i * 3 + axis] = bytes[i * 4 + axis]! / 127.5 - 1;
    classes[i] = bytes[i * 4 + 3]!;
  }
  return { positions, classes };
}

interface Options {
  canvas: HTMLCanvasElement;
  /** Of each class, as CSS writes it. */
  colours: readonly string[];
  /** Stands still: one frame for each size. */
  still: boolean;
}

/**
 * Turns the points slowly, until the returned function is called. Draws nothing while the page is hidden or the canvas
 * has no size.
 */
export function turnCloud({ canvas, colours, still }: Options): () => void {
  const context = canvas.getContext('2d');
  if (context === null) return () => undefined;
  const cloud = cloudOf(decodePoints());
  const sprites = colours.map(ballOf);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let angle = 0.6;
  const draw = () => {
    const ratio = Math.min(largestRatio, pixelRatio());
    const width = Math.round(canvas.clientWidth * ratio);
    const height = Math.round(canvas.clientHeight * ratio);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    if (width === 0 || height === 0) return;
    context.clearRect(0, 0, width, height);
    drawPoints(context, cloud, sprites, angle);
  };
  const turn = () => {
    clearTimeout(timer);
    if (document.hidden) return;
    draw();
    if (still) return;
    angle += (speed * frameMs) / 1000;
    timer = setTimeout(turn, frameMs);
  };
  const observer = new ResizeObserver(draw);
  observer.observe(canvas);
  const endScale = whenPageScaleChanges(draw);
  document.addEventListener('visibilitychange', turn);
  turn();
  return () => {
    clearTimeout(timer);
    observer.disconnect();
    endScale();
    document.removeEventListener('visibilitychange', turn);
  };
}

/** The points, and what is worked out of them for each frame. */
interface Cloud {
  /** `[n, 3]` */
  positions: Float32Array;
  classes: Uint8Array;
  /** On the canvas, `[n, 2]`. */
  places: Float32Array;
  depths: Float32Array;
  /** Their numbers, the farthest first; that changes little from frame to frame. */
  order: number[];
}

function cloudOf({ positions, classes }: { positions: Float32Array; classes: Uint8Array }): Cloud {
  const n = classes.length;
  const order = Array.from({ length: n }, (_, i) => i);
  return { positions, classes, places: new Float32Array(n * 2), depths: new Float32Array(n), order };
}

function drawPoints(
  context: CanvasRenderingContext2D,
  { positions, classes, places, depths, order }: Cloud,
  sprites: readonly HTMLCanvasElement[],
  angle: number,
): void {
  const { width, height } = context.canvas;
  const n = classes.length;
  const [s, c] = [Math.sin(angle), Math.cos(angle)];
  const [st, ct] = [Math.sin(tilt), Math.cos(tilt)];
  const unit = Math.max(width * 0.62, height * 0.8) * (distance / 2);
  for (let i = 0; i < n; i++) {
    const [x, y, z] = [positions[i * 3]!, positions[i * 3 + 1]!, positions[i * 3 + 2]!];
    const [across, away] = [x * c + z * s, z * c - x * s];
    depths[i] = distance - (away * ct + y * st);
    places[i * 2] = width / 2 + (across * unit) / depths[i]!;
    places[i * 2 + 1] = height / 2 - ((y * ct - away * st) * unit) / depths[i]!;
  }
  order.sort((a, b) => depths[b]! - depths[a]!);
  for (const i of order) {
    const sprite = sprites[classes[i]!];
    if (sprite === undefined) continue;
    const size = (unit * 0.018) / depths[i]!;
    context.drawImage(sprite, places[i * 2]! - size / 2, places[i * 2 + 1]! - size / 2, size, size);
  }
}

/** A lit ball of this colour, to be drawn smaller. */
function ballOf(colour: string): HTMLCanvasElement {
  const ball = document.createElement('canvas');
  ball.width = spriteSide;
  ball.height = spriteSide;
  const context = ball.getContext('2d');
  if (context === null) return ball;
  const r = spriteSide / 2;
  context.beginPath();
  context.arc(r, r, r - 0.5, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  const light = context.createRadialGradient(r * 0.7, r * 0.6, 0, r, r, r);
  light.addColorStop(0, 'rgb(255 255 255 / 0.35)');
  light.addColorStop(0.45, 'rgb(255 255 255 / 0)');
  light.addColorStop(1, 'rgb(0 0 0 / 0.3)');
  context.fillStyle = light;
  context.fill();
  return ball;
}
