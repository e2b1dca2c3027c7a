import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answerSaveDialog, dropFromOutside, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { writeColourFolder } from '../pages/images';
import { look } from '../pages/picture';

const colours: Record<string, [number, number, number]> = {
  crimson: [205, 30, 60],
  jade: [20, 170, 110],
  cobalt: [30, 80, 205],
};

test('a colour folder is previewed, trained on, joined by a second one, and all of it is exported', async ({
  app,
  folder,
}) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  const images = path.join(folder, 'colours');
  await writeColourFolder(images, colours, 30);
  await writeFile(path.join(images, 'jade', 'notes.txt'), 'words');
  await writeFile(path.join(images, 'jade', 'cut.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
  await dropFromOutside(app, page.locator('body'), images);

  const dialog = atelier.previewDialog;
  await expect(dialog).toContainText('90');
  await expect(dialog).toContainText('PNG');
  await expect(dialog).toContainText('All are 32 × 32 pixels');
  await expect(dialog.getByTestId('preview-samples').getByRole('img')).toHaveCount(24);
  await expect(dialog.getByTestId('network-estimate')).toContainText(/parameters.*An epoch takes/);
  // The first look does not know of the damaged one, the reading of every file does.
  await expect(dialog.getByTestId('left-out')).toContainText('2 files left out');
  expect((await look(dialog.getByTestId('preview-samples'))).hues).toBeGreaterThanOrEqual(3);

  await dialog.getByText('2 files left out').click();
  await dialog.getByPlaceholder('Filter by name or reason').fill('damaged');
  await expect(dialog.getByLabel('Files left out').getByRole('listitem')).toHaveCount(1);
  const report = path.join(folder, 'report.csv');
  await answerSaveDialog(app, report);
  await dialog.getByRole('button', { name: /Save 1 as CSV/ }).click();
  await expect(atelier.notice.last()).toContainText('Wrote 1 file');
  expect(await readFile(report, 'utf8')).toMatch(/^file,reason\r\njade\/cut\.png,/);

  await dialog.getByRole('radio', { name: 'Pad' }).click();
  await expect(dialog.getByTestId('left-out')).toContainText('2 files left out');
  await dialog.getByRole('button', { name: 'Train on these' }).click();
  await atelier.fillIn({ epochs: 2 });
  await atelier.startTraining();
  await atelier.waitForTraining('ended');
  await atelier.waitForMap();
  expect((await look(atelier.map)).hues).toBeGreaterThanOrEqual(2);

  const others = path.join(folder, 'others');
  await writeColourFolder(others, { amber: [230, 160, 20] }, 20);
  await dropFromOutside(app, page.locator('body'), others);
  await expect(dialog).toContainText('amber');
  // The run's own images were padded: these are not put beside them cut.
  await expect(dialog).toContainText('In the model’s map they are read as its own images were: padded.');
  await dialog.getByRole('button', { name: 'Add to the map' }).click();
  await expect(atelier.notice.filter({ hasText: '20 images of others were added' })).toBeVisible();
  await expect(atelier.legend).toContainText('others');
  await expect(atelier.legend).toContainText('colours');

  const out = path.join(folder, 'out');
  await mkdir(out);
  for (const [name, file, more] of [
    ['CSV', 'a.csv', ['a.csv.json']],
    ['Parquet', 'a.parquet', []],
    ['NumPy', 'a.npy', ['a.npy.json']],
    ['Embedding Projector', 'p.tsv', ['p.metadata.tsv', 'p.sprite.png', 'p.config.json']],
    ['Images', 'grid.png', []],
  ] as const) {
    await answerSaveDialog(app, path.join(out, file));
    await page.getByRole('button', { name: 'Other formats, columns and the selection' }).click();
    const exporting = page.getByTestId('export-dialog');
    await exporting.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
    await exporting.getByRole('button', { name: /Choose a place/ }).click();
    await expect(atelier.notice.filter({ hasText: file })).toBeVisible();
    for (const each of [file, ...more]) expect((await stat(path.join(out, each))).size).toBeGreaterThan(0);
  }
  const lines = (await readFile(path.join(out, 'a.csv'), 'utf8')).trimEnd().split('\r\n');
  // The test set of 90 is a fifth, 18, and the second folder is there whole.
  expect(lines).toHaveLength(1 + 18 + 20);
  expect(lines[0]).toMatch(/^index,split,label,label_name,file,mu_0,.*,kl,set$/);
  expect(lines.at(-1)).toContain('others');
});

test('several folders are classes, files come without; a second opening comes from the cache', async ({
  app,
  folder,
}) => {
  const atelier = new AtelierPage(app.page);
  await writeColourFolder(folder, colours, 5, 16);
  const dropped = [...Object.keys(colours), 'crimson/crimson-1.png'].map((name) => path.join(folder, name));
  const drop = (): Promise<void> => dropFromOutside(app, app.page.locator('body'), ...dropped);
  await drop();
  const dialog = atelier.previewDialog;
  await expect(dialog).toContainText('cobalt');
  await expect(dialog).toContainText('16');
  await expect(dialog.getByTestId('preview-progress')).toBeHidden();
  await app.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await drop();
  await expect(dialog).toContainText('3');
  // Read in another way in between, so that the pixels come from the disk and not from memory.
  await dialog.getByRole('radio', { name: 'Stretch' }).click();
  await expect(dialog.getByTestId('preview-progress')).toBeHidden();
  await dialog.getByRole('radio', { name: 'Crop' }).click();
  await expect(dialog).toContainText(/The pixels of 16 images were kept from last time/);
  await dialog.getByTestId('pixel-cache').getByRole('button', { name: 'Empty' }).click();
  await expect(dialog.getByTestId('pixel-cache')).toContainText('0 bytes');
});
