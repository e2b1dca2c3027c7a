import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { LeftOut } from '../../contract/dataset';
import { UserError } from '../../contract/errors';

/** A regular file in a folder of images; `file` is relative with forward slashes. */
export interface FoundFile {
  path: string;
  file: string;
  /** Name of the top-level subfolder it lies in, its class; null for a file that lies in none. */
  className: string | null;
}

export interface FoundFiles {
  files: FoundFile[];
  leftOut: LeftOut[];
}

/**
 * Every regular file in a folder and its subfolders, sorted by name in code-unit order, the same on every machine.
 * Links, hidden files and what is neither file nor folder are left out and named.
 * Throws UserError when `root` is missing, is a file, cannot be read or is empty; rejects with the signal's reason.
 */
export async function walkFolder(root: string, signal: AbortSignal): Promise<FoundFiles> {
  await checkRoot(root);
  const found: FoundFiles = { files: [], leftOut: [] };
  // A folder mounted inside itself would otherwise never end.
  const seen = new Set<string>();
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    signal.throwIfAborted();
    const subfolders = await readFolder(root, folder, seen, found);
    waiting.push(...subfolders);
  }
  if (found.files.length === 0 && found.leftOut.length === 0) {
    throw new UserError(`The folder ${root} is empty: choose one that holds JPEG, PNG, WebP or GIF images.`);
  }
  found.files.sort((a, b) => (a.file < b.file ? -1 : 1));
  found.leftOut.sort((a, b) => (a.file < b.file ? -1 : 1));
  return found;
}

async function checkRoot(root: string): Promise<void> {
  // The folder itself may be reached over a link: the user named it.
  const entries = await readdir(root).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') throw new UserError(`There is no folder ${root}: check the path.`);
    if (code === 'ENOTDIR') {
      throw new UserError(`${root} is a file, not a folder: choose the folder that holds the images.`);
    }
    throw new UserError(`The folder ${root} cannot be read (${String(code)}): check its permissions.`);
  });
  if (entries.length === 0) {
    throw new UserError(`The folder ${root} is empty: choose one that holds JPEG, PNG, WebP or GIF images.`);
  }
}

/** Takes in one folder's files and returns its subfolders. */
async function readFolder(
  root: string,
  folder: string,
  seen: Set<string>,
  found: FoundFiles,
): Promise<string[]> {
  const leaveOut = (file: string, reason: string): void => void found.leftOut.push({ file, reason });
  let entries: Dirent[];
  try {
    const { dev, ino } = await lstat(path.join(root, folder, path.sep), { bigint: true });
    const identity = `${dev.toString()}:${ino.toString()}`;
    if (ino !== 0n && seen.has(identity)) {
      leaveOut(`${folder}/`, 'this folder was read under another name already');
      return [];
    }
    seen.add(identity);
    entries = await readdir(path.join(root, folder), { withFileTypes: true });
  } catch {
    leaveOut(`${folder}/`, 'this folder could not be read');
    return [];
  }
  const subfolders: string[] = [];
  for (const entry of entries) {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    const kind = await kindOf(entry, path.join(root, file));
    if (entry.name.startsWith('.')) leaveOut(kind === 'folder' ? `${file}/` : file, `it is a hidden ${kind}`);
    else if (kind === 'folder') subfolders.push(file);
    else if (kind === 'file')
      found.files.push({ path: path.join(root, file), file, className: classOf(file) });
    else leaveOut(file, kind);
  }
  return subfolders;
}

/** `folder`, `file`, or why an entry is neither. */
async function kindOf(entry: Dirent, full: string): Promise<string> {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  // Some file systems do not tell the kind with the name.
  const stat = await lstat(full).catch(() => null);
  if (stat === null) return 'it is no longer there';
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'folder';
  return stat.isSymbolicLink()
    ? 'it is a symbolic link, and links are not followed'
    : 'it is not a regular file';
}

function classOf(file: string): string | null {
  const slash = file.indexOf('/');
  return slash < 0 ? null : file.slice(0, slash).normalize('NFC');
}
