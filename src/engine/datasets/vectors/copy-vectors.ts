import { copyFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../contract/errors';
import type { RoleChoice } from '../../../core/tables/table-roles';
import { codeOf, readError, writeError } from '../../runs/file-errors';
import { placeBeside } from './columns-beside';
import { fingerprintOf } from './fingerprint-of';
import { metadataPlaces } from './metadata-beside';
import { readVectors } from './read-vectors';

/**
 * Copies a file of vectors into a new folder, with the metadata and the images that lie beside it and belong to them.
 * Returns the copy, and those of the files of `labels`. Throws UserError when they are not those of `fingerprint`, the disk is full, or the place is not
 * writable.
 */
export async function copyVectors(
  file: string,
  {
    fingerprint,
    folder,
    choice = {},
    labels = [],
  }: {
    fingerprint: string;
    folder: string;
    choice?: RoleChoice | undefined;
    labels?: readonly string[] | undefined;
  },
): Promise<{ path: string; labels: string[] }> {
  const vectors = await readVectors(file, choice, labels);
  if (fingerprintOf(vectors) !== fingerprint) {
    throw new UserError(`The vectors in ${file} have changed since they were opened: open them again first.`);
  }
  const from = path.dirname(file);
  const images = vectors.columns.find(({ name }) => name === vectors.roles.path?.column);
  const named = [path.basename(file), ...metadataPlaces(file), ...(images?.texts ?? [])];
  for (const name of new Set(named)) {
    const place = name === '' ? null : placeBeside(from, name);
    if (place !== null) await copyIfThere(place, path.join(folder, path.relative(from, place)));
  }
  const copied: string[] = [];
  for (const [at, each] of labels.entries()) {
    // Files of one name may come from several folders.
    const isTaken = [file, ...labels.slice(0, at)].some(
      (other) => path.basename(other) === path.basename(each),
    );
    const copy = path.join(folder, isTaken ? `labels-${at}-${path.basename(each)}` : path.basename(each));
    await copyIfThere(each, copy);
    copied.push(copy);
  }
  return { path: path.join(folder, path.basename(file)), labels: copied };
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
