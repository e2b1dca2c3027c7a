import { clickSlack } from './pointer';

/** Calls `onTurn` when a press begins to move and when the wheel is used; a click alone leaves the view as it is. */
export function whenTurnedByHand(canvas: HTMLElement, onTurn: () => void, signal: AbortSignal): void {
  let pressed: { x: number; y: number } | null = null;
  const options = { signal, passive: true };
  const press = ({ clientX: x, clientY: y }: PointerEvent) => {
    pressed = { x, y };
  };
  const move = ({ clientX, clientY, buttons }: PointerEvent) => {
    if (buttons === 0) pressed = null;
    if (pressed === null || Math.hypot(clientX - pressed.x, clientY - pressed.y) <= clickSlack) return;
    pressed = null;
    onTurn();
  };
  canvas.addEventListener('pointerdown', press, options);
  canvas.addEventListener('pointermove', move, options);
  canvas.addEventListener('wheel', onTurn, options);
}
