import { readFile } from 'node:fs/promises';
import { readError } from './file-errors';

/** A file's bytes as a plain array: `slice` of Node's Buffer shares memory where a Uint8Array's copies. */
export function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/**
 * Reads a file the user named and makes `parse` of it. Throws UserError when it is not there, may not be read, or
 * `parse` finds it to be of another format.
 */
export async function readParsed<T>(file: string, parse: (bytes: Uint8Array) => T): Promise<T> {
  try {
    return parse(plainBytes(await readFile(file)));
  } catch (error) {
    throw readError(error, file);
  }
}
