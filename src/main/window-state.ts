import { z } from 'zod';

/** A rectangle on the desktop in device-independent pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const pixels = z.number().int().min(-100_000).max(100_000);

/** Where the window stood; `maximized` beside the bounds it would return to. */
export const windowState = z.object({
  x: pixels,
  y: pixels,
  width: pixels,
  height: pixels,
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

export const minimumSize = { width: 960, height: 640 };
const preferredSize = { width: 1440, height: 900 };

/** So much of the window must be on a screen for a hand to reach it. */
const REACHABLE = { width: 160, height: 48 };

/**
 * Where the window shall stand: as it stood, no larger than its screen, no smaller than it can be used; in the middle
 * of the first screen when it would be out of reach (a screen was taken away) or when nothing is remembered.
 * `workAreas` are the screens without their bars, the main one first; at least one.
 */
export function placeWindow(
  remembered: WindowState | null,
  workAreas: readonly [Rectangle, ...Rectangle[]],
): Rectangle {
  if (remembered === null) return centred(preferredSize, workAreas[0]);
  const screen = workAreas.find((area) => isReachable(remembered, area));
  if (screen === undefined) return centred(remembered, workAreas[0]);
  return { x: remembered.x, y: remembered.y, ...fitted(remembered, screen) };
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const wide = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  // The title bar, at the top, is what one moves a window by.
  const high = area.y + area.height - window.y;
  return wide >= REACHABLE.width && window.y >= area.y && high >= REACHABLE.height;
}

function centred(size: { width: number; height: number }, area: Rectangle): Rectangle {
  const { width, height } = fitted(size, area);
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}

function fitted(size: { width: number; height: number }, area: Rectangle): { width: number; height: number } {
  return {
    width: Math.max(minimumSize.width, Math.min(size.width, area.width)),
    height: Math.max(minimumSize.height, Math.min(size.height, area.height)),
  };
}
