import { expect, type Page } from '@playwright/test';
import { launch, temporaryFolder, test, type RunningApp } from '../app';
import { AtelierPage } from '../pages/atelier-page';
import { MapPage } from '../pages/map-page';
import { ms, quantile, report } from './figures';

/** Moves of a slider, and as many images that are chosen: after each of these the map flies and comes to rest. */
const EVENTS = 200;
const STARTS = 3;
/** Minutes of scripted use, as `--minutes` says. */
const MINUTES = Number(process.env['LATENT_ATELIER_BENCH_MINUTES']);

// eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern
test('start: until the window can be used, and until the starter map is there', async ({}, info) => {
  const rows: string[][] = [];
  for (let start = 1; start <= STARTS; start++) {
    const profile = await temporaryFolder('bench');
    const began = performance.now();
    const app = await launch(profile.path);
    const shown = performance.now() - began;
    const atelier = new AtelierPage(app.page);
    await app.page.getByRole('button', { name: 'Open the starter map' }).click();
    await app.page.locator('[data-testid="map-status"][data-state="done"]').waitFor();
    const mapped = performance.now() - began;
    await expect(atelier.legend).toBeVisible();
    rows.push([`start ${start}`, seconds(shown), seconds(mapped)]);
    await app.electron.close();
    await profile.remove();
  }
  await report(info, {
    title: 'From the start of the process',
    columns: ['what', 'window can be used, s', 'starter map is shown, s'],
    rows,
  });
});

test('decoding: from a choice, and from a slider, until the pixels are drawn', async ({ app }, info) => {
  const { page } = app;
  await new AtelierPage(page).openStarter();
  const decoded = await decodeByIndex(page);
  const slid = await decodeBySlider(page);
  const row = (what: string, times: readonly Drawn[]) => [
    what,
    String(times.length),
    ...(['drawn', 'shown'] as const).flatMap((moment) =>
      [0.5, 0.95].map((share) =>
        ms(
          quantile(
            times.map((time) => time[moment]),
            share,
          ),
        ),
      ),
    ),
  ];
  await report(info, {
    title:
      'From the event until the pixels are on their canvas, and until the next frame, which shows them, begins',
    columns: ['what', 'events', 'drawn p50, ms', 'drawn p95, ms', 'frame p50, ms', 'frame p95, ms'],
    rows: [row('an image is chosen', decoded), row('a slider moves by a step', slid)],
  });
  expect(decoded).toHaveLength(EVENTS);
  expect(slid).toHaveLength(EVENTS);
});

test('memory over scripted use', async ({ app }, info) => {
  const { page } = app;
  await new AtelierPage(page).openStarter();
  const rows: string[][] = [];
  const began = Date.now();
  let next = 0;
  let choices = 0;
  while (Date.now() - began < MINUTES * 60_000) {
    const minutes = (Date.now() - began) / 60_000;
    if (minutes >= next) {
      rows.push([minutes.toFixed(1), String(choices), ...(await memory(app))]);
      next += MINUTES / 10;
    }
    await useOnce(page, choices);
    choices += 1;
  }
  rows.push([((Date.now() - began) / 60_000).toFixed(1), String(choices), ...(await memory(app))]);
  await report(info, {
    title: 'Memory over scripted use: choose, path, colour, undo, palette',
    columns: ['minutes', 'rounds', 'window heap, MB', 'window, MB', 'engine, MB', 'main, MB'],
    rows,
  });
});

/**
 * Types an image's number, and waits for its reconstruction to be drawn: its canvas, which React makes anew or draws
 * on again, says so by its label.
 */
async function decodeByIndex(page: Page): Promise<Drawn[]> {
  const times: Drawn[] = [];
  const map = new MapPage(page);
  for (let event = 0; event < EVENTS; event++) {
    const index = (event * 7919) % 10_000;
    await page.locator('#go-to-index').fill(String(index));
    times.push(await untilDrawn(page, { key: 'Enter', label: `Reconstruction of image ${index}` }));
    await expect.poll(() => map.framesWithin(150), { intervals: [0] }).toBe(0);
  }
  return times;
}

