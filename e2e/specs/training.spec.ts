import { expect, launch, temporaryFolder, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';

test('a run can be paused, continued and stopped', async ({ app }) => {
  const atelier = new AtelierPage(app.page);
  await atelier.trainFashionMnist({ epochs: 50, images: 2000 });
  await atelier.waitForTraining('running');

  await app.page.getByRole('button', { name: 'Pause' }).click();
  await atelier.waitForTraining('paused');
  const step = await atelier.progress.textContent();
  await app.page.waitForTimeout(1500);
  expect(await atelier.progress.textContent()).toBe(step);

  await app.page.getByRole('button', { name: 'Continue' }).click();
  await atelier.waitForTraining('running');
  await expect.poll(() => atelier.progress.textContent()).not.toBe(step);

  await app.page.getByRole('button', { name: 'Stop' }).click();
  await atelier.waitForTraining('ended');
  await expect(app.page.getByRole('button', { name: 'Continue training' })).toBeVisible();
});

test('the notebook’s own objective collapses, and the window says so in words', async ({ app }) => {
  const atelier = new AtelierPage(app.page);
  await atelier.trainFashionMnist({ epochs: 1, images: 4000, objective: 'Notebook' });
  await atelier.waitForTraining('ended');
  await expect(atelier.collapseAlarm).toBeVisible();
  await expect(atelier.collapseAlarm).toContainText(/collapsed/);
  await expect(atelier.collapseAlarm.getByRole('button')).toBeVisible();
});

test('settings out of their limits are named before anything starts', async ({ app }) => {
  const atelier = new AtelierPage(app.page);
  await app.page.getByRole('button', { name: 'Train on Fashion-MNIST' }).click();
  await atelier.fillIn({ latent: 1000 });
  await expect(app.page.getByRole('button', { name: 'Start training' })).toBeDisabled();
  await atelier.fillIn({ latent: 64 });
  await expect(app.page.getByText('807,025')).toBeVisible();
  await expect(app.page.getByRole('button', { name: 'Start training' })).toBeEnabled();
});

test('the session reopens as it was left', async () => {
  const profile = await temporaryFolder('profile');
  const before = await launch(profile.path);
  const first = new AtelierPage(before.page);
  await first.trainFashionMnist({ epochs: 1, images: 500 });
  await first.waitForTraining('ended');
  await first.waitForMap();
  const elbo = await before.page.getByTestId('test-elbo').textContent();
  await before.electron.close();

  const after = await launch(profile.path);
  const second = new AtelierPage(after.page);
  await second.waitForMap();
  await expect(after.page.getByTestId('test-elbo')).toHaveText(elbo ?? '');
  await after.electron.close();
  await profile.remove();
});
