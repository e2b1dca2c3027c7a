import { copyFile, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../contract/errors';
import type { RoleChoice } from '../../../core/tables/table-roles';
import { codeOf, readError, writeError } from '../../runs/file-errors';
import { imageFormat } from '../../images/sniff';
import { readStart } from '../../images/read-file';
import { besideIn } from './columns-beside';
import { fingerprintOf } from './fingerprint-of';
import { metadataPlaces } from './metadata-beside';
import { readVectors } from './read-vectors';

/**
 * Copies a file of vectors into a new folder, with the metadata and the images that lie beside it and belong to them.
 * Returns the copy, those of the files of `labels`, and how many of the files that it names stayed where they are because
 * they are no images, hidden, or not truly beside it. Throws UserError when they are not those of `fingerprint`, the disk
 * is full, or the place is not writable.
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
): Promise<{ path: string; labels: string[]; leftOut: number }> {
  const vectors = await readVectors(file, choice, labels);
  if (fingerprintOf(vectors) !== fingerprint) {
    throw new UserError(`The vectors in ${file} have changed since they were opened: open them again first.`);
  }
  const from = path.dirname(file);
  const images = vectors.columns.find(({ name }) => name === vectors.roles.path?.column);
  await copyIfThere(file, path.join(folder, path.basename(file)));
  const fileOf = await besideIn(from);
  let leftOut = 0;
  const copyBeside = async (name: string, isWanted: (found: string) => boolean): Promise<void> => {
    const beside = await fileOf(name);
    if (beside === null) return;
    if (beside === 'refused' || !isWanted(beside.path)) leftOut++;
    else await copyIfThere(beside.path, path.join(folder, path.relative(from, beside.path)));
  };
  for (const name of metadataPlaces(file)) await copyBeside(name, () => true);
  for (const name of new Set(images?.texts ?? [])) if (name !== '') await copyBeside(name, isImage);
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
  return { path: path.join(folder, path.basename(file)), labels: copied, leftOut };
}

function isImage(file: string): boolean {
  try {
    return imageFormat(readStart(file)) !== null;
  } catch {
    // What cannot be read is no image, and is counted.
    return false;
  }
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
