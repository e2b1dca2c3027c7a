import { randomUUID } from 'node:crypto';
import { openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../contract/errors';
import { codeOf } from '../runs/file-errors';

/**
 * Opens a nameless file through which two processes pass bytes: in a message they would be copied four times more. The
 * system keeps it in memory as long as it has some to spare; it goes with the last descriptor.
 * Throws UserError when the temporary folder takes no file.
 */
export function openShared(): number {
  const file = path.join(tmpdir(), `latent-atelier-${randomUUID()}`);
  try {
    const descriptor = openSync(file, 'wx+', 0o600);
    rmSync(file);
    return descriptor;
  } catch (error) {
    if (codeOf(error) === '') throw error;
    throw new UserError(
      `Images cannot be read without the temporary folder ${tmpdir()}, which takes no file (${codeOf(error)}): make room there, or name another in TMPDIR.`,
    );
  }
}

/** Reads `bytes.length` bytes from `at`; false when there are not so many. */
export function readShared(descriptor: number, bytes: Uint8Array, at: number): boolean {
  for (let done = 0; done < bytes.length;) {
    const read = readSync(descriptor, bytes, done, bytes.length - done, at + done);
    if (read === 0) return false;
    done += read;
  }
  return true;
}
