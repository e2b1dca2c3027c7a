import type { Page } from '@playwright/test';

/** An animation frame in which the page's own scripts ran. */
export interface Frame {
  /** How long they ran, in milliseconds. */
  script: number;
  /** When, on the frame clock. */
  at: number;
  /** WebGL was told to draw. */
  drawn: boolean;
}

declare global {
  interface Window {
    frameMeter: { frames: Frame[]; nextFrame: () => Promise<void> };
  }
}

/** Begins to measure the time that callbacks of animation frames take. Nothing in the app knows of it. */
export async function startFrameMeter(page: Page): Promise<void> {
  await page.evaluate(() => {
    let drawn = false;
    const frames: Frame[] = [];
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the context it belongs to below
    const drawElements = WebGL2RenderingContext.prototype.drawElements;
    WebGL2RenderingContext.prototype.drawElements = function (...given) {
      drawn = true;
      drawElements.apply(this, given);
    };
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) =>
      request((now) => {
        const began = performance.now();
        drawn = false;
        callback(now);
        frames.push({ script: performance.now() - began, at: now, drawn });
      });
    const nextFrame = () => new Promise<void>((resolve) => request(() => resolve()));
    window.frameMeter = { frames, nextFrame };
  });
}

/** Waits for the next frame, which is not measured. */
export async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => window.frameMeter.nextFrame());
}

/** What was measured since the last time it was taken. */
export async function takeFrames(page: Page): Promise<Frame[]> {
  return page.evaluate(() => window.frameMeter.frames.splice(0));
}
