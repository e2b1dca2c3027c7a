import type { Page } from '@playwright/test';
import { expect, putRun, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { seriousViolations } from '../pages/axe';
import { walkByTab } from '../pages/focus-walk';
import { coveringOthers, outOfView, resizeWindow, spilling } from '../pages/window-layout';

const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];

/** Checks what the window shows now, in both themes. */
async function checkBothThemes(page: Page, what: string): Promise<void> {
  for (const theme of themes) {
    await changeTo(page, theme);
    await check(page, `${what}, ${theme}`);
  }
}

async function changeTo(page: Page, theme: Theme): Promise<void> {
  const change = page.getByRole('button', { name: `Switch to ${theme} theme` });
  if (await change.isVisible()) await change.click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

async function check(page: Page, what: string): Promise<void> {
  // A tooltip, a dialog or a hovered button fades for a moment; a turning wheel never ends.
  await page.mouse.move(2, 2);
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
            .length,
      ),
    )
    .toBe(0);
  expect.soft(await seriousViolations(page), what).toEqual([]);
}

test('nothing serious stands between anyone and the window, in light or dark', async ({ app }) => {
  const { page, profile } = app;
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
    await page.keyboard.press('Control+k');
    await page.keyboard.type('open the starter');
    await page.keyboard.press('Enter');
    await expect(atelier.legend).toBeVisible({ timeout: 60_000 });
    await atelier.waitForMap();
    const first = await atelier.hoverSomePoint();
    await atelier.click(first);
    await expect(atelier.reconstruction).toBeVisible();
    await atelier.click(await atelier.hoverSomePoint(first), 'Shift');
    await expect(atelier.filmStrip).toBeVisible();
    await checkBothThemes(page, 'map with a path');
  });

  await test.step('Tab reaches whatever can be pressed or filled in, and shows where it is', async () => {
    const { missed, unmarked } = await walkByTab(page);
    expect.soft(missed, 'never reached').toEqual([]);
    expect.soft(unmarked, 'without a mark').toEqual([]);
  });

  await test.step('small and very large windows show all of it', async () => {
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
      [3840, 2160],
    ] as const) {
      await resizeWindow(app, { width, height });
      expect.soft(await outOfView(page), `beyond ${width} × ${height}`).toEqual([]);
      expect.soft(await coveringOthers(page), `over another at ${width} × ${height}`).toEqual([]);
      expect.soft(await spilling(page), `wider than its place at ${width} × ${height}`).toEqual([]);
    }
    await resizeWindow(app, { width: 1280, height: 800 });
  });

  await test.step('the dialogs', async () => {
    await putRun(profile, 'kept');
    for (const theme of themes) {
      await changeTo(page, theme);
      for (const [keys, dialog] of [
        ['Control+k', 'palette'],
        ['Control+l', 'runs-dialog'],
        ['Control+,', 'settings'],
        ['Control+/', 'shortcuts'],
      ] as const) {
        await page.keyboard.press(keys);
        await expect(page.getByTestId(dialog)).toBeVisible();
        if (dialog === 'runs-dialog') await page.getByRole('checkbox').check();
        await check(page, `${dialog}, ${theme}`);
        await page.keyboard.press('Escape');
        await expect(page.getByTestId(dialog)).toHaveCount(0);
      }
    }
  });
});
