import { copyFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  answerOpenDialog,
  answerSaveDialog,
  dropFromOutside,
  expect,
  launch,
  temporaryFolder,
  test,
  titleOf,
  type RunningApp,
} from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { writeColourFolder } from '../pages/images';
import { InspectorPage } from '../pages/inspector-page';
import { MapPage } from '../pages/map-page';

/** Everything that a project brings back, as a person sees it. */
async function expectAsSaved({ page }: RunningApp, chosen: number): Promise<void> {
  const [atelier, inspector] = [new AtelierPage(page), new InspectorPage(page)];
  await atelier.waitForMap();
  await expect(atelier.filmStrip).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Straight' })).toBeChecked();
  await expect(inspector.pins).toHaveCount(1);
  await expect(inspector.pins.getByRole('textbox')).toHaveValue('the one to show');
  await expect(page.getByTestId('group-bar')).toContainText(`all of them ${chosen}`);
  await expect(atelier.legend).toContainText('KL');
}

test('a project is saved, reopened, moved away from its images, and pointed to them', async ({ folder }) => {
  const profile = await temporaryFolder('profile');
  const other = path.join(folder, 'another profile');
  const images = path.join(folder, 'my images');
  await writeColourFolder(images, { crimson: [205, 30, 60], cobalt: [30, 80, 205] }, 40);
  const file = path.join(folder, 'shapes.atelier');
  let app = await launch(profile.path);
  let chosen = 0;

  await test.step('a small run with all that one does to it', async () => {
    const { page } = app;
    const [atelier, inspector, map] = [new AtelierPage(page), new InspectorPage(page), new MapPage(page)];
    await dropFromOutside(app, page.locator('body'), images);
    await atelier.previewDialog.getByRole('button', { name: /Train on these/ }).click();
    await atelier.fillIn({ epochs: 1, latent: 4 });
    await atelier.startTraining();
    await atelier.waitForTraining('ended');
    await atelier.waitForMap();
    await map.tool('Select in a box');
    await map.drag([await map.at(0.02, 0.9), await map.at(0.99, 0.01)]);
    await expect.poll(() => map.chosen()).toBeGreaterThan(0);
    chosen = await map.chosen();
    await page.getByLabel('Name of the selection').fill('all of them');
    await page.keyboard.press('Enter');
    await inspector.choose(3);
    await inspector.choose(9, { stop: true });
    await expect(atelier.filmStrip).toBeVisible();
    await page.getByRole('radio', { name: 'Straight' }).click();
    await page.keyboard.press('k');
    await inspector.pins.getByRole('textbox').fill('the one to show');
    await map.colourBy('KL');
  });

  await test.step('saved under a name, it shows what is not saved yet', async () => {
    await answerSaveDialog(app, path.join(folder, 'shapes'));
    await app.page.keyboard.press('Control+Shift+s');
    await expect.poll(() => titleOf(app)).toBe('shapes — Latent Atelier');
    await new MapPage(app.page).colourBy('Error');
    await expect.poll(() => titleOf(app)).toBe('• shapes — Latent Atelier');
    await new MapPage(app.page).colourBy('KL');
    await expect.poll(() => titleOf(app)).toBe('shapes — Latent Atelier');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      format: 'latent-atelier-project',
      data: { source: { kind: 'folder', place: { relative: 'my images', absolute: images } } },
      pins: [{ note: 'the one to show' }],
    });
  });

  await test.step('with a copy of its run it is a folder of its own', async () => {
    await answerSaveDialog(app, path.join(folder, 'to hand on'));
    await app.page.keyboard.press('Control+k');
    await app.page.keyboard.type('project copy with its run or vectors');
    await app.page.keyboard.press('Enter');
    await expect(new AtelierPage(app.page).notice.last()).toContainText('moves as one');
    expect(await titleOf(app)).toBe('shapes — Latent Atelier');
  });

  await test.step('it is open again at the next start, and from the recent ones', async () => {
    await app.electron.close();
    app = await launch(profile.path);
    await expectAsSaved(app, chosen);
    expect(await titleOf(app)).toBe('shapes — Latent Atelier');
    await app.page.getByRole('button', { name: 'Open', exact: true }).click();
    await app.page.getByRole('menuitem', { name: 'Close' }).click();
    await expect(app.page.getByRole('button', { name: 'Train on Fashion-MNIST' })).toBeVisible();
    expect(await titleOf(app)).toBe('Latent Atelier');
    await app.electron.evaluate(({ Menu }) => {
      const recent = Menu.getApplicationMenu()?.getMenuItemById('open-recent')?.submenu;
      recent?.items.find(({ label }) => label === 'shapes')?.click();
    });
    await expectAsSaved(app, chosen);
    await app.electron.close();
  });

  await test.step('elsewhere, without its images, it opens with what its run kept', async () => {
    await rename(path.join(folder, 'to hand on'), path.join(folder, 'handed on'));
    await rename(images, path.join(folder, 'images, moved'));
    await writeColourFolder(path.join(folder, 'others'), { jade: [20, 170, 110] }, 10);
    app = await launch(other, undefined, path.join(folder, 'handed on', 'to hand on.atelier'));
    await expectAsSaved(app, chosen);
    const banner = app.page.getByTestId('images-banner');
    await expect(banner).toContainText(`There is no folder ${images}`);
    await expect(new AtelierPage(app.page).original).toHaveCount(0);
    await answerOpenDialog(app, path.join(folder, 'others'));
    await banner.getByRole('button', { name: 'Find the images…' }).click();
    // Others are not taken for them; what can be done with these is offered.
    const preview = new AtelierPage(app.page).previewDialog;
    await expect(preview.getByRole('note')).toContainText('are not those that the run');
    await preview.getByRole('button', { name: 'Add to the map' }).click();
    await expect(new AtelierPage(app.page).notice.last()).toContainText('10 images of others were added');
    // Theirs are there, while of the run's own reconstructions stand in.
    const inspector = new InspectorPage(app.page);
    await inspector.choose(20);
    await expect(new AtelierPage(app.page).original).toBeVisible();
    await app.page.keyboard.press('k');
    await inspector.pins.getByRole('textbox').last().fill('the greenest');
    await inspector.choose(3);
    await expect(app.page.getByText('The image is missing')).toBeVisible();
    await inspector.choose(9, { stop: true });
    await new MapPage(app.page).colourBy('KL');
    await answerOpenDialog(app, path.join(folder, 'images, moved'));
    await banner.getByRole('button', { name: 'Find the images…' }).click();
    await expect(banner).toHaveCount(0);
    await expect(new AtelierPage(app.page).original).toBeVisible();
    await expect(inspector.pins).toHaveCount(2);
    await expect.poll(() => titleOf(app)).toBe('• to hand on — Latent Atelier');
    await app.page.keyboard.press('Control+s');
    await expect.poll(() => titleOf(app)).toBe('to hand on — Latent Atelier');
    await app.electron.close();
  });

  await test.step('images that were added and are gone are kept in it, until they are found', async () => {
    await rename(path.join(folder, 'others'), path.join(folder, 'others, moved'));
    app = await launch(other);
    await expectAsSaved(app, chosen);
    const banner = app.page.getByTestId('added-banner');
    await expect(banner).toContainText(
      /The images of others are not in the map: .*others is not there any more/,
    );
    expect(await titleOf(app)).toBe('to hand on — Latent Atelier');
    await app.page.keyboard.press('Control+s');
    const saved = path.join(folder, 'handed on', 'to hand on.atelier');
    await expect(new AtelierPage(app.page).notice.last()).toContainText('Saved');
    expect(JSON.parse(await readFile(saved, 'utf8'))).toMatchObject({
      added: [{ title: 'others', n: 10 }],
      pins: [{ note: 'the one to show' }, { note: 'the greenest' }],
    });
    await answerOpenDialog(app, path.join(folder, 'others, moved'));
    await banner.getByRole('button', { name: 'Find the images…' }).click();
    await expect(banner).toHaveCount(0);
    await expect(new InspectorPage(app.page).pins).toHaveCount(2);
    await expect.poll(() => titleOf(app)).toBe('• to hand on — Latent Atelier');
  });

  await test.step('what is no project is named in one sentence, and the open one stays', async () => {
    const spoilt = path.join(folder, 'spoilt.atelier');
    await writeFile(spoilt, (await readFile(file, 'utf8')).slice(0, 400));
    await dropFromOutside(app, app.page.locator('body'), spoilt);
    await expect(new AtelierPage(app.page).notice.last()).toContainText('is damaged');
    expect(await titleOf(app)).toBe('• to hand on — Latent Atelier');
  });

  await test.step('weights that are dropped become a run, once their images are named, and encode others', async () => {
    const checkpoints = path.join(folder, 'handed on', 'run', 'checkpoints');
    const names = await readdir(checkpoints, { recursive: true });
    const weights = names.find((name) => name.endsWith('weights.safetensors'));
    await copyFile(path.join(checkpoints, weights!), path.join(folder, 'from elsewhere.safetensors'));
    const atelier = new AtelierPage(app.page);
    await dropFromOutside(app, app.page.locator('body'), path.join(folder, 'from elsewhere.safetensors'));
    await expect(atelier.notice.last()).toContainText('in colour: name the folder of their images');
    await answerOpenDialog(app, path.join(folder, 'images, moved'));
    await atelier.notice.last().getByRole('button', { name: 'Choose their images…' }).click();
    await expect.poll(() => titleOf(app)).toBe('Latent Atelier');
    await atelier.waitForMap();
    await new MapPage(app.page).colourBy('Label');
    await expect(atelier.legend).toContainText('cobalt');
    await dropFromOutside(app, app.page.locator('body'), path.join(folder, 'others, moved'));
    await atelier.previewDialog.getByRole('button', { name: 'Add to the map' }).click();
    await expect(atelier.notice.last()).toContainText('10 images of others, moved were added');
    await new InspectorPage(app.page).choose(3);
    await expect(atelier.reconstruction).toBeVisible();
    await app.electron.close();
  });
  await profile.remove();
});

