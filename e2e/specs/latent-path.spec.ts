import type { Locator } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { answerSaveDialog, expect, test } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { seriousViolations } from '../pages/axe';
import { framesPass } from '../pages/frames-pass';
import { InspectorPage } from '../pages/inspector-page';
import { MapPage } from '../pages/map-page';

test('a path through three images: film, comparison, exports', async ({ app, folder }) => {
  const { page } = app;
  const atelier = new AtelierPage(page);
  const inspector = new InspectorPage(page);
  const map = new MapPage(page);
  const panel = page.getByRole('region', { name: 'Path' });
  await atelier.openStarter();

  await test.step('a right click has what can be done there; a path plays to and fro', async () => {
    const start = await atelier.hoverSomePoint();
    await page.mouse.click(start.x, start.y, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Path from here' }).click();
    await expect(atelier.reconstruction).toBeVisible();
    const end = await atelier.hoverSomePoint(start);
    await page.mouse.click(end.x, end.y, { button: 'right' });
    await expect(page.getByRole('menuitem', { name: 'Decode here' })).toBeVisible();
    await page.getByRole('menuitem', { name: 'Path to here' }).click();
    await expect(atelier.frames).toHaveCount(16);
    // All tools are within the panel, and the speed can be read.
    const [whole, frames, speed] = await Promise.all(
      [panel, panel.getByRole('spinbutton', { name: 'Frames' }), panel.getByLabel('Speed of the film')].map(
        (one) => one.boundingBox(),
      ),
    );
    expect(frames!.x + frames!.width).toBeLessThanOrEqual(whole!.x + whole!.width);
    expect(speed!.width).toBeGreaterThan(45);
    await panel.getByRole('button', { name: 'To the end and back' }).click();
    await panel.getByLabel('Speed of the film').selectOption('4');
    const seen = framesSeen(panel.getByText(/^\d+ \/ 16$/), ['16 / 16', '14 / 16']);
    await panel.getByRole('button', { name: 'Play', exact: true }).click();
    await seen;
    await panel.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Close the path' }).click();
  });

  await test.step('each further image is a stop', async () => {
    await inspector.choose(23);
    await inspector.choose(500, { stop: true });
    await expect(panel.getByTestId('path-stop')).toHaveCount(2);
    await expect(atelier.frames).toHaveCount(16);
    await inspector.choose(900, { stop: true });
    await expect(panel.getByTestId('path-stop')).toHaveText([/#23/, /#500/, /#900/]);
    await expect(panel.getByRole('button', { name: /a stop/ })).toHaveCount(3);
  });

  await test.step('under each frame the nearest real image; at a stop it is the stop', async () => {
    await expect(panel.getByTestId('film-real')).toHaveCount(16);
    await panel
      .getByRole('button', { name: /a stop/ })
      .nth(1)
      .click();
    await expect(panel).toContainText('Nearest real image: #500');
    await expect(panel).toContainText('at 0.00');
    const seen = await inspector.pixelsOf(page.getByTestId('film-now'));
    await map.atRest();
    const drawn = await map.stage.screenshot();
    await page.keyboard.press('.');
    await expect.poll(() => inspector.pixelsOf(page.getByTestId('film-now'))).not.toEqual(seen);
    await map.atRest();
    expect((await map.stage.screenshot()).equals(drawn), 'the map marks the frame').toBe(false);
    await expect(panel).toContainText('From the data');
  });

  await test.step('it plays and stops, and has as many frames as one likes', async () => {
    await panel.getByRole('spinbutton', { name: 'Frames' }).fill('24');
    await expect(atelier.frames).toHaveCount(24);
    const counter = panel.locator('.film-now figcaption');
    const before = await counter.textContent();
    await panel.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(counter).not.toHaveText(before ?? '');
    await panel.getByRole('button', { name: 'Stop', exact: true }).click();
    const stopped = await counter.textContent();
    await framesPass(page, 500, 10);
    expect(await counter.textContent()).toBe(stopped);
  });

  await test.step('the three ways one over another; the one along the data keeps nearest to it', async () => {
    await panel.getByRole('button', { name: 'Compare' }).click();
    await expect(panel.getByTestId('film-strip-other')).toHaveCount(2);
    await panel.getByRole('button', { name: 'Along the data', exact: true }).click();
    const distances = (testId: string): Promise<number[]> =>
      panel
        .getByTestId(testId)
        .evaluateAll((frames) => frames.map((frame) => Number(frame.getAttribute('data-distance'))));
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const along = await distances('film-frame');
    const others = await distances('film-frame-other');
    expect([along.length, others.length]).toEqual([24, 48]);
    expect(await seriousViolations(page, '.path.panel')).toEqual([]);
    expect(mean(along)).toBeLessThan(mean(others.slice(0, 24)));
    expect(mean(along)).toBeLessThan(mean(others.slice(24)));
    await panel.getByRole('button', { name: 'Compare' }).click();
    await expect(panel.getByTestId('film-strip-other')).toHaveCount(0);
  });

  await test.step('GIF, strip and CSV are written as shown', async () => {
    const write = async (item: RegExp, name: string) => {
      const file = path.join(folder, name);
      await answerSaveDialog(app, file);
      await panel.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('menuitem', { name: item }).click();
      await expect(atelier.notice.last()).toContainText(name);
      return file;
    };
    expect(await sharp(await write(/GIF/, 'walk.gif')).metadata()).toMatchObject({
      format: 'gif',
      pages: 24,
    });
    expect(await sharp(await write(/PNG/, 'walk.png')).metadata()).toMatchObject({
      format: 'png',
      width: 24 * 29 - 1,
      height: 28,
    });
    const rows: Record<string, string>[] = parse(await readFile(await write(/CSV/, 'walk.csv')), {
      columns: true,
    });
    expect(rows.map(({ frame }) => Number(frame))).toEqual(Array.from({ length: 24 }, (_, i) => i));
    expect([rows[0]?.['nearest'], rows[23]?.['nearest'], rows[0]?.['mu_63'] === undefined]).toEqual([
      '23',
      '900',
      false,
    ]);
  });

  await test.step('a stop is taken out, and closing the path leaves its first image', async () => {
    await panel.getByRole('button', { name: 'Take #500 out of the path' }).click();
    await expect(panel.getByTestId('path-stop')).toHaveText([/#23/, /#900/]);
    await panel.getByRole('button', { name: 'Close the path' }).click();
    await expect(panel).toBeHidden();
    await inspector.expectImage(23);
  });
});

/** Waits until a caption has shown these texts one after the other, each if only for a moment. */
function framesSeen(caption: Locator, texts: readonly string[]): Promise<void> {
  return caption.evaluate(
    (element, wanted) =>
      new Promise<void>((resolve) => {
        const left = [...wanted];
        const observer = new MutationObserver(() => {
          if (element.textContent === left[0]) left.shift();
          if (left.length > 0) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(element, { subtree: true, childList: true, characterData: true });
      }),
    texts,
  );
}
