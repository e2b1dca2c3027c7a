import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { answerOpenDialog, answerSaveDialog, dropFromOutside, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { writeColourFolder } from '../pages/images';
import { look } from '../pages/picture';

const colours: Record<string, [number, number, number]> = {
  crimson: [205, 30, 60],
  jade: [20, 170, 110],
  cobalt: [30, 80, 205],
};

test('a dropped folder is previewed, trained on and mapped by its class subfolders', async ({
  app,
  folder,
}) => {
  const images = path.join(folder, 'my images');
  await writeColourFolder(images, colours, 30);
  await writeFile(path.join(images, 'jade', 'notes.png'), 'this is no image');
  const atelier = new AtelierPage(app.page);

  await dropFromOutside(app, app.page.locator('body'), images);
  const dialog = atelier.previewDialog;
  await expect(dialog).toContainText('crimson');
  await expect(dialog).toContainText('cobalt');
  await expect(dialog).toContainText('notes.png');
  await dialog.getByRole('button', { name: /Train on these/ }).click();

  await atelier.fillIn({ epochs: 3 });
  await atelier.startTraining();
  await atelier.waitForTraining('ended');
  await atelier.waitForMap();
  await expect(atelier.legend).toContainText('jade');
  expect((await look(atelier.map)).covered).toBeGreaterThan(0.001);

  const others = path.join(folder, 'others');
  await writeColourFolder(others, { amber: [230, 160, 20] }, 40);
  await dropFromOutside(app, app.page.locator('body'), others);
  await expect(dialog).toContainText('amber');
  await dialog.getByRole('button', { name: 'Map these alone' }).click();
  await expect(atelier.legend).toContainText('amber');
  await atelier.waitForMap();
});

test('vectors from elsewhere open as a map, and say what they came without', async ({ app, folder }) => {
  const atelier = new AtelierPage(app.page);
  const rows = Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 6 }, (_, j) => (i % 2 === 0 ? 4 : -4) * (j % 2) + Math.sin(i * (j + 3))),
  );
  const table = path.join(folder, 'words.csv');
  const lines = rows.map((row, i) => `${i % 2 === 0 ? 'verb' : 'noun'},${row.join(',')}`);
  await writeFile(table, ['label,v_0,v_1,v_2,v_3,v_4,v_5', ...lines].join('\n'));
  const array = path.join(folder, 'sounds.npy');
  await writeFile(array, npyOf(rows));

  await dropFromOutside(app, app.page.locator('body'), table);
  await expect(atelier.notice.last()).toContainText('It came without images, so points stay points.');
  await atelier.waitForMap();
  await expect(atelier.legend).toContainText('verb');
  await expect(atelier.legend).toContainText('noun');
  expect((await look(atelier.map)).hues).toBeGreaterThanOrEqual(2);
  await atelier.click(await atelier.hoverSomePoint());
  await expect(app.page.getByText('These vectors came without images')).toBeVisible();

  await dropFromOutside(app, app.page.locator('body'), array);
  await expect(atelier.notice.last()).toContainText('It has no labels');
  await atelier.waitForMap();
  await expect(atelier.legend).not.toContainText('verb');
});

test('bad folders and files are each named in one sentence', async ({ app, folder }) => {
  const empty = path.join(folder, 'empty');
  await mkdir(empty);
  const wordsOnly = path.join(folder, 'words only');
  await mkdir(wordsOnly);
  await writeFile(path.join(wordsOnly, 'a.txt'), 'words');
  const file = path.join(folder, 'letter.txt');
  await writeFile(file, 'words');

  const missing = path.join(folder, 'gone');
  await answerOpenDialog(app, missing);
  await app.page.getByRole('button', { name: 'Choose a folder' }).click();
  await expect(app.page.getByText(/is not there any more/).first()).toBeVisible();
  await app.page.keyboard.press('Escape');

  const damaged = path.join(folder, 'damaged');
  await mkdir(damaged);
  for (const name of ['b.png', 'c.png'])
    await writeFile(path.join(damaged, name), Buffer.from('89504e470d0a1a0a', 'hex'));
  for (const [dropped, sentence, left] of [
    [wordsOnly, /no images/, 'a.txt'],
    [damaged, /None of the 2 images/, 'c.png'],
  ] as const) {
    await dropFromOutside(app, app.page.locator('body'), dropped);
    const dialog = new AtelierPage(app.page).previewDialog;
    await expect(dialog.getByRole('alert')).toContainText(sentence);
    await expect(dialog.getByRole('button', { name: 'Train on these' })).toBeDisabled();
    await dialog.getByPlaceholder('Filter by name or reason').fill(left);
    await expect(dialog.getByLabel('Files left out').getByRole('listitem')).toHaveCount(1);
    const report = path.join(folder, `${left}.csv`);
    await answerSaveDialog(app, report);
    await dialog.getByRole('button', { name: /Save 1 as CSV/ }).click();
    await expect.poll(() => readFile(report, 'utf8').catch(() => '')).toContain(`\r\n${left},`);
    await app.page.keyboard.press('Escape');
  }

  for (const [dropped, sentence] of [
    [empty, /is empty/],
    [file, /no images?/],
  ] as const) {
    await dropFromOutside(app, app.page.locator('body'), dropped);
    await expect(app.page.getByText(sentence).first()).toBeVisible();
    await app.page.keyboard.press('Escape');
  }
});

test('a folder that is no run is named, and the welcome stays', async ({ app, folder }) => {
  const atelier = new AtelierPage(app.page);
  await answerOpenDialog(app, folder);
  await app.page.getByRole('button', { name: 'Open from elsewhere' }).click();
  await expect(atelier.notice.last()).toContainText(/run\.json/);
  await expect(app.page.getByRole('button', { name: 'Train on Fashion-MNIST' })).toBeVisible();
});

test('a run whose weights are of another shape is named, and nothing is lost', async ({ app, folder }) => {
  const atelier = new AtelierPage(app.page);
  const images = path.join(folder, 'images');
  await writeColourFolder(images, colours, 6, 16);
  await dropFromOutside(app, app.page.locator('body'), images);
  await atelier.previewDialog.getByRole('button', { name: /Train on these/ }).click();
  await atelier.fillIn({ epochs: 1, latent: 8 });
  await atelier.startTraining();
  await atelier.waitForTraining('ended');
  await atelier.waitForMap();

  const runs = path.join(app.profile, 'runs');
  const [run] = await readdir(runs);
  const other = path.join(folder, 'other run');
  await cp(path.join(runs, run!), other, { recursive: true });
  const description = path.join(other, 'run.json');
  const text = await readFile(description, 'utf8');
  await writeFile(description, text.replaceAll('"latent": 8', '"latent": 12'));

  await answerOpenDialog(app, other);
  await app.page.getByRole('button', { name: 'Open', exact: true }).click();
  await app.page.getByRole('menuitem', { name: 'Run from elsewhere…' }).click();
  await expect(atelier.notice.last()).toContainText(/z_mean\.weight|latent/);
  await expect(app.page.getByTestId('map-quality')).toBeVisible();
});

/** NumPy's format 1.0, float32. */
function npyOf(rows: readonly (readonly number[])[]): Buffer {
  const shape = `(${rows.length}, ${rows[0]?.length ?? 0})`;
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const start = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header}`, 'latin1');
  return Buffer.concat([start, Buffer.from(Float32Array.from(rows.flat()).buffer)]);
}
