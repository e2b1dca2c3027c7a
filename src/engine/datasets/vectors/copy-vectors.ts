import { copyFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../contract/errors';
import { FILE_NAMES } from '../../../core/formats/foreign-table';
import { codeOf, readError, writeError } from '../../runs/file-errors';
import { fingerprintOf } from './fingerprint-of';
import { metadataPlaces, readVectors } from './read-vectors';

/**
 * Copies a file of vectors into a new folder, with the metadata and the images that lie beside it and belong to them.
 * Returns the copy. Throws UserError when they are not those of `fingerprint`, the disk is full, or the place is not
 * writable.
 */
export async function copyVectors(file: string, fingerprint: string, folder: string): Promise<string> {
  const vectors = await readVectors(file);
  if (fingerprintOf(vectors) !== fingerprint) {
    throw new UserError(`The vectors in ${file} have changed since they were opened: open them again first.`);
  }
  const from = path.dirname(file);
  const images = FILE_NAMES.flatMap((name) =>
    vectors.columns.filter((column) => column.name.toLowerCase() === name),
  );
  const named = [path.basename(file), ...metadataPlaces(file), ...(images[0]?.texts ?? [])];
  for (const name of new Set(named)) {
    if (name === '' || !isBelow(from, name)) continue;
    await copyIfThere(path.join(from, name), path.join(folder, name));
  }
  return path.join(folder, path.basename(file));
}

/** Whether a name in a table leads to something in the table's folder or below it. */
export function isBelow(folder: string, name: string): boolean {
  const way = path.relative(folder, path.resolve(folder, name));
  return way !== '' && way.split(path.sep)[0] !== '..' && !path.isAbsolute(way);
}

async function copyIfThere(from: string, to: string): Promise<void> {
  try {
    if (!(await stat(from)).isFile()) return;
  } catch (error) {
    // An image that is missing is missing in the copy too.
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return;
    throw readError(error, from);
  }
  try {
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(from, to);
  } catch (error) {
    throw writeError(error, to);
  }
}
