import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../contract/errors';
import { codeOf, writeError } from './file-errors';

/**
 * Finds out before a long computation whether its result can be written to `target`: its folder must be there (with
 * `makeFolders` some folder above it) and writable. Throws UserError when it cannot.
 */
export async function assertWritable(target: string, { makeFolders = false } = {}): Promise<void> {
  const file = path.resolve(target);
  try {
    const found = await stat(file).catch(() => null);
    if (found?.isDirectory() === true) throw new UserError(`${file} is a folder: name a file in it.`);
    const folder = await existing(path.dirname(file), makeFolders);
    if (!(await stat(folder)).isDirectory()) {
      throw new UserError(`${folder} is a file where a folder is needed: choose another place.`);
    }
    await access(folder, constants.W_OK);
  } catch (error) {
    throw error instanceof UserError ? error : writeError(error, file);
  }
}

/** The folder itself, or with `orAbove` the nearest one above it that is there. */
async function existing(folder: string, orAbove: boolean): Promise<string> {
  try {
    await stat(folder);
    return folder;
  } catch (error) {
    const parent = path.dirname(folder);
    if (!orAbove || parent === folder || !['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw error;
    return existing(parent, orAbove);
  }
}
