import { pixelRatio } from './page-scale';

/** Keys that were held at a click; `meta` is Ctrl as well. */
export interface Modifiers {
  shift: boolean;
  alt: boolean;
  meta: boolean;
}

export interface PointerEvents {
  /** The pointer moved, left, began or ended a drag: look again at what lies under it. */
  onMove(): void;
  onClick(x: number, y: number, modifiers: Modifiers): void;
  onWheel(): void;
}

/** A press that moves further than this is a drag and no click, in CSS pixels. */
export const clickSlack = 5;

/** Where the pointer is over the canvas, in CSS pixels from its top left. */
export class Pointer {
  x = 0;
  y = 0;
  /** Over the canvas and not dragging. */
  hovering = false;
  private pressed: { x: number; y: number } | null = null;
  /** In the window, in CSS pixels of this pixel ratio. */
  private client = { x: 0, y: 0, ratio: 1 };
  private inside = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    events: PointerEvents,
    signal: AbortSignal,
  ) {
    const passive = { signal, passive: true };
    const move = (event: PointerEvent) => {
      this.read(event);
      this.inside = event.pointerType !== 'touch';
      const { pressed } = this;
      const dragging = pressed !== null && Math.hypot(this.x - pressed.x, this.y - pressed.y) > clickSlack;
      this.hovering = this.inside && !dragging;
      events.onMove();
    };
    canvas.addEventListener('pointermove', move, passive);
    canvas.addEventListener(
      'pointerdown',
      (event) => {
        this.read(event);
        this.pressed = event.isPrimary && event.button === 0 ? { x: this.x, y: this.y } : null;
      },
      passive,
    );
    canvas.addEventListener(
      'pointerup',
      (event) => {
        const { pressed } = this;
        this.pressed = null;
        move(event);
        if (pressed === null || Math.hypot(this.x - pressed.x, this.y - pressed.y) > clickSlack) return;
        events.onClick(pressed.x, pressed.y, {
          shift: event.shiftKey,
          alt: event.altKey,
          meta: event.metaKey || event.ctrlKey,
        });
      },
      passive,
    );
    const leave = () => {
      this.inside = false;
      this.hovering = false;
      events.onMove();
    };
    canvas.addEventListener('pointerleave', leave, passive);
    canvas.addEventListener(
      'pointercancel',
      () => {
        this.pressed = null;
        leave();
      },
      passive,
    );
    // Before the camera controls hear of it.
    canvas.addEventListener('wheel', () => events.onWheel(), { signal, passive: true, capture: true });
  }

  /** Takes where the canvas is now: it may have moved, or the zoom have changed, since the pointer moved. */
  locate(): void {
    const box = this.canvas.getBoundingClientRect();
    const zoomed = this.client.ratio / pixelRatio();
    this.x = this.client.x * zoomed - box.left;
    this.y = this.client.y * zoomed - box.top;
  }

  private read(event: PointerEvent): void {
    this.client = { x: event.clientX, y: event.clientY, ratio: pixelRatio() };
    this.locate();
  }
}
