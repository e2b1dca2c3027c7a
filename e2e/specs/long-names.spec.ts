import path from 'node:path';
import { dropFromOutside, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { writeColourFolder } from '../pages/images';
import { outOfView, resizeWindow, spilling, wideContents } from '../pages/window-layout';

/** A file name has 255 bytes at most; of emoji that is 60. */
const classes: Record<string, [number, number, number]> = {
  a: [205, 30, 60],
  [`People & Body female-scientist ${'x'.repeat(200)}`]: [20, 170, 110],
  ['日本語の長い名前'.repeat(9)]: [30, 80, 205],
  ['الاسم الطويل جدا '.repeat(6).trim()]: [220, 160, 20],
  ['🦊🧪'.repeat(28)]: [150, 60, 200],
};

test('no panel grows with a name, however long and in whatever script', async ({ app, folder }) => {
  test.setTimeout(300_000);
  const { page } = app;
  const atelier = new AtelierPage(page);
  const images = path.join(folder, `${'pictures'.repeat(7)} 画像`);
  await writeColourFolder(images, classes, 12, 16);
  const expectInPlace = async (what: string) => {
    const faults = {
      wide: await wideContents(page),
      beyond: await outOfView(page),
      spilling: await spilling(page),
    };
    expect.soft(faults, what).toEqual({ wide: [], beyond: [], spilling: [] });
  };

  await dropFromOutside(app, page.locator('body'), images);
  await expect(atelier.previewDialog.getByRole('button', { name: 'Train on these' })).toBeEnabled();
  await expectInPlace('the preview');
  await atelier.previewDialog.getByRole('button', { name: 'Train on these' }).click();
  await expectInPlace('the form');
  await atelier.fillIn({ epochs: 1 });
  await atelier.startTraining();
  await atelier.waitForTraining('ended');
  await atelier.waitForMap();
  for (const index of [0, 1, 2, 3, 4]) {
    await page.getByRole('textbox', { name: /^Image index/ }).fill(String(index));
    await page.keyboard.press('Enter');
    await expect(page.getByLabel(`Original of image ${index}`)).toBeVisible();
    for (const width of [1280, 2560]) {
      await resizeWindow(app, { width, height: 720 });
      await expectInPlace(`image ${index} at ${width}`);
      const sides = await page
        .locator('.comparison .pixel-image')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().width));
      expect(Math.max(...sides) - Math.min(...sides), 'the pictures are of one size').toBeLessThan(1);
    }
  }
  for (const tool of ['Sliders', 'Samples', 'A − B + C']) {
    await page.getByRole('radio', { name: tool }).click();
    await expectInPlace(tool);
  }
  await page.keyboard.press('Control+l');
  await expect(page.getByTestId('runs-dialog')).toBeVisible();
  await expectInPlace('the runs');
});
