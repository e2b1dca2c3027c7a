import { expect, type Locator, type Page } from '@playwright/test';
import { test } from '../app';
import { ms, quantile, report } from './figures';
import { nextFrame, processorTimes, startFrameMeter, takeFrames, type Frame } from './frame-meter';
import { openSyntheticSpace, type SyntheticSpace } from './synthetic-space';

const spaces: readonly (SyntheticSpace & { near: boolean; title: string })[] = [
  { title: '10,000 points, from afar', points: 10_000, side: 28, near: false },
  { title: '10,000 thumbnails, from near', points: 10_000, side: 28, near: true },
  { title: '70,000 points', points: 70_000, side: 28, near: false },
  { title: '1,000,000 points', points: 1_000_000, side: 4, near: false },
];
const moves = 60;

for (const space of spaces) {
  test(space.title, async ({ app }, info) => {
    await openSyntheticSpace(app, space);
    await startFrameMeter(app.page);
    const map = app.page.getByTestId('map-canvas');
    const canvas = await renderer(app.page);
    if (space.near) await comeNearer(map);
    await atRest(app.page);

    const firstHover = await hover(map, 1);
    const hovered = await hover(map, moves);
    let orbited: Frame[] = [];
    const worked = await processorTimes(app, async () => {
      orbited = await orbit(map);
    });
    await atRest(app.page);
    await takeFrames(app.page);
    await app.page.waitForTimeout(2000);
    expect((await takeFrames(app.page)).filter(({ drawn }) => drawn)).toEqual([]);

    await report(info, {
      title: `Map in the window, drawn by ${canvas}`,
      columns: [
        'what',
        'frames',
        'script p50, ms',
        'script p95, ms',
        'frame p50, ms',
        'frame p95, ms',
        'processor p50, ms',
        'processor p95, ms',
      ],
      rows: [
        [
          ...row(`${space.title}: orbiting`, orbited),
          ...[0.5, 0.95].map((share) => ms(quantile(worked, share))),
        ],
        [...row(`${space.title}: hovering, each move picks`, hovered), '', ''],
        [...row(`${space.title}: the first hover`, firstHover), '', ''],
      ],
    });
  });
}

function row(title: string, frames: readonly Frame[]): string[] {
  const script = frames.map((frame) => frame.script);
  const drawn = frames.filter((frame) => frame.drawn);
  const apart = drawn.slice(1).map(({ at }, i) => at - drawn[i]!.at);
  const cells = [quantile(script, 0.5), quantile(script, 0.95), quantile(apart, 0.5), quantile(apart, 0.95)];
  return [title, String(frames.length), ...cells.map((value) => (Number.isNaN(value) ? '' : ms(value)))];
}

/** Drags across the map and back, as someone who turns it. */
async function orbit(map: Locator): Promise<Frame[]> {
  const { page, x, y } = await middleOf(map);
  await takeFrames(page);
  // Beside the points, so that nothing is hovered at the press.
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let move = 1; move <= moves; move++) {
    await page.mouse.move(x + 160 * Math.sin(move / 12), y + 30 * Math.sin(move / 17));
    await nextFrame(page);
  }
  await page.mouse.up();
  return takeFrames(page);
}

/** Moves the pointer over the map without pressing. */
async function hover(map: Locator, count: number): Promise<Frame[]> {
  const { page, x, y } = await middleOf(map);
  await takeFrames(page);
  for (let move = 0; move < count; move++) {
    const radius = 200 * Math.sqrt((move + 1) / count);
    await page.mouse.move(x + radius * Math.cos(move * 2.4), y + radius * Math.sin(move * 2.4));
    await nextFrame(page);
  }
  return takeFrames(page);
}

async function comeNearer(map: Locator): Promise<void> {
  const { page, x, y } = await middleOf(map);
  await page.mouse.move(x, y);
  for (let step = 0; step < 14; step++) {
    await page.mouse.wheel(0, -240);
    await nextFrame(page);
  }
}

async function middleOf(map: Locator): Promise<{ page: Page; x: number; y: number }> {
  const box = await map.boundingBox();
  if (box === null) throw new Error('The map is not visible.');
  return { page: map.page(), x: box.x + box.width * 0.55, y: box.y + box.height * 0.5 };
}

/** Until nothing was drawn for half a second. */
async function atRest(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      await takeFrames(page);
      await page.waitForTimeout(500);
      return (await takeFrames(page)).filter(({ drawn }) => drawn).length;
    })
    .toBe(0);
}

/** What draws WebGL here. */
async function renderer(page: Page): Promise<string> {
  return page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2');
    const names = gl?.getExtension('WEBGL_debug_renderer_info');
    const name: unknown = names == null ? null : gl?.getParameter(names.UNMASKED_RENDERER_WEBGL);
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
    return typeof name === 'string' ? name : 'an unknown renderer';
  });
}
