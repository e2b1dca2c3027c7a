import type { Locator, Page } from '@playwright/test';
import { expect, launch, temporaryFolder, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { seriousViolations } from '../pages/axe';
import { InspectorPage } from '../pages/inspector-page';
import { MapPage } from '../pages/map-page';

/** The map as it is on the screen, with what is laid over it. */
async function mapPicture(page: Page, map: Locator): Promise<Buffer> {
  const box = await map.boundingBox();
  if (box === null) throw new Error('The map is not visible.');
  return page.screenshot({ clip: box, scale: 'css' });
}

/** The same once nothing moves. */
async function stillMap(page: Page, map: Locator): Promise<Buffer> {
  await new MapPage(page).atRest();
  return mapPicture(page, map);
}

test('a fresh window says what the latent tools need', async ({ app }) => {
  const inspector = new InspectorPage(app.page);
  await app.page.getByRole('button', { name: 'Train on Fashion-MNIST' }).click();
  await expect(inspector.panel).toContainText('A chosen image will stand here');
  await inspector.turnTo('Sliders');
  await expect(inspector.panel).toContainText('The sliders need a model and encoded images');
  await inspector.turnTo('Samples');
  await expect(inspector.panel.getByRole('button', { name: 'Draw samples' })).toBeDisabled();
  await expect(inspector.panel).toContainText('There are no encoded images yet');
  await inspector.turnTo('A − B + C');
  await expect(inspector.panel).toContainText('There are no encoded images yet');
});

test('the inspector leads through images, keeps pins, and decodes wherever one asks', async () => {
  const profile = await temporaryFolder('profile');
  let app = await launch(profile.path);
  let inspector = new InspectorPage(app.page);
  let atelier = new AtelierPage(app.page);
  await atelier.openStarter();

  await test.step('twelve neighbours, nearest first; a click goes there, and back again', async () => {
    await inspector.choose(17);
    await inspector.expectImage(17);
    await expect(inspector.neighbours).toHaveCount(12);
    const distances = (await inspector.panel.locator('.neighbour-distance').allTextContents()).map(Number);
    expect(distances).toEqual(distances.toSorted((a, b) => a - b));
    expect(distances[0]).toBeGreaterThan(0);
    const name = await inspector.neighbours.nth(3).getByRole('img').getAttribute('aria-label');
    const there = Number(/\d+/.exec(name ?? '')?.[0]);
    await inspector.neighbours.nth(3).click();
    await inspector.expectImage(there);
    await inspector.panel.getByRole('button', { name: 'Back to #17' }).click();
    await inspector.expectImage(17);
    await app.page.keyboard.press(']');
    await inspector.expectImage(there);
    await app.page.keyboard.press('[');
    await inspector.expectImage(17);
    for (const fact of ['Label', 'Error', 'KL', 'Distortion'])
      await expect(inspector.panel.locator('.image-facts')).toContainText(fact);
  });

  await test.step('a pin with a note is there again after a restart', async () => {
    await inspector.panel.getByRole('button', { name: 'Pin', exact: true }).click();
    await inspector.panel.getByLabel('Note on image 17').fill('both sleeves, no collar');
    await app.electron.close();
    app = await launch(profile.path);
    inspector = new InspectorPage(app.page);
    atelier = new AtelierPage(app.page);
    await atelier.waitForMap();
    await expect(inspector.pins).toHaveCount(1);
    await expect(inspector.panel.getByLabel('Note on image 17')).toHaveValue('both sleeves, no collar');
    await inspector.choose(40);
    await inspector.panel.getByLabel('Go to pinned image 17').click();
    await inspector.expectImage(17);
    await inspector.panel.getByRole('button', { name: 'Unpin image 17' }).click();
    await expect(inspector.pins).toHaveCount(0);
  });

  await test.step('Alt-click decodes an empty place, says how far it is, and marks it', async () => {
    await app.page.keyboard.press('f');
    await new MapPage(app.page).atRest();
    const box = await atelier.map.boundingBox();
    if (box === null) throw new Error('The map is not visible.');
    const before = await mapPicture(app.page, atelier.map);
    const corner = { x: box.x + box.width * 0.12, y: box.y + box.height * 0.8 };
    await app.page.mouse.move(corner.x, corner.y);
    await expect(atelier.hoverCard).toBeHidden();
    await atelier.click(corner, 'Alt');
    await expect(inspector.decodedPlace).toBeVisible();
    await expect(inspector.badge).toContainText('From the data');
    await expect(inspector.panel.getByTestId('place-far')).toContainText('farther from every point');
    await expect(inspector.neighbours).toHaveCount(12);
    expect(new Set(await inspector.pixelsOf(inspector.decodedPlace)).size).toBeGreaterThan(20);
    await app.page.mouse.move(box.x + 2, box.y + box.height / 2);
    await new MapPage(app.page).atRest();
    expect((await mapPicture(app.page, atelier.map)).equals(before)).toBe(false);
    // The keyboard decodes the middle of the view.
    const there = await inspector.pixelsOf(inspector.decodedPlace);
    await app.page.keyboard.press('d');
    await expect.poll(() => inspector.pixelsOf(inspector.decodedPlace)).not.toEqual(there);
    await inspector.neighbours.first().click();
    await expect(inspector.decodedPlace).toBeHidden();
  });
  await app.electron.close();
  await profile.remove();
});

test('sliders, samples and arithmetic decode, measure and mark', async ({ app }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  const inspector = new InspectorPage(page);
  await atelier.openStarter();

  await test.step('a slider moves the image and the point; resets bring both back', async () => {
    await inspector.choose(23);
    await expect(atelier.reconstruction).toBeVisible();
    const reconstruction = await inspector.pixelsOf(atelier.reconstruction);
    await inspector.turnTo('Sliders');
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).toEqual(reconstruction);
    const first = inspector.sliders.first();
    await new MapPage(page).atRest();
    const still = await mapPicture(page, atelier.map);
    const placed = await first.boundingBox();
    await inspector.dragSlider(first, 0.97);
    await expect
      .poll(async () => (await mapPicture(page, atelier.map)).equals(still), {
        message: 'the map is as before',
      })
      .toBe(false);
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).not.toEqual(reconstruction);
    await expect(inspector.badge).toBeVisible();
    await expect(inspector.neighbours).toHaveCount(4);
    expect(await first.boundingBox(), 'it is still under the pointer').toEqual(placed);
    const moved = await inspector.pixelsOf(inspector.movedImage);
    await inspector.dragSlider(inspector.sliders.nth(1), 0.03);
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).not.toEqual(moved);
    await expect(inspector.panel).toContainText('2 dimensions moved');
    expect(await seriousViolations(page, '.inspector')).toEqual([]);
    await inspector.sliders.nth(1).dblclick();
    await expect(inspector.panel).toContainText('1 dimension moved');
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).toEqual(moved);
    // With the keyboard alone.
    await first.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).not.toEqual(moved);
    await inspector.panel.getByRole('button', { name: 'Reset all' }).click();
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).toEqual(reconstruction);
    await expect(inspector.badge).toBeHidden();
  });

  await test.step('of quick moves the newest wins, and every one is soon drawn', async () => {
    const unmoved = await inspector.pixelsOf(inspector.movedImage);
    // A single move is drawn as it is.
    await slideAtOnce(inspector, [1]);
    await expect(inspector.panel).toContainText('1 dimension moved');
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).not.toEqual(unmoved);
    const newest = await inspector.pixelsOf(inspector.movedImage);
    await slideAtOnce(inspector, [0]);
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).not.toEqual(newest);
    await slideAtOnce(inspector, [0.9, 0.1, 0.7, 0.2, 0.6, 1]);
    await expect.poll(() => inspector.pixelsOf(inspector.movedImage)).toEqual(newest);
    const times = await slideTimes(inspector, 60);
    const p95 = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Infinity;
    test.info().annotations.push({ type: 'slider to pixels, p95, ms', description: p95.toFixed(1) });
    // Finds a slider that waits for other work of the app, on a machine however busy; the bench measures against the goal of 16 ms.
    expect(p95).toBeLessThan(3000);
  });

  await test.step('samples of the prior beside those of the data', async () => {
    await inspector.turnTo('Samples');
    await inspector.panel.getByRole('button', { name: 'Draw samples' }).click();
    const [prior, mixture] = [page.getByTestId('samples-prior'), page.getByTestId('samples-mixture')];
    await expect(mixture.getByRole('img')).toHaveCount(12);
    await expect(prior.getByRole('img')).toHaveCount(12);
    await expect(prior).toContainText('Median distance from the data');
    // Their places are marked in the map; those of one set alone while one is at it. By the keyboard, for the display's own
    // pointer lies over the map, and Chromium goes back to it whenever something is laid out.
    await page.keyboard.press('f');
    const both = await stillMap(page, atelier.map);
    await prior.getByRole('button').first().focus();
    await expect.poll(async () => (await stillMap(page, atelier.map)).equals(both)).toBe(false);
    expect(await seriousViolations(page, '.inspector')).toEqual([]);
    const seen = await inspector.pixelsOf(mixture.getByRole('img').first());
    await inspector.panel.getByRole('button', { name: 'Draw others' }).click();
    await expect.poll(() => inspector.pixelsOf(mixture.getByRole('img').first())).not.toEqual(seen);
    const sample = await inspector.pixelsOf(mixture.getByRole('img').nth(2));
    await mixture.getByRole('button').nth(2).click();
    await expect(inspector.panel).toContainText('Sample 3 of the mixture');
    expect(await inspector.pixelsOf(inspector.decodedPlace)).toEqual(sample);
  });

  await test.step('A − B + C of class means, with its nearest real images', async () => {
    await inspector.turnTo('A − B + C');
    await expect(inspector.panel).toContainText('Choose what to start from.');
    const empty = await stillMap(page, atelier.map);
    const result = page.getByTestId('arithmetic-result');
    await page.getByLabel('Term A').selectOption({ label: 'Ankle boot' });
    await expect(result).toBeVisible();
    const boot = await inspector.pixelsOf(result);
    await page.getByLabel('Term B').selectOption({ label: 'Sneaker' });
    await page.getByLabel('Term C').selectOption({ label: 'Sandal' });
    await expect(inspector.panel).toContainText('Ankle boot − Sneaker + Sandal');
    expect(await inspector.pixelsOf(result)).not.toEqual(boot);
    await expect(inspector.neighbours).toHaveCount(8);
    await expect(inspector.badge).toBeVisible();
    expect(await seriousViolations(page, '.inspector')).toEqual([]);
    expect((await stillMap(page, atelier.map)).equals(empty), 'the result is marked in the map').toBe(false);
    await inspector.panel.getByRole('button', { name: 'Sliders from here' }).click();
    await expect(inspector.panel).toContainText('From Ankle boot − Sneaker + Sandal');
  });
});

