import type { Page } from '@playwright/test';
import { expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { seriousViolations } from '../pages/axe';

/** Checks what the window shows now, in both themes. */
async function checkBothThemes(page: Page, what: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    const change = page.getByRole('button', { name: `Switch to ${theme} theme` });
    if (await change.isVisible()) await change.click();
    await check(page, what, theme);
  }
}

async function check(page: Page, what: string, theme: 'light' | 'dark'): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  // A tooltip or a hovered button fades for a moment.
  await page.mouse.move(2, 2);
  await page.waitForTimeout(250);
  expect.soft(await seriousViolations(page), `${what}, ${theme}`).toEqual([]);
}

test('nothing serious stands between anyone and the window, in light or dark', async ({ app }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);

  await test.step('the welcome', async () => {
    await expect(page.getByRole('button', { name: 'Train on Fashion-MNIST' })).toBeVisible();
    await checkBothThemes(page, 'welcome');
  });

  await test.step('the form', async () => {
    await page.getByRole('button', { name: 'Train on Fashion-MNIST' }).click();
    await expect(page.getByText('807,025')).toBeVisible();
    await checkBothThemes(page, 'form');
  });

  await test.step('the map, an image and a path', async () => {
    await atelier.fillIn({ epochs: 1, images: 500 });
    await atelier.startTraining();
    await atelier.waitForTraining('ended');
    await atelier.waitForMap();
    const first = await atelier.hoverSomePoint();
    await atelier.click(first);
    await expect(atelier.reconstruction).toBeVisible();
    await atelier.click(await atelier.hoverSomePoint(first), 'Shift');
    await expect(atelier.filmStrip).toBeVisible();
    await checkBothThemes(page, 'map with a path');
  });

  await test.step('the list of shortcuts', async () => {
    for (const theme of ['dark', 'light'] as const) {
      await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await check(page, 'shortcuts', theme);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      if (theme === 'dark') await page.getByRole('button', { name: 'Switch to light theme' }).click();
    }
  });
});
