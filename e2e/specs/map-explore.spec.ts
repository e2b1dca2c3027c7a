import { parse } from 'csv-parse/sync';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { answerSaveDialog, dropFromOutside, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { InspectorPage } from '../pages/inspector-page';
import { framesPass } from '../pages/frames-pass';
import { MapPage } from '../pages/map-page';
import { colouredExtent, look, lookAt } from '../pages/picture';
import { resizeWindow } from '../pages/window-layout';
import { tableOfWords } from '../pages/words';

test('colours, legend, search, selections, views and a picture of the map', async ({ app, folder }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  const map = new MapPage(page);
  await atelier.openStarter();

  await test.step('nothing is drawn while nothing changes', async () => {
    await map.atRest();
    expect(await map.framesWithin(2000)).toBe(0);
    const at = await map.at(0.5, 0.5);
    const frames = await map.framesDuring(async () => {
      await map.drag([at, { x: at.x + 80, y: at.y }]);
      await framesPass(page, 0, 5);
    });
    expect(frames).toBeGreaterThan(1);
    await map.atRest();
  });

  await test.step('the classes have their names in the map', async () => {
    await expect.poll(() => map.names.count()).toBeGreaterThanOrEqual(4);
    await page.getByRole('button', { name: 'Class names in the map' }).click();
    await expect(map.names).toHaveCount(0);
    await page.getByRole('button', { name: 'Class names in the map' }).click();
  });

  await test.step('a click in the legend dims a class, a double click shows it alone', async () => {
    const before = await look(map.stage);
    await map.legend.getByRole('button', { name: /Sneaker/ }).click();
    await expect(map.legend.getByRole('button', { name: /Sneaker/ })).toHaveAttribute(
      'aria-pressed',
      'false',
    );
    await map.legend.getByRole('button', { name: 'Show all' }).click();
    await map.legend.getByRole('button', { name: /Bag/ }).dblclick();
    await expect(map.legend.locator('[aria-pressed=true]')).toHaveCount(1);
    await page.getByRole('button', { name: 'Class names in the map' }).click();
    await page.mouse.move(0, 0);
    await map.atRest();
    expect((await look(map.stage)).hues).toBeLessThan(before.hues);
    await page.getByRole('button', { name: 'Class names in the map' }).click();
    await map.legend.getByRole('button', { name: 'Show all' }).click();
  });

  await test.step('numbers have a scale whose ends can be drawn in', async () => {
    for (const title of ['KL', 'Distortion', 'mu_0']) {
      await map.colourBy(title);
      await expect(map.legend).toContainText(title);
      await map.atRest();
      expect((await look(map.stage)).hues).toBeGreaterThanOrEqual(3);
    }
    await map.legend.getByRole('slider').first().focus();
    for (let step = 0; step < 20; step++) await page.keyboard.press('PageUp');
    await expect(map.legend).not.toContainText('or less');
    await map.colourBy('Label');
  });

  await test.step('a search counts, goes there and selects', async () => {
    await map.atRest();
    const far = await look(map.stage);
    await page.getByLabel('Search the map').fill('ankle');
    await expect(page.getByTestId('search-count')).toHaveText('1,000');
    await page.keyboard.press('Enter');
    await expect(atelier.original).toBeVisible();
    await map.atRest();
    // What are discs from afar are the images themselves where one has come near: black squares on a light ground.
    expect((await look(map.stage)).contrast).toBeGreaterThan(far.contrast * 1.5);
    await page.getByRole('search').getByRole('button', { name: 'Select' }).click();
    await expect(map.groupCount).toHaveText('1,000 images');
    await page.getByLabel('Search the map').fill('#42');
    await expect(page.getByTestId('search-count')).toHaveText('1');
    // The selection still stands; what was asked for last is lit.
    await expect(page.getByTestId('map-lit')).toContainText('1 lit found by “#42”');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByRole('button', { name: 'Clear the selection' }).click();
    await expect(map.groupCount).toHaveCount(0);
  });

  await test.step('box and lasso choose what they hold, together or less', async () => {
    await page.getByRole('button', { name: 'Reset view' }).click();
    await map.atRest();
    // Begun beside the legend, the tools and the status, which stand over the map.
    const whole = [await map.at(0.99, 0.01), await map.at(0.01, 0.98)];
    await page.keyboard.press('b');
    await map.drag(whole);
    await expect.poll(() => map.chosen()).toBeGreaterThan(9_900);
    const all = await map.chosen();
    await page.keyboard.press('l');
    const corners = [
      [0.55, 0.02],
      [0.3, 0.01],
      [0.02, 0.1],
      [0.01, 0.97],
      [0.5, 0.97],
    ] as const;
    const lasso = await Promise.all(corners.map(([x, y]) => map.at(x, y)));
    await map.drag(lasso);
    await expect.poll(() => map.chosen()).toBeLessThan(all);
    const left = await map.chosen();
    expect(left).toBeGreaterThan(0);
    await map.tool('Select in a box');
    await map.drag([await map.at(0.99, 0.01), await map.at(0.4, 0.98)], 'Shift');
    await expect.poll(() => map.chosen()).toBeGreaterThan(9_900);
    const joined = await map.chosen();
    await map.tool('Select with a lasso');
    await map.drag(lasso, 'Alt');
    // The view is fitted again where the status or the bar below takes another height: a few points cross the lasso.
    await expect.poll(async () => Math.abs((await map.chosen()) - (joined - left))).toBeLessThan(50);
  });

  await test.step('a selection is named, averaged, exported and found again', async () => {
    const size = await map.chosen();
    await page.getByLabel('Name of the selection').fill('right side');
    await page.keyboard.press('Enter');
    await page.getByTestId('group-bar').getByRole('button', { name: 'Mean' }).click();
    await expect(page.getByTestId('group-mean')).toBeVisible();
    expect((await look(page.getByTestId('group-mean'))).contrast).toBeGreaterThan(10);
    const file = path.join(folder, 'selection.csv');
    await answerSaveDialog(app, file);
    await page.getByRole('button', { name: 'Export rows' }).click();
    await expect(atelier.notice.last()).toContainText(size.toLocaleString('en-US'));
    const rows: Record<string, string>[] = parse(await readFile(file), { columns: true });
    expect(rows).toHaveLength(size);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Clear the selection' }).click();
    await page
      .getByRole('button', { name: /right side/ })
      .first()
      .click();
    await expect.poll(() => map.chosen()).toBe(size);
    await page.getByRole('button', { name: 'Clear the selection' }).click();
  });

  await test.step('a selection is a term of the arithmetic', async () => {
    const inspector = new InspectorPage(page);
    await inspector.turnTo('A − B + C');
    await page.getByLabel('Term A').selectOption({ label: 'right side' });
    await expect(page.getByTestId('arithmetic-result')).toBeVisible();
    await inspector.turnTo('Image');
  });

  await test.step('an export says how far it is, and leaves nothing when it is cancelled', async () => {
    await answerSaveDialog(app, path.join(folder, 'cancelled.png'));
    await page.getByRole('button', { name: 'Other formats, columns and the selection' }).click();
    const dialog = page.getByTestId('export-dialog');
    await dialog.getByRole('radio', { name: /^Images/ }).check();
    // Every image is decoded for that.
    await dialog.getByRole('radio', { name: 'One over the other' }).click();
    await dialog.getByRole('button', { name: /Choose a place/ }).click();
    await expect(page.getByTestId('export-progress')).toContainText(/\d+ %/);
    await expect(page.getByRole('progressbar', { name: 'Progress of the export' })).toHaveAttribute(
      'aria-valuenow',
      /\d+/,
    );
    await page.getByRole('button', { name: 'Cancel the export' }).click();
    await expect(atelier.notice.last()).toContainText('nothing was written');
    await expect(page.getByTestId('export-progress')).toHaveCount(0);
    expect(await readdir(folder)).not.toContainEqual(expect.stringContaining('cancelled'));
  });

  await test.step('what is hovered after fast turning is what a click chooses', async () => {
    await map.tool('Turn and move');
    const middle = await map.at(0.55, 0.5);
    for (let turn = 0; turn < 3; turn++) {
      await map.drag([middle, { x: middle.x + 220, y: middle.y + 20 * turn }]);
      // The card is that of the place only once the turning and the frame that looks there are over.
      await map.atRest();
      let place = middle;
      let index: number | null = null;
      await expect(async () => {
        place = await atelier.hoverSomePoint();
        await map.atRest();
        index = await map.hovered();
        expect(index).not.toBeNull();
      }).toPass();
      await page.mouse.click(place.x, place.y);
      await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(
        new RegExp(`Index\\s*${index},`),
      );
    }
  });

  await test.step('views from the sides', async () => {
    const before = await page.screenshot();
    await page.getByRole('button', { name: 'Look from the front' }).click();
    await page.getByRole('menuitem', { name: 'From the top' }).click();
    await map.atRest();
    expect(Buffer.compare(before, await page.screenshot())).not.toBe(0);
    await expect(page.getByTestId('orientation')).toBeVisible();
  });

  await test.step('a picture is twice as fine as the window', async () => {
    const file = path.join(folder, 'map.png');
    await answerSaveDialog(app, file);
    await page.getByRole('button', { name: 'Save a picture of the map' }).click();
    await expect(atelier.notice.last()).toContainText('map.png');
    const box = await map.stage.boundingBox();
    const png = await readFile(file);
    const { width, height } = await sharp(png).metadata();
    expect(width).toBe(Math.round(box?.width ?? 0) * 2);
    expect(height).toBe(Math.round(box?.height ?? 0) * 2);
    expect((await lookAt(png)).hues).toBeGreaterThanOrEqual(4);
  });

  await test.step('all points fill the stage, also once a point was clicked and the window has grown', async () => {
    await page.getByRole('button', { name: 'Reset view' }).click();
    await page.getByRole('button', { name: 'Class names in the map' }).click();
    await atelier.click(await atelier.hoverSomePoint());
    await expect(atelier.reconstruction).toBeVisible();
    for (const size of [
      { width: 1280, height: 800 },
      { width: 1700, height: 1000 },
    ]) {
      await resizeWindow(app, size);
      await map.atRest();
      const file = path.join(folder, `fitted-${size.width}.png`);
      await answerSaveDialog(app, file);
      await page.getByRole('button', { name: 'Save a picture of the map' }).click();
      await expect(atelier.notice.last()).toContainText(path.basename(file));
      const { width, height } = await colouredExtent(await readFile(file));
      // Beside the legend, where points would lie under it.
      expect(Math.max(width, height)).toBeGreaterThan(0.76);
      expect(Math.max(width, height)).toBeLessThan(0.9);
    }
    await page.getByRole('button', { name: 'Class names in the map' }).click();
    await resizeWindow(app, { width: 1280, height: 800 });
  });

  await test.step('the look of the points and the ground, and back', async () => {
    const button = page.getByRole('button', { name: /^Look: size/ });
    const popover = page.getByTestId('map-look');
    const seen = async () => {
      await map.atRest();
      return look(map.stage);
    };
    const before = await seen();
    await button.click();
    await popover.getByRole('radio', { name: 'On' }).click();
    expect((await seen()).contrast).toBeGreaterThan(before.contrast * 1.1);
    await popover.getByRole('radio', { name: 'Off' }).click();
    await popover.getByRole('slider', { name: 'Size' }).press('Home');
    for (const name of ['Grid', 'Ground']) await popover.getByRole('checkbox', { name }).uncheck();
    expect((await seen()).covered).toBeLessThan(before.covered * 0.8);
    await popover.getByRole('slider', { name: 'Opacity' }).press('Home');
    expect((await seen()).hues).toBeLessThan(before.hues);
    await popover.getByRole('button', { name: 'Reset' }).click();
    await page.keyboard.press('Escape');
    await page.mouse.move(0, 0);
    expect(Math.abs((await seen()).contrast - before.contrast)).toBeLessThan(2);
  });

  await test.step('one key folds the panels away for looking, and back', async () => {
    const panels = ['Training', 'Inspector'].map((name) => page.getByRole('region', { name, exact: true }));
    await page.keyboard.press('h');
    for (const panel of panels) await expect(panel).toHaveCount(0);
    await page.keyboard.press('h');
    for (const panel of panels) await expect(panel).toBeVisible();
  });

  await test.step('columns that the data brought: 70 classes of a text, numbers, names that are found', async () => {
    const file = path.join(folder, 'words.csv');
    await writeFile(file, tableOfWords());
    await dropFromOutside(app, page.locator('body'), file);
    // Its column "size" holds numbers too, so that it is asked first.
    await page.getByTestId('table-dialog').getByRole('button', { name: 'Map these' }).click();
    await expect(map.status).toContainText('700 points');
    await atelier.waitForMap();
    await map.colourBy('kind');
    await expect(map.legend.getByRole('button', { name: /^kind \d/ })).toHaveCount(70);
    await map.atRest();
    expect((await look(map.stage)).hues).toBeGreaterThanOrEqual(6);
    await map.legend.getByLabel('Search the classes').fill('kind 7');
    await expect(map.legend.locator('.legend-class')).toHaveCount(1);
    await page.getByLabel('Search the map').fill('word-41');
    await expect(page.getByTestId('search-count')).toHaveText('11');
    await page.getByLabel('Search the map').press('Enter');
    await expect(page.getByLabel('Columns of the data')).toContainText(/kind 41.*size/);
    await map.colourBy('size');
    await expect(map.legend).toContainText(/0\.\d+ or less.*or more/);
    await expect(page.getByLabel('Colour by').locator('option', { hasText: 'Error' })).toHaveCount(0);
  });
});
