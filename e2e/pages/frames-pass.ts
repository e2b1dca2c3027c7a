import type { Page } from '@playwright/test';

/**
 * Lets a time pass, in milliseconds, and at least so many frames of the window: on a busy machine a frame can take longer
 * than the time, and what the frame would show is not there before it.
 */
export async function framesPass(page: Page, milliseconds: number, frames: number): Promise<void> {
  await page.evaluate(
    async ({ wait, count }) => {
      await new Promise((resolve) => setTimeout(resolve, wait));
      for (let frame = 0; frame < count; frame++)
        await new Promise((resolve) => requestAnimationFrame(resolve));
    },
    { wait: milliseconds, count: frames },
  );
}
