import { _electron, test as base, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { electronSwitches, root } from '../scripts/run.mjs';
import { timeLimits } from '../src/contract/testing/time-limits';

/** The real app in a real window, with a profile of its own. */
export interface RunningApp {
  electron: ElectronApplication;
  page: Page;
  profile: string;
}

export interface WindowSize {
  width: number;
  height: number;
}

/**
 * Starts the app on a profile folder, with a project where one is named, and waits until its window can be used. Where there is no graphics card every
 * pixel costs the tests time, so that the window is no larger than it must be.
 */
export async function launch(
  profile: string,
  size: WindowSize = { width: 1280, height: 800 },
  project?: string,
): Promise<RunningApp> {
  // Without `executablePath` Playwright finds Electron itself and holds it back until it has attached; with it, it
  // attaches while the first page loads, misses that, and now and then waits for it for ever.
  const electron = await _electron.launch({
    args: [
      ...electronSwitches(),
      root,
      `--user-data-dir=${profile}`,
      ...(project === undefined ? [] : [project]),
    ],
    cwd: root,
    env: { ...definedEnv(), LATENT_ATELIER_QUIT_WITHOUT_ASKING: '1' },
    timeout: timeLimits.windowEvent,
  });
  const page = await electron.firstWindow({ timeout: timeLimits.windowEvent });
  await page.getByRole('banner').waitFor();
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 0, y: 0, width, height });
  }, size);
  return { electron, page, profile };
}

/** The title of the app's window. */
export function titleOf({ electron }: RunningApp): Promise<string> {
  return electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle() ?? '');
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** A folder that is gone when the test is over. */
export async function temporaryFolder(name: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), `latent-atelier-${name}-`));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Puts a run of one's own into a profile that no app is using, and answers its folder: a copy of the starter model. */
export async function putRun(profile: string, name: string): Promise<string> {
  const folder = path.join(profile, 'runs', name);
  await cp(path.join(root, 'resources', 'starter'), folder, { recursive: true });
  const file = path.join(folder, 'run.json');
  const description = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')));
  await writeFile(file, JSON.stringify({ ...description, name, shipped: false }));
  return folder;
}

/** `app`: started fresh for each test; `folder`: an empty folder for what the test writes. */
export const test = base.extend<{ app: RunningApp; folder: string }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern
  folder: async ({}, use) => {
    const folder = await temporaryFolder('e2e');
    await use(folder.path);
    await folder.remove();
  },
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures' names from the pattern
  app: async ({}, use) => {
    const profile = await temporaryFolder('profile');
    const app = await launch(profile.path);
    await use(app);
    await app.electron.close();
    await profile.remove();
  },
});

export { expect } from '@playwright/test';

/**
 * Makes the app's next save dialogs answer with `file` (null: cancelled), as a user would choose it; the function tells
 * how many have asked since.
 */
export async function answerSaveDialog(app: RunningApp, file: string | null): Promise<() => Promise<number>> {
  const asked = await app.electron.evaluateHandle(() => ({ times: 0 }));
  await app.electron.evaluate(
    ({ dialog }, { filePath, asked: counted }) => {
      dialog.showSaveDialog = () => {
        counted.times += 1;
        return Promise.resolve(
          filePath === null ? { canceled: true, filePath: '' } : { canceled: false, filePath },
        );
      };
    },
    { filePath: file, asked },
  );
  return () => asked.evaluate(({ times }) => times);
}

/** Makes the app's next open dialogs answer with `folder`. */
export async function answerOpenDialog(app: RunningApp, folder: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, folder);
}

/** Drags files or folders from outside onto an element and lets go of them. */
export async function dropFromOutside(app: RunningApp, target: Locator, ...files: string[]): Promise<void> {
  const box = await target.boundingBox();
  if (box === null) throw new Error('The element to drop on is not visible.');
  const session = await app.page.context().newCDPSession(app.page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data });
  await session.detach();
}
