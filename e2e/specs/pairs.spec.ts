import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeNpy } from '../../src/core/formats/npy';
import { answerSaveDialog, dropFromOutside, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { MapPage } from '../pages/map-page';

const POINTS = 60;

test('vectors and labels dropped together, then a table added to the open map', async ({ app, folder }) => {
  const atelier = new AtelierPage(app.page);
  const map = new MapPage(app.page);
  const at = (name: string): string => path.join(folder, name);
  const data = Float32Array.from({ length: POINTS * 6 }, (_, i) => {
    const [row, column] = [Math.floor(i / 6), i % 6];
    return (row % 2 === 0 ? 4 : -4) * (column % 2) + Math.sin(row * (column + 3));
  });
  await writeFile(at('x.npy'), writeNpy({ shape: [POINTS, 6], data }));
  const rows = Array.from({ length: POINTS }, (_, i) => i);
  await writeFile(
    at('labels.csv'),
    ['label', ...rows.map((i) => (i % 2 === 0 ? 'verb' : 'noun'))].join('\n'),
  );

  await dropFromOutside(app, app.page.locator('body'), at('x.npy'), at('labels.csv'));
  await atelier.waitForMap();
  await expect(atelier.legend).toContainText('verb');
  await expect(atelier.legend).toContainText('noun');

  const site = rows.map((i) => (i < 20 ? 'north' : 'south'));
  await writeFile(at('sites.csv'), ['site,age', ...rows.map((i) => `${site[i]!},${i}`)].join('\n'));
  await dropFromOutside(app, app.page.locator('body'), at('sites.csv'));
  const dialog = app.page.getByTestId('columns-dialog');
  await expect(dialog).toContainText('a row for each point');
  await dialog.getByRole('button', { name: 'Add these columns to this map' }).click();
  await expect(atelier.legend).toContainText('north');
  await expect(atelier.legend).toContainText('south');
  await map.colourBy('age');
  await map.colourBy('site');
  await atelier.click(await atelier.hoverSomePoint());
  await expect(app.page.getByText(/^(north|south)$/).first()).toBeVisible();

  await answerSaveDialog(app, at('words.atelier'));
  await app.page.keyboard.press('ControlOrMeta+s');
  await expect(atelier.notice.last()).toContainText('Saved');
});
