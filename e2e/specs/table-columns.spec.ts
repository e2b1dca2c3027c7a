import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dropFromOutside, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';

test('of a frame of digits the picker shows what was taken, and other columns can be taken', async ({
  app,
  folder,
}) => {
  const atelier = new AtelierPage(app.page);
  // As scikit-learn names them: pixel_ROW_COLUMN, with the digit as target.
  const names = Array.from({ length: 64 }, (_, i) => `pixel_${Math.floor(i / 8)}_${i % 8}`);
  const lines = Array.from({ length: 60 }, (_, row) =>
    [...names.map((_, i) => Math.abs((row % 3) * 5 + ((row * i) % 4))), row % 3, row * 2].join(),
  );
  const frame = path.join(folder, 'digits.csv');
  await writeFile(frame, [[...names, 'target', 'weight'].join(), ...lines].join('\n'));
  await dropFromOutside(app, app.page.locator('body'), frame);

  // A further column of numbers makes it not plain: it is asked before anything is laid out.
  const dialog = app.page.getByTestId('table-dialog');
  const taken = dialog.getByTestId('table-taken');
  await expect(taken).toHaveText(
    'Vectors: 64 columns, pixel_0_0 to pixel_7_7; label: target; colours: weight.',
  );
  await expect(dialog.getByRole('note')).toContainText('"weight" holds numbers too');
  await dialog.getByRole('button', { name: 'Map these' }).click();
  await atelier.waitForMap();
  await expect(atelier.notice.last()).toContainText('Vectors: 64 columns, pixel_0_0 to pixel_7_7');
  await expect(atelier.legend).toContainText('2');

  await app.page.getByRole('button', { name: 'Columns of the table…' }).click();
  // It follows what the engine takes, which comes later than the click.
  await dialog.getByLabel('weight').click();
  await expect(dialog.getByLabel('weight')).toBeChecked();
  await expect(taken).toContainText('Vectors: 65 columns');
  await dialog.getByLabel('Label').selectOption({ label: 'None' });
  await expect(taken).toContainText('label: none; colours: target');
  await dialog.getByRole('button', { name: 'Map these' }).click();
  await atelier.waitForMap();
  await expect(atelier.notice.last()).toContainText('Vectors: 65 columns, pixel_0_0 to weight; label: none');
});
