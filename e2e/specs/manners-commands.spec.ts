import { expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';

test('every command is in the palette, from the keyboard alone, and many in the menu bar', async ({
  app,
}) => {
  const { page, electron } = app;
  const atelier = new AtelierPage(page);
  const palette = page.getByTestId('palette');

  await test.step('what is impossible says why, and does nothing', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('fit map');
    await expect(palette.getByRole('option').first()).toContainText('There is no map yet.');
    await page.keyboard.press('Enter');
    await expect(palette).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(palette).toHaveCount(0);
  });

  await test.step('a dialog opens from it', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('setting');
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('settings')).toBeVisible();
    await page.getByRole('radio', { name: 'Dark' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.locator('html')).toHaveAttribute('data-motion', 'full');
    await page.getByRole('radio', { name: 'Reduced' }).click();
    await expect(page.locator('html')).toHaveAttribute('data-motion', 'reduced');
    // The system's own menus and dialogs follow.
    expect(await electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    await page.keyboard.press('Escape');
  });

  // From the menu bar.
  const choose = (id: string) =>
    electron.evaluate(({ Menu }, item) => {
      Menu.getApplicationMenu()?.getMenuItemById(item)?.click();
    }, id);
  await choose('open-starter');
  await expect(atelier.legend).toBeVisible();
  await atelier.waitForMap();

  await test.step('a number leads to that image, and the arrow keys to a colouring', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('1234');
    await page.keyboard.press('Enter');
    await expect(atelier.reconstruction).toBeVisible();
    await expect(page.getByRole('region', { name: 'Inspector' })).toContainText('1234');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('colour by');
    const second = palette.getByRole('option').nth(1);
    await page.keyboard.press('ArrowDown');
    await expect(second).toHaveAttribute('aria-selected', 'true');
    await page.keyboard.press('Enter');
    await expect(palette).toHaveCount(0);
    await expect(atelier.legend).toContainText(/or (less|more)/);
  });

  await test.step('a field gets the focus when that is what was asked for', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('go to an image');
    await page.keyboard.press('Enter');
    await expect(page.locator('#go-to-index')).toBeFocused();
  });

  await test.step('the menu bar does what its words say', async () => {
    await choose('toggle-left');
    await expect(page.getByRole('region', { name: 'Training' })).toHaveCount(0);
    await choose('toggle-left');
    await expect(page.getByRole('region', { name: 'Training' })).toBeVisible();
    await choose('show-runs');
    await expect(page.getByTestId('runs-dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    await choose('show-shortcuts');
    await expect(page.getByTestId('shortcuts')).toContainText('Command Palette');
    await page.keyboard.press('Escape');
    await choose('show-welcome');
    await expect(page.getByRole('button', { name: 'Open the starter map' })).toBeVisible();
  });
});

test('what one does to the session is undone and done again', async ({ app }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  await atelier.openStarter();
  const undo = page.getByRole('button', { name: /^Undo/ });
  const redo = page.getByRole('button', { name: /^Redo/ });
  await expect(undo).toBeDisabled();

  const first = await atelier.hoverSomePoint();
  await atelier.click(first);
  await expect(atelier.reconstruction).toBeVisible();
  await atelier.click(await atelier.hoverSomePoint(first), 'Shift');
  await expect(atelier.filmStrip).toBeVisible();
  await page.getByRole('radio', { name: 'Along the data' }).click();
  await page.keyboard.press('2');
  await expect(atelier.legend).toContainText('Error');

  await page.keyboard.press('Control+z');
  await expect(atelier.legend).toContainText('Sneaker');
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('radio', { name: 'Spherical' })).toBeChecked();
  await page.keyboard.press('Control+z');
  await expect(atelier.filmStrip).toHaveCount(0);
  await expect(atelier.reconstruction).toBeVisible();
  await undo.click();
  await expect(atelier.reconstruction).toHaveCount(0);
  await expect(undo).toBeDisabled();

  for (let step = 0; step < 4; step++) await redo.click();
  await expect(redo).toBeDisabled();
  await expect(atelier.filmStrip).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Along the data' })).toBeChecked();
  await expect(atelier.legend).toContainText('Error');
});
