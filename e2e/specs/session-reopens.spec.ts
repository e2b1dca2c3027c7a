import type { Page } from '@playwright/test';
import { rm } from 'node:fs/promises';
import { expect, launch, putRun, temporaryFolder, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
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
  await map.drag([await map.at(0.45, 0.45), await map.at(0.55, 0.55)]);
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