async function decodeBySlider(page: Page): Promise<Drawn[]> {
  await page.getByRole('radio', { name: 'Sliders' }).click();
  const slider = page.getByRole('region', { name: 'Inspector' }).getByRole('slider').first();
  await slider.focus();
  const times: Drawn[] = [];
  for (let event = 0; event < EVENTS; event++) {
    const key = event % 40 < 20 ? 'ArrowRight' : 'ArrowLeft';
    times.push(await untilDrawn(page, { key, label: null }));
  }
  return times;
}

/** Milliseconds from the press of a key in the page. */
interface Drawn {
  /** To the pixels on their canvas. */
  drawn: number;
  /** To the beginning of the next frame. */
  shown: number;
}

/** Times the first pixels that are put on a canvas of the inspector; on the one with this label, where there is one. */
async function untilDrawn(page: Page, { key, label }: { key: string; label: string | null }): Promise<Drawn> {
  const drawn = page.evaluate(
    ({ wanted }) =>
      new Promise<Drawn>((resolve, reject) => {
        // eslint-disable-next-line @typescript-eslint/unbound-method -- applied to its own object below
        const put = CanvasRenderingContext2D.prototype.putImageData;
        let began = 0;
        const restore = () => {
          CanvasRenderingContext2D.prototype.putImageData = put;
        };
        const late = setTimeout(() => {
          restore();
          reject(new Error('No pixels were drawn within 10 seconds.'));
        }, 10_000);
        window.addEventListener('keydown', (event) => (began = event.timeStamp), {
          once: true,
          capture: true,
        });
        CanvasRenderingContext2D.prototype.putImageData = function (
          this: CanvasRenderingContext2D,
          image: ImageData,
          x: number,
          y: number,
        ) {
          Reflect.apply(put, this, [image, x, y]);
          const { canvas } = this;
          const isWanted = wanted === null || canvas.getAttribute('aria-label') === wanted;
          if (began === 0 || !isWanted || canvas.closest('.inspector') === null) return;
          clearTimeout(late);
          restore();
          const done = performance.now() - began;
          requestAnimationFrame(() => resolve({ drawn: done, shown: performance.now() - began }));
        };
        document.documentElement.dataset['benchReady'] = 'yes';
      }),
    { wanted: label },
  );
  await page.waitForFunction(() => document.documentElement.dataset['benchReady'] === 'yes');
  await page.evaluate(() => delete document.documentElement.dataset['benchReady']);
  await page.keyboard.press(key);
  return drawn;
}

/** What someone does in a few seconds. */
async function useOnce(page: Page, round: number): Promise<void> {
  const index = (round * 7919) % 10_000;
  const field = page.locator('#go-to-index');
  await field.fill(String(index));
  await page.keyboard.press('Enter');
  await field.fill(String((index + 4321) % 10_000));
  await page.keyboard.press('Shift+Enter');
  await expect(page.getByTestId('film-strip')).toBeVisible();
  await page.keyboard.press(String(1 + (round % 3)));
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+Shift+z');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

/** Megabytes: the window's JavaScript heap after a collection, then the working sets of the processes. */
async function memory({ page, electron }: RunningApp): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  const sizes = await electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ type, name, memory: { workingSetSize } }) => ({
      kind: name === 'Latent Atelier engine' ? 'engine' : type,
      kilobytes: workingSetSize,
    })),
  );
  const of = (kind: string) =>
    sizes.filter((one) => one.kind === kind).reduce((sum, { kilobytes }) => sum + kilobytes, 0) / 1024;
  return [usedSize / 2 ** 20, of('Tab'), of('engine'), of('Browser')].map((size) => size.toFixed(0));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
