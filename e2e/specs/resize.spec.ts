import type { Page } from '@playwright/test';
import { expect, test, type RunningApp } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { MapPage } from '../pages/map-page';
import { coveringOthers, outOfView, resizeWindow, spilling, untilLaidOut } from '../pages/window-layout';

const small = { width: 1280, height: 720 };
const large = { width: 3840, height: 2160 };

async function expectInPlace(page: Page, what: string): Promise<void> {
  const faults = {
    covering: await coveringOthers(page),
    beyond: await outOfView(page),
    spilling: await spilling(page),
  };
  expect(faults, what).toEqual({ covering: [], beyond: [], spilling: [] });
  expect(await new MapPage(page).names.count(), `class names, ${what}`).toBeGreaterThan(2);
}

async function zoom({ electron }: RunningApp, factor: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(to),
    factor,
  );
}

test.beforeEach(async ({ app: { page } }) => new AtelierPage(page).openStarter());

test('nothing covers another or spills, however often the window grows and shrinks', async ({ app }) => {
  // Ten times what it takes on a quiet machine.
  test.setTimeout(300_000);
  for (let round = 1; round <= 20; round += 1)
    for (const size of [large, small]) {
      await resizeWindow(app, size);
      await expectInPlace(app.page, `${size.width} × ${size.height}, round ${round}`);
    }
});

test('nothing covers another or spills at any zoom and on a screen of another pixel ratio', async ({
  app,
}) => {
  const { page } = app;
  await resizeWindow(app, { width: 1280, height: 720 });
  // The header of the map has the least room between the widest panels.
  for (const name of ['Width of the training panel', 'Width of the inspector']) {
    const splitter = page.getByRole('separator', { name });
    const outwards = name.includes('training') ? 'ArrowRight' : 'ArrowLeft';
    const widest = (await splitter.getAttribute('aria-valuemax')) ?? '';
    for (let press = 0; press < 30; press += 1) await splitter.press(outwards);
    await expect(splitter).toHaveAttribute('aria-valuenow', widest);
    await untilLaidOut(page, { width: 1280, height: 720 });
    await expectInPlace(page, `${name.toLowerCase()}: ${widest}`);
  }
  await resizeWindow(app, { width: 1920, height: 1080 });
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  for (const factor of [0.5, 1.5, 0.8, 1.25, 1]) {
    await zoom(app, factor);
    await untilLaidOut(page, { width: width / factor, height: height / factor });
    await expectInPlace(page, `zoom ${factor}`);
  }
  const session = await page.context().newCDPSession(page);
  for (const deviceScaleFactor of [2, 1, 1.5]) {
    await session.send('Emulation.setDeviceMetricsOverride', {
      ...{ width, height, deviceScaleFactor },
      mobile: false,
    });
    await untilLaidOut(page, { width, height });
    expect(await page.evaluate(() => devicePixelRatio)).toBe(deviceScaleFactor);
    await expectInPlace(page, `pixel ratio ${deviceScaleFactor}`);
  }
});

test('the card stays at the pointer, and the shown frame of a path in view', async ({ app }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  await resizeWindow(app, large);
  const first = await atelier.hoverSomePoint();
  await resizeWindow(app, small);
  await expect.poll(() => cardBeside(page, first)).toBe(true);

  await resizeWindow(app, large);
  const a = await atelier.hoverSomePoint();
  await atelier.click(a);
  await expect(atelier.reconstruction).toBeVisible();
  await atelier.click(await atelier.hoverSomePoint(a), 'Shift');
  await page.getByRole('spinbutton', { name: 'Frames' }).fill('60');
  await expect(atelier.frames).toHaveCount(60);
  await page.getByRole('slider', { name: 'Frame of the path' }).press('End');
  await resizeWindow(app, small);
  await expect(atelier.frames.last()).toBeInViewport();
});

/** Whether the card of the image under the pointer, where there is one, stands beside the pointer. */
async function cardBeside(page: Page, pointer: { x: number; y: number }): Promise<boolean> {
  const box = await page.getByTestId('hover-card').boundingBox();
  return box === null || Math.min(Math.abs(box.x - pointer.x), Math.abs(box.x + box.width - pointer.x)) < 20;
}
