import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { dropFromOutside, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { writeColourFolder } from '../pages/images';

test('a wrapper folder with junk of the system shows the classes within, and one can be unticked', async ({
  app,
  folder,
}, info) => {
  const atelier = new AtelierPage(app.page);
  const outer = path.join(folder, 'download');
  const colours: Record<string, [number, number, number]> = {
    '10': [205, 30, 60],
    '2': [20, 170, 110],
    '1': [30, 80, 205],
  };
  await writeColourFolder(path.join(outer, 'dataset'), colours, 8);
  await writeColourFolder(path.join(outer, '__MACOSX'), { junk: [1, 1, 1] }, 2);
  await dropFromOutside(app, app.page.locator('body'), outer);
  const dialog = atelier.previewDialog;
  const names = dialog.getByRole('region', { name: 'Classes' }).locator('.class-name');
  await expect(names).toHaveText(['1', '2', '10']);
  await expect(dialog).toContainText('Everything lies in the folder dataset, which was looked through');
  await expect(dialog.getByTestId('left-out')).toContainText('__MACOSX');
  await expect(dialog.locator('.counts')).toContainText('24');
  await dialog.getByRole('checkbox', { name: 'Use 2' }).uncheck();
  await expect(dialog.locator('.counts')).toContainText('16');
  await expect(dialog).toContainText('Left out by choice with their images: 2 (8).');
  await info.attach('wrapper', { body: await app.page.screenshot(), contentType: 'image/png' });
  await dialog.getByRole('checkbox', { name: 'Use 2' }).check();
  await expect(dialog.locator('.counts')).toContainText('24');
});

test('12 bits in 16 are said to be nearly black, and levels show them', async ({ app, folder }, info) => {
  const atelier = new AtelierPage(app.page);
  const images = path.join(folder, 'microscope');
  await mkdir(images);
  for (let i = 0; i < 12; i++) {
    const pixels = new Uint16Array(32 * 32).fill(120 + 10 * i);
    for (let y = 8; y < 24; y++) pixels.fill(3900 - 60 * i, y * 32 + i, y * 32 + i + 12);
    await sharp(pixels, { raw: { width: 32, height: 32, channels: 1 } })
      .toColourspace('grey16')
      .tiff({ compression: 'lzw' })
      .toFile(path.join(images, `${i}.tif`));
  }
  await dropFromOutside(app, app.page.locator('body'), images);
  const dialog = atelier.previewDialog;
  await expect(dialog).toContainText('12 of 12 images looked at are nearly black');
  await info.attach('dark', { body: await app.page.screenshot(), contentType: 'image/png' });
  await dialog.getByLabel('Levels').selectOption('0.1 to 99.9 % of a sample');
  await expect(dialog).toContainText(
    'Levels by 0.1 to 99.9 % of the numbers in 12 files: 120 is black and 3900 white.',
  );
  await expect(dialog).not.toContainText('nearly black');
  await expect(dialog.locator('.counts[data-whole=true]')).toBeVisible();
  await info.attach('levels', { body: await app.page.screenshot(), contentType: 'image/png' });
  // The open model was made of images as they are stored: that is said before they join its map.
  await dialog.getByLabel('Levels').selectOption('Two numbers');
  await dialog.getByLabel('White to').fill('4095');
  await dialog.getByLabel('White to').press('Enter');
  await expect(dialog).toContainText('white to 4095');
});
