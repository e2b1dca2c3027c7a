import { lstatSync, type Dirent, type Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { systemReason } from '../images/read-file';
import { Breath } from './breath';
import type { FoundFiles, Walk } from './found-file';
import { isSystemFolder } from './system-folders';

/** As many files as are asked about at a time. */
const AT_A_TIME = 64;
/**
 * A disk that answered so many questions within so many milliseconds is asked the next ones one by one and waited for,
 * which takes a fifth of the time; a slower one is asked all of them at once, and other work goes on meanwhile.
 */
const QUICK_MS = 10;

/** Where a walk is: the folder on disk, and what its files' names begin with. */
interface Place {
  root: string;
  prefix: string;
  /** Of all files; null when the top-level subfolder is the class. */
  className: string | null;
  found: FoundFiles;
  /** A folder mounted inside itself would otherwise never end. */
  seen: Set<string>;
  /** Whether the disk answered the last questions quickly. */
  isQuick: boolean;
  breath: Breath;
  walk: Walk;
}

/**
 * Every regular file in a folder and its subfolders, in no order. Links, hidden files and what is neither file nor
 * folder are left out and named; so are folders of the system and subfolders that cannot be read. `prefix`: what the files' names begin with;
 * `className`: the class of all of them, null when that is the top-level subfolder.
 * Rejects with the signal's reason when that is aborted.
 */
export async function findIn(
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
    isQuick: false,
    breath: new Breath(),
    walk,
  };
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    walk.signal.throwIfAborted();
    for (const subfolder of await readFolder(place, folder)) waiting.push(subfolder);
    walk.onFound?.(place.found.files.length);
  }
  return place.found;
}

/** Takes in one folder's files and returns its subfolders. */
async function readFolder(place: Place, folder: string): Promise<string[]> {
  const { prefix, walk, found } = place;
  // Ends with one separator.
  const at = path.join(place.root, folder, path.sep);
  const leaveOut = (file: string, reason: string): void =>
    void found.leftOut.push({ file: `${prefix}${file}`, reason });
  const entries = await entriesOf(place, at);
  if (typeof entries === 'string') {
    leaveOut(`${folder}/`, entries);
    return [];
  }
  const subfolders: string[] = [];
  for (let start = 0; start < entries.length; start += AT_A_TIME) {
    await place.breath.take();
    walk.signal.throwIfAborted();
    const part = entries.slice(start, start + AT_A_TIME);
    const looks = await statsOf(place, at, part);
    part.forEach(({ name }, i) => {
      const file = folder === '' ? name : `${folder}/${name}`;
      const stats = looks[i]!;
      if (typeof stats === 'string') leaveOut(file, stats);
      else if (stats.isDirectory() && name.startsWith('.')) leaveOut(`${file}/`, 'it is a hidden folder');
      else if (stats.isDirectory() && walk.withSystem !== true && isSystemFolder(name))
        leaveOut(`${file}/`, 'it is a folder of the system or of previews, by its name');
      else if (stats.isDirectory()) subfolders.push(file);
      else if (name.startsWith('.')) leaveOut(file, 'it is a hidden file');
      else if (stats.isSymbolicLink()) leaveOut(file, 'it is a symbolic link, and links are not followed');
      else if (!stats.isFile()) leaveOut(file, 'it is not a regular file');
      else {
        const { size, mtimeMs: mtime, ctimeMs: ctime, ino: inode } = stats;
        const className = place.className ?? classOf(file);
        found.files.push({
          path: `${at}${name}`,
          file: `${prefix}${file}`,
          className,
          size,
          mtime,
          ctime,
          inode,
        });
      }
    });
    walk.onFound?.(found.files.length);
  }
  return subfolders;
}

/** What lies in a folder, or why that is not known. */
async function entriesOf({ seen }: Place, at: string): Promise<Dirent[] | string> {
  try {
    const { dev, ino } = await lstat(at, { bigint: true });
    const identity = `${dev.toString()}:${ino.toString()}`;
    if (ino !== 0n && seen.has(identity)) return 'this folder was read under another name already';
    seen.add(identity);
    return await readdir(at, { withFileTypes: true });
  } catch {
    return 'this folder could not be read';
  }
}

/** What the disk says of some entries of a folder, or why it says nothing. */
async function statsOf(place: Place, at: string, entries: readonly Dirent[]): Promise<(Stats | string)[]> {
  const began = performance.now();
  const stats = place.isQuick
    ? entries.map(({ name }) => statsNow(at, name))
    : await Promise.all(
        entries.map(({ name }) => lstat(`${at}${name}`).catch((error: unknown) => whyUnknown(name, error))),
      );
  place.isQuick = performance.now() - began < QUICK_MS;
  return stats;
}

function statsNow(at: string, name: string): Stats | string {
  try {
    return lstatSync(`${at}${name}`);
  } catch (error) {
    return whyUnknown(name, error);
  }
}

function whyUnknown(name: string, error: unknown): string {
  // Node puts this sign for bytes that are no UTF-8, and then no file has the name.
  if (name.includes('\uFFFD')) return 'its name is not Unicode text, so it cannot be opened';
  return systemReason(error) ?? 'it could not be looked at';
}

function classOf(file: string): string | null {
  const slash = file.indexOf('/');
  return slash < 0 ? null : file.slice(0, slash).normalize('NFC');
}
