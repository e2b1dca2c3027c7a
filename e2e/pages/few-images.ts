import path from 'node:path';
import { dropFromOutside, type RunningApp } from '../app';
import { AtelierPage, type RunSettings } from './atelier-page';
import { writeColourFolder } from './images';

/**
 * Drops a folder of a few small images and trains on it, as a person does: an epoch takes a moment, so that what
 * happens over many of them is soon seen.
 */
export async function trainOnFewImages(
  app: RunningApp,
  folder: string,
  settings: RunSettings,
  beforeStart: (atelier: AtelierPage) => Promise<void> = () => Promise.resolve(),
): Promise<AtelierPage> {
  const atelier = new AtelierPage(app.page);
  const images = path.join(folder, 'few images');
  await writeColourFolder(images, { crimson: [205, 30, 60], cobalt: [30, 80, 205] }, 30, 16);
  await dropFromOutside(app, app.page.locator('body'), images);
  await atelier.previewDialog.getByRole('button', { name: 'Train on these' }).click();
  await atelier.fillIn(settings);
  await beforeStart(atelier);
  await atelier.startTraining();
  return atelier;
}