/** Moves the first slider to these shares of its width, faster than anything can be drawn. */
async function slideAtOnce(inspector: InspectorPage, shares: readonly number[]): Promise<void> {
  await inspector.sliders.first().evaluate((element, places) => {
    if (!(element instanceof HTMLInputElement)) throw new Error('There is no slider.');
    const [low, high] = [Number(element.min), Number(element.max)];
    for (const share of places) {
      Reflect.set(HTMLInputElement.prototype, 'value', String(low + (high - low) * share), element);
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }, shares);
}

/** Moves a slider again and again as an input event does, and tells how long each took to be drawn, ms. */
async function slideTimes(inspector: InspectorPage, moves: number): Promise<number[]> {
  return inspector.sliders.first().evaluate(async (element, count) => {
    const canvas = document.querySelector('[data-testid="moved-image"]');
    if (!(element instanceof HTMLInputElement) || !(canvas instanceof HTMLCanvasElement))
      throw new Error('There is no slider, or no image.');
    const [low, high] = [Number(element.min), Number(element.max)];
    const times: number[] = [];
    for (let move = 0; move < count; move += 1) {
      const drawn = new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(canvas, { attributes: true, attributeFilter: ['data-drawn'] });
      });
      const began = performance.now();
      // Past the property that React keeps on the element itself, as a hand does.
      const value = String(low + ((high - low) * ((move * 37) % 100)) / 100);
      Reflect.set(HTMLInputElement.prototype, 'value', value, element);
      element.dispatchEvent(new Event('input', { bubbles: true }));
      await drawn;
      times.push(performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, 16));
    }
    return times;
  }, moves);
}
