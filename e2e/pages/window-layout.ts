import type { Page } from '@playwright/test';
import type { RunningApp, WindowSize } from '../app';
import { framesPass } from './frames-pass';

/** Resizes the real window and waits until it shows itself in that size. */
export async function resizeWindow({ electron, page }: RunningApp, size: WindowSize): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, { width, height }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, width, height }),
    size,
  );
  await untilLaidOut(page, size);
}

/** What a window's frame and menu take of its size at most, in pixels. */
const frame = { width: 40, height: 60 };

/**
 * Waits until the page has this size, each canvas the pixels that its place and the pixel ratio ask for, nothing fades
 * any more, and two frames have been shown since.
 */
export async function untilLaidOut(page: Page, size: WindowSize): Promise<void> {
  await page.waitForFunction(
    ({ size: { width, height }, frame: taken }) => {
      if (Math.abs(innerWidth - width) > taken.width || Math.abs(innerHeight - height) > taken.height)
        return false;
      const fading = document
        .getAnimations()
        .some(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      const canvases = document.querySelectorAll<HTMLCanvasElement>('.map-canvas canvas, .uplot canvas');
      return (
        !fading &&
        [...canvases].every((canvas) => {
          const isMap = canvas.closest('.map-canvas') !== null;
          const ratio = isMap ? Math.min(2, devicePixelRatio) : devicePixelRatio;
          return (
            Math.abs(canvas.width - canvas.clientWidth * ratio) <= 2 &&
            Math.abs(canvas.height - canvas.clientHeight * ratio) <= 2
          );
        })
      );
    },
    { size, frame },
  );
  await framesPass(page, 0, 2);
}

/** What of the window's frame and of its panels' heads stands beyond the window's edges. */
export async function outOfView(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { innerWidth, innerHeight } = window;
    const parts = document.querySelectorAll(
      'header :is(button, span), [role="region"], [role="toolbar"] button, [data-testid="legend"], [data-testid="map-status"]',
    );
    return [...parts]
      .filter((part) => {
        const { left, right, top, bottom, width } = part.getBoundingClientRect();
        return width > 0 && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
      })
      .map((part) => part.getAttribute('aria-label') ?? part.textContent);
  });
}

/** Pairs of what is laid over the map that cover each other: class names, legend, tools, status, axes. */
export async function coveringOthers(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = document.querySelectorAll(
      '.cluster-name, [data-testid="legend"], [role="toolbar"], [data-testid="map-status"], [data-testid="orientation"]',
    );
    const boxes = [...parts]
      .map((part) => ({
        name: part.getAttribute('data-testid') ?? part.getAttribute('aria-label') ?? part.textContent,
        box: part.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0);
    return boxes.flatMap(({ name, box }, at) =>
      boxes
        .slice(at + 1)
        .filter(
          ({ box: other }) =>
            box.left < other.right - 1 &&
            other.left < box.right - 1 &&
            box.top < other.bottom - 1 &&
            other.top < box.bottom - 1,
        )
        .map((other) => `${name} and ${other.name}`),
    );
  });
}

/** What has words that do not fit into it, unless it is made to cut them; of drawings, what is wider than its circle. */
export async function spilling(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const drawn = [...document.querySelectorAll('svg circle + text')]
      .filter((text) => {
        const [own, around] = [text, text.previousElementSibling].map((part) =>
          part?.getBoundingClientRect(),
        );
        return own !== undefined && around !== undefined && own.height > around.height;
      })
      .map((text) => text.textContent);
    const written = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((part) => {
        const hasWords = [...part.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
        );
        if (!hasWords || !(part instanceof HTMLElement) || part.clientWidth === 0) return false;
        const { display, overflowX } = getComputedStyle(part);
        return display !== 'inline' && overflowX === 'visible' && part.scrollWidth > part.clientWidth + 1;
      })
      .map((part) => part.textContent);
    return [...written, ...drawn];
  });
}

/** Panels and dialogs whose contents are wider than they are, so that some of it is cut off at the edge. */
export async function wideContents(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts = document.querySelectorAll(
      '.panel, .panel-body, .panel-head, .modal, .preview, .runs, .comparison',
    );
    return [...parts]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(({ className, scrollWidth, clientWidth }) => `${className}: ${scrollWidth} in ${clientWidth}`);
  });
}
