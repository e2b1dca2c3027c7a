import { expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { MapPage } from '../pages/map-page';
import { look } from '../pages/picture';

test('lays out again with other settings, previews and cancels', async ({ app }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  const map = new MapPage(page);
  await atelier.openStarter();

  await test.step('quality is told with what it means', async () => {
    await expect(page.getByTestId('map-quality')).toContainText(/0\.9\d/);
    await expect(page.getByTestId('map-kept')).toContainText(/\d\d %/);
    const place = await atelier.hoverSomePoint();
    await page.mouse.move(place.x, place.y);
    await expect(atelier.hoverCard).toContainText(/keeps \d+ % of its neighbours/);
  });

  await test.step('a preview follows the settings', async () => {
    await page.getByRole('button', { name: 'Map settings' }).click();
    await expect(map.preview).toHaveAttribute('data-state', 'done');
    await expect(map.preview).toContainText('1,000 of 10,000 images');
    const before = await page.getByRole('img', { name: 'Preview of the map' }).screenshot();
    expect((await look(map.preview)).hues).toBeGreaterThanOrEqual(4);
    await map.settings.getByRole('slider', { name: 'Neighbours' }).focus();
    await page.keyboard.press('Home');
    await expect(map.preview).toHaveAttribute('data-state', 'done');
    const after = await page.getByRole('img', { name: 'Preview of the map' }).screenshot();
    expect(Buffer.compare(before, after)).not.toBe(0);
  });

  await test.step('PCA in two dimensions says how much variance it shows', async () => {
    await map.settings.getByRole('radio', { name: 'PCA' }).click();
    await map.settings.getByRole('radio', { name: '2-D' }).click();
    await map.settings.getByRole('button', { name: 'Lay out again' }).click();
    await page.keyboard.press('Escape');
    await atelier.waitForMap();
    await expect(page.getByTestId('map-variance')).toContainText(/\d+ %/);
    await expect(page.getByRole('button', { name: 'Lay the map out in 3 dimensions' })).toBeVisible();
    await expect(page.getByTestId('orientation')).toHaveCount(0);
    expect((await look(map.stage)).hues).toBeGreaterThanOrEqual(4);
  });

  await test.step('a map that is called off leaves the former one', async () => {
    await page.getByRole('button', { name: 'Map settings' }).click();
    await map.settings.getByRole('button', { name: 'Back to the defaults' }).click();
    // Not the settings that the starter model keeps its map of, which is there at once.
    await map.settings.getByRole('slider', { name: 'Neighbours' }).focus();
    await page.keyboard.press('ArrowRight');
    await map.settings.getByRole('button', { name: 'Lay out again' }).click();
    await map.settings.getByRole('button', { name: 'Cancel' }).click();
    await expect(map.status).toHaveAttribute('data-state', 'done');
    await expect(page.getByTestId('map-variance')).toBeVisible();
    await expect(atelier.notice).toHaveCount(0);
  });

  await test.step('and the engine is ready for the next one', async () => {
    await map.settings.getByRole('button', { name: 'Lay out again' }).click();
    await page.keyboard.press('Escape');
    await atelier.waitForMap();
    await expect(page.getByTestId('map-variance')).toHaveCount(0);
    await expect(page.getByTestId('orientation')).toBeVisible();
  });
});
