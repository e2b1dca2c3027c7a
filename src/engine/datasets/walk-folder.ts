import type { Dirent } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { LeftOut } from '../../contract/dataset';
import { UserError } from '../../contract/errors';

/** A regular file among images; `file` is relative with forward slashes, and a name no other file has. */
export interface FoundFile {
  path: string;
  file: string;
  /** Name of the top-level subfolder it lies in, its class; null for a file that lies in none. */
  className: string | null;
  /** Bytes, and the time of the last change in nanoseconds. */
  size: number;
  mtime: string;
}

export interface FoundFiles {
  files: FoundFile[];
  leftOut: LeftOut[];
}

/** As many files as are asked about at a time. */
const AT_A_TIME = 64;
const WANTED = 'JPEG, PNG, WebP, GIF, BMP or TIFF images';

/** What a walk needs to know and to say. */
export interface Walk {
  signal: AbortSignal;
  /** Files found so far. */
  onFound?: (files: number) => void;
}

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
    if (code === 'ENOTDIR') {
      throw new UserError(`${root} is a file, not a folder: choose the folder that holds the images.`);
    }
    throw new UserError(`The folder ${root} cannot be read (${String(code)}): check its permissions.`);
  });
  if (entries.length === 0) {
    throw new UserError(`The folder ${root} is empty: choose one that holds ${WANTED}.`);
  }
}

/** Where a walk is: the folder on disk, and what its files' names begin with. */
interface Place {
  root: string;
  prefix: string;
  /** Of all files; null when the top-level subfolder is the class. */
  className: string | null;
  found: FoundFiles;
  /** A folder mounted inside itself would otherwise never end. */
  seen: Set<string>;
  walk: Walk;
}

async function findIn(
  root: string,
  prefix: string,
  className: string | null,
  walk: Walk,
): Promise<FoundFiles> {
  const place: Place = {
    root,
    prefix,
    className,
    found: { files: [], leftOut: [] },
    seen: new Set(),
    walk,
  };
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    walk.signal.throwIfAborted();
    waiting.push(...(await readFolder(place, folder)));
    walk.onFound?.(place.found.files.length);
  }
  return place.found;
}

/** Takes in one folder's files and returns its subfolders. */
async function readFolder(place: Place, folder: string): Promise<string[]> {
  const { root, prefix, seen, walk, found } = place;
  const leaveOut = (file: string, reason: string): void =>
    void found.leftOut.push({ file: `${prefix}${file}`, reason });
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
  for (let start = 0; start < entries.length; start += AT_A_TIME) {
    walk.signal.throwIfAborted();
    const part = entries.slice(start, start + AT_A_TIME);
    const looks = await Promise.all(part.map((entry) => look(place, folder, entry)));
    for (const { file, kind, found: one } of looks) {
      if (one !== null) found.files.push(one);
      else if (kind === 'folder') subfolders.push(file);
      else leaveOut(kind === HIDDEN_FOLDER ? `${file}/` : file, kind);
    }
    walk.onFound?.(found.files.length);
  }
  return subfolders;
}

const HIDDEN_FOLDER = 'it is a hidden folder';

/** An entry of a folder: a file, a `folder`, or why it is neither. */
async function look(
  { root, prefix, className }: Place,
  folder: string,
  entry: Dirent,
): Promise<{ file: string; kind: string; found: FoundFile | null }> {
  const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
  const full = path.join(root, file);
  const stats = await lstat(full, { bigint: true }).catch(() => null);
  const not = (kind: string) => ({ file, kind, found: null });
  if (stats === null) {
    // Node puts this sign for bytes that are no UTF-8, and then no file has the name.
    const odd = entry.name.includes('\uFFFD');
    return not(odd ? 'its name is not Unicode text, so it cannot be opened' : 'it is no longer there');
  }
  if (entry.name.startsWith('.')) return not(stats.isDirectory() ? HIDDEN_FOLDER : 'it is a hidden file');
  if (stats.isDirectory()) return not('folder');
  if (stats.isSymbolicLink()) return not('it is a symbolic link, and links are not followed');
  if (!stats.isFile()) return not('it is not a regular file');
  return {
    file,
    kind: 'file',
    found: {
      path: full,
      file: `${prefix}${file}`,
      className: className ?? classOf(file),
      size: Number(stats.size),
      mtime: stats.mtimeNs.toString(),
    },
  };
}

async function fileOf(full: string, file: string, className: string | null): Promise<FoundFile> {
  const { size, mtimeNs } = await stat(full, { bigint: true });
  return { path: full, file, className, size: Number(size), mtime: mtimeNs.toString() };
}

function classOf(file: string): string | null {
  const slash = file.indexOf('/');
  return slash < 0 ? null : file.slice(0, slash).normalize('NFC');
}
