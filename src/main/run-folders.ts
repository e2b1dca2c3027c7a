import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';

/** Folders of the app's own runs; whether they hold a run is the engine's to say. */
export async function runFolders(runsFolder: string): Promise<string[]> {
  await mkdir(runsFolder, { recursive: true });
  const entries = await readdir(runsFolder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => path.join(runsFolder, entry.name));
}

/**
 * A name for a new run that no other has: `2026-11-21-064408-fashion-mnist`, local time. The engine makes the folder
 * once the data have been read, so that a failed start leaves none.
 */
export async function newRunFolder(runsFolder: string, name: string, now: Date): Promise<string> {
  await mkdir(runsFolder, { recursive: true });
  const taken = new Set(await readdir(runsFolder));
  const base = `${stamp(now)}-${slug(name)}`;
  let candidate = base;
  for (let n = 2; taken.has(candidate); n++) candidate = `${base}-${n}`;
  return path.join(runsFolder, candidate);
}

function stamp(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

/** Letters and digits of any script, the rest as hyphens, so that the name is good on every file system. */
function slug(name: string): string {
  const plain = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 40)
    .replace(/^-+|(?<!-)-+$/g, '');
  return plain === '' ? 'images' : plain;
}
