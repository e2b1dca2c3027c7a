import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { answerSaveDialog, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { look } from '../pages/picture';

test('trains, maps, hovers, decodes, walks a path and exports the CSV', async ({ app, folder }) => {
  const atelier = new AtelierPage(app.page);

  await test.step('training shows progress, losses and reconstructions', async () => {
    await atelier.trainFashionMnist({ epochs: 1, images: 1500 });
    await atelier.waitForTraining('running');
    await expect(atelier.progress).toContainText(/images\/s/);
    await atelier.waitForTraining('ended');
    await expect(atelier.progress).toContainText('Finished');
    expect((await look(atelier.lossChart)).contrast).toBeGreaterThan(5);
    await expect(app.page.getByTestId('sample-original').first()).toBeVisible();
    expect((await look(app.page.getByTestId('samples'))).contrast).toBeGreaterThan(25);
    // Each reconstruction stands right under its original.
    for (const index of [0, 9]) {
      const [original, reconstruction] = await Promise.all(
        ['sample-original', 'sample-reconstruction'].map((id) =>
          app.page.getByTestId(id).nth(index).boundingBox(),
        ),
      );
      expect(reconstruction!.x).toBeCloseTo(original!.x, 0);
      expect(reconstruction!.y).toBeGreaterThan(original!.y);
    }
  });

  await test.step('the 10,000 test images stand in the map, coloured by class', async () => {
    await atelier.waitForMap();
    const map = await look(atelier.map);
    expect(map.covered).toBeGreaterThan(0.02);
    expect(map.hues).toBeGreaterThanOrEqual(4);
    await expect(atelier.legend).toContainText('Sneaker');
    await expect(atelier.legend).toContainText('Ankle boot');
    await expect(app.page.getByTestId('map-quality')).toContainText(/0\.\d\d/);
  });

  const first = await test.step('hovering shows the image', async () => {
    const at = await atelier.hoverSomePoint();
    expect((await look(atelier.hoverCard)).contrast).toBeGreaterThan(15);
    return at;
  });

  await test.step('a click decodes: original beside reconstruction', async () => {
    await atelier.click(first);
    await expect(atelier.original).toBeVisible();
    await expect(atelier.reconstruction).toBeVisible();
    expect((await look(atelier.original)).contrast).toBeGreaterThan(15);
    expect((await look(atelier.reconstruction)).contrast).toBeGreaterThan(15);
  });

  await test.step('shift-click draws the path and its film strip', async () => {
    const second = await atelier.hoverSomePoint(first);
    await atelier.click(second, 'Shift');
    await expect(atelier.filmStrip).toBeVisible();
    await expect.poll(() => atelier.frames.count()).toBeGreaterThanOrEqual(8);
    expect((await look(atelier.filmStrip)).contrast).toBeGreaterThan(15);
  });

  await test.step('an export that is called off writes nothing and says nothing', async () => {
    const asked = await answerSaveDialog(app, null);
    await app.page.getByRole('button', { name: 'Export CSV' }).click();
    await expect.poll(asked).toBe(1);
    await expect(atelier.notice).toHaveCount(0);
  });

  await test.step('the CSV has every test image', async () => {
    const file = path.join(folder, 'embedding.csv');
    await answerSaveDialog(app, file);
    await app.page.getByRole('button', { name: 'Export CSV' }).click();
    await expect(atelier.notice).toHaveText(/10,000/);
    const rows: Record<string, string>[] = parse(await readFile(file), { columns: true });
    expect(rows).toHaveLength(10_000);
    expect(Object.keys(rows[0]!)).toEqual([
      'index',
      'split',
      'label',
      'label_name',
      ...Array.from({ length: 64 }, (_, i) => `mu_${i}`),
      ...Array.from({ length: 64 }, (_, i) => `logvar_${i}`),
      'x',
      'y',
      'z',
      'bce',
      'kl',
    ]);
    const xs = new Set(rows.map((row) => row['x']));
    expect(xs.size).toBeGreaterThan(9_000);
    expect(rows.every((row) => Number.isFinite(Number(row['mu_63'])) && Number(row['bce']) > 0)).toBe(true);
  });
});
