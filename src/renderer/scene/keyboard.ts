/** What keys do to the camera. */
export interface CameraKeys {
  /** Right and up are positive, in steps; `pan` with Shift held. */
  turn(right: number, up: number, pan: boolean): void;
  /** 1 nearer, -1 further. */
  zoom(steps: number): void;
  fit(): void;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** Arrows turn, Shift and arrows pan, plus and minus zoom, Home and F fit: while the canvas has the focus. */
export function listenToKeys(canvas: HTMLCanvasElement, keys: CameraKeys, signal: AbortSignal): void {
  const act = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const arrow = arrows[event.key];
    if (arrow !== undefined) keys.turn(arrow[0], arrow[1], event.shiftKey);
    else if (event.key === '+' || event.key === '=') keys.zoom(1);
    else if (event.key === '-' || event.key === '_') keys.zoom(-1);
    else if (event.key === 'Home' || event.key.toLowerCase() === 'f') keys.fit();
    else return false;
    return true;
  };
  canvas.addEventListener(
    'keydown',
    (event) => {
      if (!act(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
}
