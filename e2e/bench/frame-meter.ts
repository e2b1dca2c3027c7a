import type { Page } from '@playwright/test';
import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { RunningApp } from '../app';

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

const trace = z.object({
  traceEvents: z.array(z.object({ name: z.string(), ph: z.string(), tdur: z.number().optional() })),
});

/**
 * How long the callbacks of animation frames kept a processor while `work` was done, in milliseconds: what they waited
 * for one, which others had, is not in it.
 */
export async function processorTimes({ electron }: RunningApp, work: () => Promise<void>): Promise<number[]> {
  await electron.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['devtools.timeline'] }),
  );
  await work();
  const file = await electron.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = trace.parse(JSON.parse(await readFile(file, 'utf8')));
  await rm(file);
  return traceEvents
    .filter(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X')
    .map(({ tdur = 0 }) => tdur / 1000);
}