test('vectors from elsewhere are kept in a project that asks for their file when it is gone', async ({
  folder,
}) => {
  const profile = path.join(folder, 'profile');
  const table = path.join(folder, 'words.csv');
  const rows = Array.from({ length: 40 }, (_, i) =>
    [i % 2 === 0 ? 'verb' : 'noun', ...[1, 2, 3, 4].map((j) => Math.sin(i * j) + (i % 2) * 4)].join(','),
  );
  await writeFile(table, ['label,v_0,v_1,v_2,v_3', ...rows].join('\n'));
  let app = await launch(profile);
  await dropFromOutside(app, app.page.locator('body'), table);
  await new AtelierPage(app.page).waitForMap();
  await new InspectorPage(app.page).choose(7);
  await app.page.keyboard.press('k');
  await new InspectorPage(app.page).pins.getByRole('textbox').fill('a noun');
  await answerSaveDialog(app, path.join(folder, 'words'));
  await app.page.keyboard.press('Control+s');
  await expect.poll(() => titleOf(app)).toBe('words — Latent Atelier');
  await app.electron.close();

  const isOpen = async (title: string): Promise<void> => {
    const [atelier, inspector] = [new AtelierPage(app.page), new InspectorPage(app.page)];
    await atelier.waitForMap();
    await expect(atelier.legend).toContainText('verb');
    await expect(inspector.pins.getByRole('textbox')).toHaveValue('a noun');
    expect(await titleOf(app)).toBe(title);
  };
  app = await launch(profile);
  await isOpen('words — Latent Atelier');
  await app.electron.close();

  await rename(table, path.join(folder, 'moved.csv'));
  await writeFile(table, 'label,v_0,v_1,v_2,v_3\nverb,1,2,3,4\nnoun,3,2,1,0\n');
  app = await launch(profile);
  await expect(app.page.getByRole('alert')).toContainText('are not those that were in the map');
  await answerOpenDialog(app, path.join(folder, 'moved.csv'));
  await app.page.getByRole('button', { name: 'Find the vectors…' }).click();
  await isOpen('• words — Latent Atelier');
  await app.page.keyboard.press('Control+s');
  await expect.poll(() => titleOf(app)).toBe('words — Latent Atelier');
  await answerSaveDialog(app, path.join(folder, 'to hand on'));
  await app.page.keyboard.press('Control+k');
  await app.page.keyboard.type('project copy with its run or vectors');
  await app.page.keyboard.press('Enter');
  await expect(new AtelierPage(app.page).notice.last()).toContainText('copy of its vectors');
  await app.electron.close();

  // Elsewhere, where nothing else of it is.
  await rename(path.join(folder, 'to hand on'), path.join(folder, 'handed on'));
  await rename(path.join(folder, 'moved.csv'), path.join(folder, 'moved again.csv'));
  app = await launch(
    path.join(folder, 'another'),
    undefined,
    path.join(folder, 'handed on', 'to hand on.atelier'),
  );
  await isOpen('to hand on — Latent Atelier');
  await app.electron.close();
});
