import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Everything that is provisioned lives here; git ignores it. */
export const runtime = join(root, '.runtime');

/** Work in progress: nothing in here ever counts as complete, and all of it may be deleted at any time. */
export const partial = join(runtime, 'partial');

export const stamps = join(runtime, 'stamps');

/** @param {string} name a package's name, as it is imported */
export function packageFolder(name) {
  return join(root, 'node_modules', ...name.split('/'));
}

export function runtimeFolder() {
  return runtime;
}

export function datasetFolder() {
  return join(runtime, 'datasets', 'fashion-mnist');
}

const executables = /** @type {Partial<Record<NodeJS.Platform, string>>} */ ({
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
});

/** Electron's executable inside its distribution, as the npm package's `path.txt` names it. */
export const electronExecutable = executables[process.platform] ?? 'electron';

export function electronPath() {
  return join(runtime, 'electron', electronExecutable);
}
