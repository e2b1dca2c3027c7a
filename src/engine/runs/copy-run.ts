import { cp, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../contract/errors';
import { codeOf, writeError } from './file-errors';
import { LOCK_FILE } from './run-lock';
import { partialName, syncFolder } from './write-whole';

/**
 * Copies a run's folder to one that is not there yet, whole or not at all; what is half written and the lock stay
 * behind. Throws UserError when there is something in the way, the disk is full, or the place is not writable.
 */
export async function copyRun(from: string, to: string): Promise<void> {
  const target = path.resolve(to);
  const beside = partialName(target);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    if ((await readdir(path.dirname(target))).includes(path.basename(target))) {
      throw new UserError(`There is something at ${target} already: choose another place.`);
    }
    await cp(from, beside, { recursive: true, errorOnExist: true, force: false, filter: isOfTheRun });
    await syncAll(beside);
    await rename(beside, target);
    await syncFolder(path.dirname(target));
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error instanceof UserError || codeOf(error) === '' ? error : writeError(error, target);
  }
}

function isOfTheRun(source: string): boolean {
  const name = path.basename(source);
  return !name.startsWith(LOCK_FILE) && !name.endsWith('.partial');
}

/** Every file and folder below, the deepest first. */
async function syncAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) await syncAll(full);
    else if (entry.isFile()) {
      const handle = await open(full, 'r+').catch(() => open(full, 'r'));
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    }
  }
  await syncFolder(folder);
}
