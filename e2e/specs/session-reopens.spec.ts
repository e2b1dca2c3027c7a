import type { Page } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { expect, launch, putRun, temporaryFolder, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { trainOnFewImages } from '../pages/few-images';
import { MapPage } from '../pages/map-page';

test('the session reopens as it was left: run, camera, chosen images, path, colours, panels, theme', async () => {
  const profile = await temporaryFolder('profile');
  const before = await launch(profile.path);
  const first = new AtelierPage(before.page);
  await first.openStarter();
  const elbo = await before.page.getByTestId('test-elbo').textContent();
  const map = new MapPage(before.page);
  const [from, to] = [await map.at(0.5, 0.5), await map.at(0.75, 0.6)];
  await map.drag([from, to]);
  await map.atRest();
  const at = await first.hoverSomePoint();
  await first.click(at);
  await expect(first.reconstruction).toBeVisible();
  await first.click(await first.hoverSomePoint(at), 'Shift');
  await expect(first.filmStrip).toBeVisible();
  await before.page.getByRole('radio', { name: 'Straight' }).click();
  await map.tool('Select in a box');
  await map.drag([await map.at(0.4, 0.2), await map.at(0.8, 0.8)]);
  await before.page.getByLabel('Name of the selection').fill('in the middle');
  await before.page.keyboard.press('Enter');
  await map.tool('Turn and move');
  await before.page.keyboard.press('3');
  await expect(first.legend).toContainText('KL');
  const chosen = await before.page.getByRole('radio', { name: /^(From|To) #/ }).allTextContents();
  await before.page.keyboard.press('Control+b');
  await before.page.keyboard.press('Control+Shift+l');
  // Where the axes point tells from where one looks.
  const view = await axes(before.page);
  expect(view).toHaveLength(6);
  const theme = await before.page.locator('html').getAttribute('data-theme');
  await before.electron.close();

  const after = await launch(profile.path);
  const second = new AtelierPage(after.page);
  await second.waitForMap();
  await expect(second.filmStrip).toBeVisible();
  const turned = async (): Promise<number> => {
    const now = await axes(after.page);
    return Math.max(...view.map((end, i) => Math.abs(end - now[i]!)));
  };
  await expect.poll(turned, { message: 'pixels by which an axis points elsewhere' }).toBeLessThan(0.3);
  expect(await after.page.getByRole('radio', { name: /^(From|To) #/ }).allTextContents()).toEqual(chosen);
  await expect(after.page.getByRole('radio', { name: 'Straight' })).toBeChecked();
  // What was put back is where this session begins: nothing of it is undone.
  await expect(after.page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
  await expect(second.legend).toContainText('KL');
  await expect(after.page.getByRole('button', { name: /in the middle/ }).first()).toBeVisible();
  await expect(after.page.locator('html')).toHaveAttribute('data-theme', theme ?? '');
  await expect(after.page.getByRole('region', { name: 'Training' })).toHaveCount(0);
  await after.page.keyboard.press('Control+b');
  await expect(after.page.getByTestId('test-elbo')).toHaveText(elbo ?? '');
  await after.electron.close();
  await profile.remove();
});

test('a run that is opened again has its steps, its reconstructions and the maps of its epochs', async ({
  folder,
}) => {
  const profile = await temporaryFolder('profile');
  const before = await launch(profile.path);
  const first = await trainOnFewImages(before, folder, { epochs: 3, latent: 8 }, (form) =>
    form.setting('Batch').fill('8'),
  );
  await first.waitForTraining('ended');
  // The last epoch's map may come after the end.
  await expect(before.page.getByTestId('epoch-scrubber')).toContainText(/and [23] maps/);
  const steps = await first.progress.getByText(/^step \d+ of \d+$/).textContent();
  await before.electron.close();

  const after = await launch(profile.path);
  const { page } = after;
  const second = new AtelierPage(page);
  await second.waitForMap();
  const scrubber = page.getByTestId('epoch-scrubber');
  await expect(second.progress).toContainText(steps ?? '');
  await expect(scrubber).toContainText(/and [23] maps/);
  await expect(page.getByTestId('history-note')).toHaveCount(0);

  // A curve of the epochs alone would begin at the end of the first.
  const losses = second.lossChart.locator('.u-over').first();
  await losses.hover({ position: { x: 1, y: 30 } });
  await expect(second.lossChart.getByText('step 1', { exact: true }).first()).toBeVisible();
  await expect(second.lossChart).toContainText(/Total \d/);
  await expect(second.lossChart).not.toContainText('test');

  const samples = page.getByRole('region', { name: 'Reconstructions of test images' });
  await expect(page.getByTestId('sample-reconstruction')).not.toHaveCount(0);
  const newest = await page.getByTestId('samples').screenshot();
  await page.getByRole('slider', { name: 'Epoch that is shown' }).focus();
  await page.keyboard.press('Home');
  await expect(samples).toContainText('epoch 1');
  expect((await page.getByTestId('samples').screenshot()).equals(newest)).toBe(false);
  await expect(scrubber).toContainText('The map is that of this epoch');

  await page.getByRole('button', { name: 'Newest', exact: true }).click();
  await page.getByRole('button', { name: 'Replay the epochs' }).click();
  await expect(page.getByTestId('map-epoch')).toHaveText('Map of epoch 1');
  await expect(scrubber).toContainText('Epoch 3 of 3');
  await expect(page.getByRole('button', { name: 'Replay the epochs' })).toBeVisible();
  await after.electron.close();
  await profile.remove();
});

test('a run that has gone meanwhile is told, once, and the window opens all the same', async () => {
  const profile = await temporaryFolder('profile');
  const folder = await putRun(profile.path, 'soon gone');
  const before = await launch(profile.path);
  await before.page.getByRole('button', { name: /^soon gone/ }).click();
  await expect(before.page.getByTestId('test-elbo')).toBeVisible();
  await before.electron.close();
  await rm(folder, { recursive: true });

  const after = await launch(profile.path);
  await expect(new AtelierPage(after.page).notice).toContainText('not there any more');
  await expect(after.page.getByRole('button', { name: 'Train on Fashion-MNIST' })).toBeVisible();
  await after.electron.close();
  const third = await launch(profile.path);
  await expect(third.page.getByTestId('engine-status')).toContainText('ready');
  await expect(new AtelierPage(third.page).notice).toHaveCount(0);
  await third.electron.close();
  await profile.remove();
});

/** Where the three axes end in the picture that shows how the map is turned, in its pixels. */
async function axes(page: Page): Promise<number[]> {
  const ends = await page
    .getByTestId('orientation')
    .locator('line')
    .evaluateAll((lines) => lines.flatMap((line) => [line.getAttribute('x2'), line.getAttribute('y2')]));
  return ends.map(Number);
}
