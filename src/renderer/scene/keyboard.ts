import type { CameraRig } from './camera-rig';

/** What the keys need besides the camera. */
export interface KeyContext {
  /** Milliseconds that a step takes. */
  stepDuration(): number;
  fit(): void;
}

const turnStep = 0.16;
const tiltStep = 0.12;
const panStep = 0.08;
const zoomStep = 0.82;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Arrows turn, Shift and arrows pan, plus and minus zoom, Home and F fit: while the canvas has the focus. */
export function listenToKeys(
  canvas: HTMLCanvasElement,
  rig: CameraRig,
  keys: KeyContext,
  signal: AbortSignal,
): void {
  const step = (key: string, shift: boolean): boolean => {
    const duration = keys.stepDuration();
    const [right, up] = arrows[key] ?? [0, 0];
    if (right !== 0 || up !== 0) {
      if (shift || rig.dims === 2) rig.pan(right * panStep, up * panStep, duration);
      else rig.orbit(right * turnStep, -up * tiltStep, duration);
    } else if (key === '+' || key === '=') rig.zoom(zoomStep, duration);
    else if (key === '-' || key === '_') rig.zoom(1 / zoomStep, duration);
    else return false;
    return true;
  };
  canvas.addEventListener(
    'keydown',
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Home' || event.key.toLowerCase() === 'f') keys.fit();
      else if (!step(event.key, event.shiftKey)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
}
