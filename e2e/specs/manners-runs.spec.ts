import { expect, putRun, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { trainOnFewImages } from '../pages/few-images';
import { look } from '../pages/picture';

test('runs are listed, renamed, compared, deleted and taken back', async ({ app, folder }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  const rows = page.getByTestId('run');

  await test.step('one that was there, and one that is trained now', async () => {
    await putRun(app.profile, 'an earlier one');
    await trainOnFewImages(app, folder, { epochs: 1, latent: 4 });
    await atelier.waitForTraining('ended');
  });

  await test.step('a name that is given stays', async () => {
    await page.keyboard.press('Control+l');
    await expect(rows).toHaveCount(2);
    await rows
      .last()
      .getByRole('button', { name: /^Rename/ })
      .click();
    await page.getByRole('textbox', { name: 'Name of the run' }).fill('The first one');
    await page.keyboard.press('Enter');
    await expect(rows.last()).toContainText('The first one');
    await expect(page.getByTestId('runs-dialog')).toBeVisible();
  });

  await test.step('their curves are laid over one another, and what differs is named', async () => {
    for (const box of await page.getByRole('checkbox').all()) await box.click();
    const comparison = page.getByTestId('runs-comparison');
    await expect(comparison).toContainText('Latent size');
    await expect(comparison).not.toContainText('Batch');
    expect((await look(comparison)).hues).toBeGreaterThanOrEqual(2);
    await page.getByRole('radio', { name: 'KL', exact: true }).click();
    await expect(comparison).toContainText('KL, test set');
  });

  await test.step('a deleted run comes back by the notice, with its name', async () => {
    await rows.last().getByRole('button', { name: 'Delete The first one' }).click();
    await expect(rows).toHaveCount(1);
    await atelier.notice.getByRole('button', { name: 'Undo' }).click();
    await expect(rows).toHaveCount(2);
    await expect(rows.last()).toContainText('The first one');
  });

  await test.step('and by the list of the deleted, until it is removed for good', async () => {
    const deleted = page.getByTestId('deleted-runs');
    await rows.last().getByRole('button', { name: 'Delete The first one' }).click();
    await deleted.getByText('1 deleted run').click();
    await deleted.getByRole('button', { name: 'Take The first one back' }).click();
    await expect(rows).toHaveCount(2);
    await expect(deleted).toHaveCount(0);
    await rows.last().getByRole('button', { name: 'Delete The first one' }).click();
    await deleted.getByText('1 deleted run').click();
    await deleted.getByRole('button', { name: 'Remove for good…' }).click();
    await deleted.getByRole('button', { name: 'Remove 1 run from the disk' }).click();
    await expect(deleted).toHaveCount(0);
    await expect(rows).toHaveCount(1);
  });

  await test.step('deleting the open run leads back to the welcome page', async () => {
    await rows.getByRole('button', { name: /^Delete/ }).click();
    await expect(rows).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Train on Fashion-MNIST' })).toBeVisible();
  });
});
