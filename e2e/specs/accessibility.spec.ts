import type { Page } from '@playwright/test';
import { expect, putRun, test, type RunningApp } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { seriousViolations } from '../pages/axe';
import { walkByTab } from '../pages/focus-walk';

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
      await resize(app, width, height);
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeGreaterThan(width - 40);
      expect.soft(await outOfView(page), `beyond ${width} × ${height}`).toEqual([]);
      expect.soft(await coveringOthers(page), `over another at ${width} × ${height}`).toEqual([]);
      expect.soft(await spilling(page), `wider than its place at ${width} × ${height}`).toEqual([]);
    }
    await resize(app, 1280, 800);
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

async function resize({ electron }: RunningApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, ...size }),
    { width, height },
  );
}

/** What of the window's frame and of its panels' heads stands beyond the window's edges. */
async function outOfView(page: Page): Promise<string[]> {
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
async function coveringOthers(page: Page): Promise<string[]> {
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

/** What has words that do not fit into it, unless it is made to cut them. */
async function spilling(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((part) => {
        const hasWords = [...part.childNodes].some(
          (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
        );
        if (!hasWords || !(part instanceof HTMLElement) || part.clientWidth === 0) return false;
        const { display, overflowX } = getComputedStyle(part);
        return display !== 'inline' && overflowX === 'visible' && part.scrollWidth > part.clientWidth + 1;
      })
      .map((part) => part.textContent),
  );
}
