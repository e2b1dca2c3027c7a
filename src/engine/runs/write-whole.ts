import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../contract/errors';
import { disk, type FileSystem } from './file-system';
import { writeError } from './file-errors';
import { isRunning } from './running-process';

/** Ends the names of files and folders that are not whole yet; whoever goes on with a run removes them. */
const PARTIAL = '.partial';

export type Chunks = Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>;

/** A name beside `target` for what is not whole yet; it says which process writes it. */
export function partialName(target: string): string {
  const unique = `${process.pid}-${randomBytes(6).toString('hex')}`;
  // Of a character UTF-8 may make three bytes, and a name has 255 at most.
  return path.join(path.dirname(target), `.${path.basename(target).slice(0, 60)}.${unique}${PARTIAL}`);
}

/** Removes from a folder what a process that is gone left half written. */
export async function removePartials(folder: string, fs: FileSystem = disk): Promise<void> {
  for (const name of await fs.readdir(folder)) {
    const pid = /\.(\d+)-[0-9a-f]{12}\.partial$/.exec(name)?.[1];
    if (pid === undefined || isRunning({ pid: Number(pid), started: null })) continue;
    await fs.rm(path.join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Writes a file whole or not at all: beside, length checked, synced, renamed, the folder synced. A file that was there
 * stays as it was until the new one has taken its place. Returns the bytes written.
 * Throws UserError when the disk is full, the place is not writable or does not exist.
 */
export async function writeWhole(target: string, chunks: Chunks, fs: FileSystem = disk): Promise<number> {
  const [bytes = 0] = await writeTogether([{ target, chunks: () => chunks }], { fs });
  return bytes;
}

/** A file, and what makes its content when its turn comes. */
export interface FilePart {
  target: string;
  chunks: () => Chunks | Promise<Chunks>;
}

/**
 * Writes files of one folder that belong together, each as `writeWhole` does: none takes its place before all are
 * whole, and when one fails, or `signal` ends the work, nothing of them is left. Returns the bytes of each.
 * Throws as `writeWhole` does, and the signal's reason.
 */
export async function writeTogether(
  files: readonly FilePart[],
  { signal, fs = disk }: { signal?: AbortSignal | undefined; fs?: FileSystem } = {},
): Promise<number[]> {
  const partials: string[] = [];
  const bytes: number[] = [];
  let current = '';
  try {
    // A rename onto a folder fails, when others may have taken their places.
    for (const { target } of files) {
      if (await isFolder(target)) throw new UserError(`${target} is a folder: choose another name.`);
    }
    for (const { target, chunks } of files) {
      signal?.throwIfAborted();
      current = target;
      const partial = partialName(target);
      partials.push(partial);
      bytes.push(await writeSynced(partial, await chunks(), fs));
    }
    signal?.throwIfAborted();
    for (const [i, { target }] of files.entries()) {
      current = target;
      await fs.rename(partials[i]!, target);
    }
    await syncFolder(path.dirname(current), fs);
    return bytes;
  } catch (error) {
    for (const partial of partials) await fs.unlink(partial).catch(() => undefined);
    throw writeError(error, current);
  }
}

async function isFolder(target: string): Promise<boolean> {
  const found = await stat(target).catch(() => null);
  return found?.isDirectory() === true;
}

/** Writes a new file, checks its length and syncs it; the caller gives it its place. Returns the bytes written. */
export async function writeSynced(file: string, chunks: Chunks, fs: FileSystem = disk): Promise<number> {
  const handle = await fs.open(file, 'wx');
  try {
    let wanted = 0;
    for await (const chunk of chunks) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk;
      wanted += bytes.length;
      // writeFile goes on after a short write, from where the handle stands.
      await handle.writeFile(bytes);
    }
    await handle.sync();
    const { size } = await handle.stat();
    if (size !== wanted) {
      throw new UserError(
        `The disk took ${size} of the ${wanted} bytes of ${file}: make room, or choose another place.`,
      );
    }
    return wanted;
  } finally {
    await handle.close();
  }
}

/** Makes a rename in a folder last. Windows cannot open folders, and its renames need no such help. */
export async function syncFolder(folder: string, fs: FileSystem = disk): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
