import { expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { trainOnFewImages } from '../pages/few-images';
import { framesPass } from '../pages/frames-pass';
import { MapPage } from '../pages/map-page';
import { look } from '../pages/picture';

test('a run can be paused, continued and stopped', async ({ app, folder }) => {
  const atelier = await trainOnFewImages(app, folder, { epochs: 5000 });
  await atelier.waitForTraining('running');

  await app.page.getByRole('button', { name: 'Pause', exact: true }).click();
  await atelier.waitForTraining('paused');
  const step = await atelier.progress.textContent();
  await framesPass(app.page, 1500, 10);
  expect(await atelier.progress.textContent()).toBe(step);

  // The bare key does the same as the button.
  await app.page.keyboard.press('p');
  await atelier.waitForTraining('running');
  await expect.poll(() => atelier.progress.textContent()).not.toBe(step);

  await app.page.getByRole('button', { name: 'Stop', exact: true }).click();
  await atelier.waitForTraining('ended');
  await expect(app.page.getByRole('button', { name: 'Continue training' })).toBeVisible();
});

test('epochs are scrubbed, curves read, and a run that is done is prolonged', async ({ app, folder }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  const map = new MapPage(page);
  const elbo = page.getByTestId('test-elbo');
  const scrubber = page.getByTestId('epoch-scrubber');

  await test.step('a small run of three epochs', async () => {
    await trainOnFewImages(app, folder, { epochs: 3, latent: 8 });
    await atelier.waitForTraining('ended');
    await atelier.waitForMap();
    await expect(scrubber).toContainText('Epoch 3 of 3');
  });

  await test.step('turning back shows the figures and the map of an earlier epoch', async () => {
    await map.atRest();
    const newest = { elbo: await elbo.textContent(), map: await map.stage.screenshot() };
    await page.getByRole('slider', { name: 'Epoch that is shown' }).focus();
    await page.keyboard.press('Home');
    await expect(scrubber).toContainText('Epoch 1 of 3');
    await expect(scrubber).toContainText('The map is that of this epoch');
    expect(await elbo.textContent()).not.toBe(newest.elbo);
    await map.atRest();
    expect((await map.stage.screenshot()).equals(newest.map)).toBe(false);
    await page.getByRole('button', { name: 'Newest', exact: true }).click();
    await expect(elbo).toHaveText(newest.elbo ?? '');
  });

  await test.step('the replay plays from the first epoch to the newest', async () => {
    await page.getByRole('button', { name: 'Replay the epochs' }).click();
    await expect(scrubber).toContainText('Epoch 1 of 3');
    await expect(scrubber).toContainText('Epoch 3 of 3');
    await expect(page.getByRole('button', { name: 'Replay the epochs' })).toBeVisible();
  });

  await test.step('the curves have a logarithmic scale, smoothing, and the figures under the pointer', async () => {
    await expect(atelier.lossChart).toContainText('Gradient norm');
    const linear = await atelier.lossChart.screenshot();
    await page.getByRole('button', { name: 'Log scale' }).click();
    await expect(page.getByRole('button', { name: 'Log scale' })).toHaveAttribute('aria-pressed', 'true');
    await expect.poll(async () => (await atelier.lossChart.screenshot()).equals(linear)).toBe(false);
    await page.getByRole('slider', { name: 'Smoothing' }).focus();
    await page.keyboard.press('Home');
    await expect(page.getByLabel('Losses').getByText('off')).toBeVisible();
    await atelier.lossChart
      .locator('.u-over')
      .first()
      .hover({ position: { x: 20, y: 30 } });
    await expect(atelier.lossChart).toContainText(/step \d+/);
    expect((await look(atelier.lossChart)).contrast).toBeGreaterThan(5);
  });

  await test.step('two epochs more', async () => {
    await page.getByRole('textbox', { name: 'more epochs' }).fill('2');
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await atelier.waitForTraining('ended');
    await expect(scrubber).toContainText('of 5');
    await expect(atelier.progress).toContainText('Finished');
  });
});

test('a run that no longer improves ends early, and says so', async ({ app, folder }) => {
  const { page } = app;
  const atelier = await trainOnFewImages(app, folder, { epochs: 30, latent: 2 }, async (form) => {
    await page.getByRole('radio', { name: 'Early' }).click();
    await form.setting('Patience').fill('1');
    // No epoch can gain that much: the first one after the first ends the run.
    await form.setting('Least gain').fill('1000');
  });
  await atelier.waitForTraining('ended');
  await expect(atelier.progress).toContainText('Stopped early after 2 epochs');
  await expect(page.getByText(/epoch [12], −ELBO/)).toBeVisible();
});

test('the notebook’s own objective collapses, and the window says so in words', async ({ app }) => {
  const atelier = new AtelierPage(app.page);
  await atelier.trainFashionMnist({ epochs: 1, images: 1500, objective: 'Notebook' });
  await atelier.waitForTraining('ended');
  await expect(atelier.collapseAlarm).toBeVisible();
  await expect(atelier.collapseAlarm).toContainText(/collapsed/);
  await expect(atelier.collapseAlarm.getByRole('button')).toBeVisible();
});

test('settings out of their limits are named before anything starts, and explained on demand', async ({
  app,
}) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  await page.getByRole('button', { name: 'Train on Fashion-MNIST' }).click();
  await atelier.fillIn({ latent: 1000 });
  await expect(page.getByText('A whole number from 2 to 256.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeDisabled();
  await atelier.fillIn({ latent: 64 });
  await expect(page.getByText('807,025')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Start training' })).toBeEnabled();
  await atelier.setting('Learning rate').fill('0.5');
  await expect(page.getByText('Adam seldom learns this fast')).toBeVisible();
  await page.getByRole('button', { name: 'About Warm-up' }).focus();
  await expect(page.getByRole('tooltip')).toContainText('From 0 to 10,000');
});
