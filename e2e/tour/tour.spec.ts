import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { root } from '../../scripts/run.mjs';
import { answerSaveDialog, launch, type RunningApp } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { framesPass } from '../pages/frames-pass';
import { look } from '../pages/picture';

const folder = path.join(root, 'out', 'tour');

/** The app on a profile of its own inside the tour's folder, so that one can look into the run afterwards. */
const test = base.extend<{ app: RunningApp }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern
  app: async ({}, use) => {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const app = await launch(path.join(folder, 'profile'), { width: 1600, height: 1000 });
    await use(app);
    await app.electron.close();
  },
});

test('the tour', async ({ app }) => {
  const atelier = new AtelierPage(app.page);
  const summary: string[] = [];
  const started = Date.now();
  let shots = 0;
  const shoot = async (name: string) => {
    shots += 1;
    const file = `${String(shots).padStart(2, '0')}-${name}.png`;
    await app.page.screenshot({ path: path.join(folder, file) });
    return file;
  };

  await test.step('The app opens its window.', async () => {
    await expect(app.page.getByRole('button', { name: 'Train on Fashion-MNIST' })).toBeVisible();
    await shoot('welcome');
  });

  await test.step('It trains one epoch on Fashion-MNIST: 60,000 images; one to four minutes on two cores.', async () => {
    await atelier.trainFashionMnist({ epochs: 1 });
    await atelier.waitForTraining('running');
    await expect(atelier.progress).toContainText(/step (1\d\d|[2-9]\d\d) of/);
    await shoot('training');
    await atelier.waitForTraining('ended');
    const elbo = await app.page.getByTestId('test-elbo').textContent();
    const pace = await app.page.getByTestId('run-pace').textContent();
    const active = await app.page.getByTestId('active-units').textContent();
    summary.push(
      `- Trained one epoch on 60,000 images: ${pace?.trim() ?? ''}.`,
      `- Test negative ELBO: ${elbo?.trim() ?? ''} nats an image; active units: ${active?.trim() ?? ''}.`,
    );
  });

  await test.step('It maps the 10,000 test images by their mu vectors.', async () => {
    await atelier.waitForMap();
    const map = await look(atelier.map);
    expect(map.covered, 'the map is not blank').toBeGreaterThan(0.02);
    expect(map.hues, 'the map is coloured').toBeGreaterThanOrEqual(4);
    const quality = await app.page.getByTestId('map-quality').textContent();
    summary.push(`- Mapped the 10,000 test images in 3-D (${quality?.trim() ?? ''}): ${await shoot('map')}.`);
  });

  const first = await test.step('It clicks a garment and decodes it.', async () => {
    const at = await atelier.hoverSomePoint();
    await shoot('hover');
    await atelier.click(at);
    await expect(atelier.reconstruction).toBeVisible();
    expect((await look(atelier.reconstruction)).contrast, 'the garment is decoded').toBeGreaterThan(15);
    summary.push(`- Clicked a garment and decoded it: ${await shoot('decoded')}.`);
    return at;
  });

  await test.step('It draws the path to another garment and decodes each step of it.', async () => {
    const second = await atelier.hoverSomePoint(first);
    await atelier.click(second, 'Shift');
    await expect(atelier.filmStrip).toBeVisible();
    await expect.poll(() => atelier.frames.count()).toBeGreaterThanOrEqual(8);
    const frames = await atelier.frames.count();
    await app.page.mouse.move(5, 5);
    await framesPass(app.page, 500, 10);
    summary.push(`- Drew the path to another garment in ${frames} frames: ${await shoot('path')}.`);
    await app.page.getByRole('button', { name: /^Switch to (light|dark) theme/ }).click();
    await framesPass(app.page, 500, 10);
    await shoot('path-other-theme');
  });

  await test.step('It exports the embedding as CSV.', async () => {
    const file = path.join(folder, 'embedding.csv');
    await answerSaveDialog(app, file);
    await app.page.getByRole('button', { name: 'Export CSV' }).click();
    await expect(atelier.notice.last()).toContainText(/10,000/);
    const rows: string[][] = parse(await readFile(file), { fromLine: 2 });
    expect(rows).toHaveLength(10_000);
    await shoot('exported');
    summary.push(`- Exported ${rows.length} rows of ${rows[0]?.length ?? 0} columns: embedding.csv.`);
  });

  await writeFile(
    path.join(folder, 'summary.md'),
    [
      '# The tour of Latent Atelier',
      '',
      `${new Date(started).toISOString()}, ${Math.round((Date.now() - started) / 1000)} seconds.`,
      '',
      ...summary,
      '',
    ].join('\n'),
  );
});
