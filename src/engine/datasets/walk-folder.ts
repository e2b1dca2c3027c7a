import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../contract/errors';
import { findIn } from './find-in-folder';
import type { FoundFile, FoundFiles, Walk } from './found-file';

const WANTED = 'JPEG, PNG, WebP, GIF, BMP or TIFF images';

/**
 * Every regular file in a folder and its subfolders, sorted by name in code-unit order, the same on every machine.
 * Links, hidden files and what is neither file nor folder are left out and named.
 * Throws UserError when `root` is missing, is a file, cannot be read or is empty; rejects with the signal's reason.
 */
export async function walkFolder(root: string, walk: Walk): Promise<FoundFiles> {
  await checkRoot(root);
  const found = await findIn(root, '', null, walk);
  if (found.files.length === 0 && found.leftOut.length === 0) {
    throw new UserError(`The folder ${root} is empty: choose one that holds ${WANTED}.`);
  }
  return sorted(found);
}

/**
 * Every regular file of several folders and files: each folder is a class by its name, files lie in none. Folders of
 * one name are one class. Throws UserError when all of them are missing or empty; what is missing beside others is named.
 */
export async function walkPaths(paths: readonly string[], walk: Walk): Promise<FoundFiles> {
  const all: FoundFiles = { files: [], leftOut: [] };
  const taken = new Set<string>();
  for (const full of paths.map((each) => path.resolve(each))) {
    const name = freeName(path.basename(full) || full, taken);
    const kind = await stat(full).catch(() => null);
    if (kind === null) all.leftOut.push({ file: name, reason: 'it is no longer there' });
    else if (kind.isDirectory()) {
      const found = await findIn(full, `${name}/`, path.basename(full).normalize('NFC'), walk);
      all.files = all.files.concat(found.files);
      all.leftOut = all.leftOut.concat(found.leftOut);
    } else if (kind.isFile()) all.files.push(await fileOf(full, name, null));
    else all.leftOut.push({ file: name, reason: 'it is not a regular file' });
  }
  if (all.files.length === 0) {
    const first = all.leftOut[0];
    const why = first === undefined ? 'they are empty' : `${first.file}: ${first.reason}`;
    throw new UserError(`There are no images in what was chosen (${why}): choose ${WANTED}.`);
  }
  return sorted(all);
}

/** `moths`, then `moths (2)`: two things that were dropped together may have one name. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
  taken.add(free);
  return free;
}

function sorted(found: FoundFiles): FoundFiles {
  found.files.sort((a, b) => (a.file < b.file ? -1 : 1));
  found.leftOut.sort((a, b) => (a.file < b.file ? -1 : 1));
  return found;
}

async function checkRoot(root: string): Promise<void> {
  // The folder itself may be reached over a link: the user named it.
  const entries = await readdir(root).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw new UserError(`There is no folder ${root}: check the path.`);
    if (code === 'ENOTDIR' && path.extname(root).toLowerCase() === '.npz') {
      throw new UserError(
        `${root} is an archive of arrays, and images are taken from one array: save them alone as .npy, and their labels in another, to open both as a data set.`,
      );
    }
    if (code === 'ENOTDIR') {
      throw new UserError(`${root} is a file, not a folder: choose the folder that holds the images.`);
    }
    throw new UserError(`The folder ${root} cannot be read (${String(code)}): check its permissions.`);
  });
  if (entries.length === 0) {
    throw new UserError(`The folder ${root} is empty: choose one that holds ${WANTED}.`);
  }
}

async function fileOf(full: string, file: string, className: string | null): Promise<FoundFile> {
  const { size, mtimeMs: mtime, ctimeMs: ctime, ino: inode } = await stat(full);
  return { path: full, file, className, size, mtime, ctime, inode };
}
