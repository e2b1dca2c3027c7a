import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { root } from '../../scripts/run.mjs';
import { dropFromOutside, expect, launch, putRun, temporaryFolder, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { trainOnFewImages } from '../pages/few-images';
import { writeColourFolder } from '../pages/images';
import { InspectorPage } from '../pages/inspector-page';
import { MapPage } from '../pages/map-page';
import { tableOfWords } from '../pages/words';

const folder = path.join(root, 'docs', 'pictures', 'window');
const size = { width: 1440, height: 900 };

for (const theme of ['light', 'dark'] as const) {
  test(`the window's states, ${theme}`, async ({ folder: scratch }) => {
    await mkdir(folder, { recursive: true });
    const profile = await temporaryFolder('pictures');
    await putRun(profile.path, 'an earlier run');
    const app = await launch(profile.path, size);
    const { page } = app;
    const atelier = new AtelierPage(page);
    const inspector = new InspectorPage(page);
    const map = new MapPage(page);
    const shoot = (name: string) => takePicture(page, map, `${name}-${theme}.webp`);
    const openTool = async (keys: string, dialog: string, name: string) => {
      await page.keyboard.press(keys);
      await expect(page.getByTestId(dialog)).toBeVisible();
      await shoot(name);
      await page.keyboard.press('Escape');
    };

    const change = page.getByRole('button', { name: `Switch to ${theme} theme` });
    if (await change.isVisible()) await change.click();
    await expect(page.getByTestId('engine-status')).toContainText('ready');
    await shoot('welcome');

    const shapes = path.join(scratch, 'shapes');
    await test.step('a folder, the form, a collapse, a run that learns', async () => {
      await writeColourFolder(
        shapes,
        { crimson: [205, 30, 60], jade: [20, 170, 110], amber: [235, 165, 30], cobalt: [30, 80, 205] },
        40,
      );
      await dropFromOutside(app, page.locator('body'), shapes);
      await expect(atelier.previewDialog.getByTestId('preview-samples')).toBeVisible();
      await expect(atelier.previewDialog.getByTestId('preview-progress')).toBeHidden();
      await shoot('folder');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Train on Fashion-MNIST' }).click();
      await expect(page.getByText('807,025')).toBeVisible();
      await shoot('form');
      await atelier.fillIn({ epochs: 1, images: 1500, objective: 'Notebook' });
      await atelier.startTraining();
      await atelier.waitForTraining('ended');
      await expect(atelier.collapseAlarm).toBeVisible();
      await atelier.waitForMap();
      await shoot('alarm');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('welcome page');
      await page.keyboard.press('Enter');
      await trainOnFewImages(app, scratch, { epochs: 4000, objective: 'ELBO' });
      await atelier.waitForTraining('running');
      await expect(page.getByTestId('epoch-scrubber')).toContainText(/of \d{2,}/);
      await page.getByRole('button', { name: 'Pause', exact: true }).click();
      await atelier.waitForTraining('paused');
      await shoot('training');
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await atelier.waitForTraining('ended');
      await atelier.waitForMap();
    });

    await test.step('the map and what is chosen in it', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('open the starter');
      await page.keyboard.press('Enter');
      await expect(atelier.legend).toContainText('Sneaker');
      await atelier.waitForMap();
      await map.atRest();
      await shoot('map');
      await inspector.choose(23);
      await expect(atelier.reconstruction).toBeVisible();
      await shoot('image');
      await inspector.turnTo('Sliders');
      await inspector.dragSlider(inspector.sliders.first(), 0.9);
      await inspector.dragSlider(inspector.sliders.nth(1), 0.15);
      await expect(inspector.badge).toBeVisible();
      await shoot('sliders');
      await inspector.turnTo('Samples');
      await page.keyboard.press('f');
      await inspector.panel.getByRole('button', { name: 'Draw samples' }).click();
      await expect(page.getByTestId('samples-mixture').getByRole('img')).toHaveCount(12);
      await shoot('samples');
      await inspector.turnTo('A − B + C');
      for (const [term, name] of [
        ['A', 'Ankle boot'],
        ['B', 'Sneaker'],
        ['C', 'Sandal'],
      ] as const)
        await page.getByLabel(`Term ${term}`).selectOption({ label: name });
      await expect(page.getByTestId('arithmetic-result')).toBeVisible();
      await shoot('arithmetic');
      await inspector.turnTo('Image');
      await atelier.click(await map.at(0.3, 0.7), 'Alt');
      await expect(inspector.decodedPlace).toBeVisible();
      await shoot('place');
    });

    await test.step('colours and selections', async () => {
      await map.colourBy('Distortion');
      await map.tool('Select with a lasso');
      const corners = [
        [0.4, 0.3],
        [0.6, 0.25],
        [0.7, 0.5],
        [0.55, 0.7],
        [0.42, 0.55],
      ] as const;
      await map.drag(await Promise.all(corners.map(([x, y]) => map.at(x, y))));
      await expect(map.groupCount).toBeVisible();
      await shoot('selection');
      await page.getByRole('button', { name: 'Clear the selection' }).click();
      await map.tool('Turn and move');
      await map.colourBy('Label');
      await page.getByRole('button', { name: 'Map settings' }).click();
      await expect(map.preview).toHaveAttribute('data-state', 'done');
      await shoot('map-settings');
      await page.keyboard.press('Escape');
    });

    await test.step('a path, compared', async () => {
      await inspector.choose(23);
      await inspector.choose(500, { stop: true });
      await inspector.choose(900, { stop: true });
      await expect(atelier.filmStrip).toBeVisible();
      await page.keyboard.press('f');
      for (let frame = 0; frame < 5; frame++) await page.keyboard.press('.');
      await shoot('path');
      await page.getByRole('button', { name: 'Compare' }).click();
      await expect(page.getByTestId('film-strip-other')).toHaveCount(2);
      await shoot('path-compared');
    });

    await test.step('the dialogs', async () => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('export');
      await shoot('palette');
      await page.keyboard.press('Escape');
      await openTool('Control+,', 'settings', 'settings');
      await openTool('Control+/', 'shortcuts', 'shortcuts');
      await page.keyboard.press('Control+l');
      await expect(page.getByTestId('run')).toHaveCount(3);
      for (const box of await page.getByRole('checkbox').all()) await box.check();
      await shoot('runs');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Other formats, columns and the selection' }).click();
      await expect(page.getByTestId('export-dialog')).toBeVisible();
      await shoot('export');
      await page.keyboard.press('Escape');
    });

    await test.step('other images in the same map, vectors from elsewhere', async () => {
      await page.getByRole('button', { name: 'Close the path' }).click();
      await dropFromOutside(app, page.locator('body'), shapes);
      const add = atelier.previewDialog.getByRole('button', { name: 'Add to the map' });
      await expect(add).toBeEnabled();
      await add.click();
      await expect(atelier.notice.last()).toContainText('were added');
      await atelier.waitForMap();
      await inspector.choose(10_020);
      await expect(atelier.reconstruction).toBeVisible();
      await expect(map.status.getByRole('progressbar')).toHaveCount(0);
      await shoot('two-sets');
      const table = path.join(scratch, 'words.csv');
      await writeFile(table, tableOfWords());
      await dropFromOutside(app, page.locator('body'), table);
      await page.getByTestId('table-dialog').getByRole('button', { name: 'Map these' }).click();
      await expect(map.status).toContainText('700 points');
      await atelier.waitForMap();
      await map.colourBy('kind');
      await inspector.choose(41);
      await page.keyboard.press('f');
      await shoot('vectors');
    });
    await app.electron.close();
    await profile.remove();
  });
}

async function dismissNotices(page: Page): Promise<void> {
  const dismiss = page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Dismiss' });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

/** The window as it is once nothing moves, small enough for the repository. */
async function takePicture(page: Page, map: MapPage, file: string): Promise<void> {
  await dismissNotices(page);
  await page.mouse.move(2, 2);
  if (await map.stage.isVisible()) await map.atRest();
  const picture = await page.screenshot({ animations: 'disabled' });
  await rm(path.join(folder, file), { force: true });
  await sharp(picture).resize({ width: 1200 }).webp({ quality: 80 }).toFile(path.join(folder, file));
}
