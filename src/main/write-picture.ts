import { open, rename, rm } from 'node:fs/promises';
import { UserError } from '../contract/errors';

/**
 * Writes a picture whole or not at all: beside its place, synced, renamed over what was there. Returns the bytes written;
 * throws a `UserError` when the disk is full or the place cannot be written to.
 */
export async function writePicture(file: string, bytes: Uint8Array): Promise<number> {
  const beside = `${file}.${process.pid}.partial`;
  try {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw new UserError(sentenceOf(file, error));
  }
  return bytes.length;
}

function sentenceOf(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC')
    return `The disk is full: make room, or save the picture on another disk than ${file}.`;
  return `The picture could not be written to ${file}: choose a folder that you may write to.`;
}
