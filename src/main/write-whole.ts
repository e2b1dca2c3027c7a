import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Writes a small file whole or not at all: beside it, synced, renamed over it. Synchronous, because the last writes
 * happen while the app quits. Throws what the file system says; the file is then as it was.
 */
export function writeWhole(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  // The longest names that file systems take leave no room for more.
  const beside = path.join(path.dirname(file), `.${path.basename(file).slice(0, 60)}.${process.pid}.tmp`);
  try {
    const handle = openSync(beside, 'w');
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
