import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesBelow } from './child.mjs';
import { npmCi, requireRegistry } from './npm.mjs';
import { root } from './paths.mjs';
import { megabytes } from './progress.mjs';
import { SetupError } from './setup-error.mjs';
import { firstOf } from './sources.mjs';
import { writeWhole } from './stamp.mjs';
import { sha256OfFile } from './verify.mjs';

const modules = join(root, 'node_modules');
const lockfile = join(root, 'package-lock.json');
/** In the folder that it vouches for, so that both go together. */
const stampFile = join(modules, '.packages-stamp.json');

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean }} LockedPackage */
/** @typedef {{ lockSha256: string, source: string }} PackagesStamp */

/** @type {import('./step.mjs').Step} */
export const packages = {
  name: 'packages',
  title: 'npm packages',

  async isComplete() {
    const installed = await installedPackages();
    if (!installed) return false;
    const locked = await packagesIn(lockfile);
    if (!locked)
      throw new SetupError('package-lock.json is missing or damaged: restore it with git and run again.');
    for (const [path, { version, optional, devOptional }] of Object.entries(locked)) {
      const here = installed[path];
      // What is optional is left out on the platforms that it is not for.
      if (!here && (optional || devOptional)) continue;
      if (here?.version !== version || !existsSync(join(root, path, 'package.json'))) return false;
    }
    const lockSha256 = await sha256OfFile(lockfile);
    const stamp = await readStamp();
    // Installed by hand, with `npm install`, and yet what the lockfile asks for.
    if (stamp?.lockSha256 !== lockSha256) await stampAs('npm install', lockSha256);
    return true;
  },

  async provide(line) {
    await rm(stampFile, { force: true });
    /** @param {boolean} offline */
    const install = async (offline) => {
      line.say(
        `installing what package-lock.json asks for from ${offline ? "npm's cache" : 'the npm registry'}`,
      );
      await npmCi({ offline, onBytes: (done) => line.bytes(done) });
    };
    const sources = [
      { name: 'the npm registry', get: () => requireRegistry().then(() => install(false)) },
      { name: "npm's own cache", get: () => install(true) },
    ];
    const { source } = await firstOf('The npm packages', sources, line);
    await stampAs(source, await sha256OfFile(lockfile));
    const installed = Object.keys((await installedPackages()) ?? {}).length;
    line.done(`${installed} packages, ${megabytes(await bytesBelow(modules))} MB, from ${source}`);
  },

  async describe() {
    const installed = await installedPackages();
    const stamp = await readStamp();
    const version = installed ? `${Object.keys(installed).length} packages` : '';
    return { version, source: stamp?.source ?? '', bytes: await bytesBelow(modules), problems: [] };
  },
};

/** What npm noted as installed; it writes this last. */
function installedPackages() {
  return packagesIn(join(modules, '.package-lock.json'));
}

/** @param {string} file @returns {Promise<Record<string, LockedPackage> | undefined>} by path, our own left out */
async function packagesIn(file) {
  try {
    /** @type {{ packages: Record<string, LockedPackage> }} */
    const lock = JSON.parse(await readFile(file, 'utf8'));
    return Object.fromEntries(Object.entries(lock.packages).filter(([path]) => path !== ''));
  } catch {
    return undefined;
  }
}

/** @returns {Promise<PackagesStamp | undefined>} */
async function readStamp() {
  try {
    return JSON.parse(await readFile(stampFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} source @param {string} lockSha256 */
async function stampAs(source, lockSha256) {
  await writeWhole(stampFile, JSON.stringify({ lockSha256, source }));
}
