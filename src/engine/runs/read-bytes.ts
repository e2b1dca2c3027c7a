import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../../contract/errors';
import { readError } from './file-errors';

/** A file's bytes as a plain array: `slice` of Node's Buffer shares memory where a Uint8Array's copies. */
export function plainBytes(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** The bytes of a file the user named. Throws UserError when it is not there, is no plain file, or may not be read. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const stats = await stat(file);
    // Reading a pipe would wait for ever.
    if (!stats.isFile() && !stats.isDirectory()) {
      throw new UserError(`${file} is a pipe, a socket or a device: name a file.`);
    }
    return plainBytes(await readFile(file));
  } catch (error) {
    throw readError(error, file);
  }
}

/**
 * Reads a file the user named and makes `parse` of it. Throws UserError when it is not there, may not be read, or
 * `parse` finds it to be of another format.
 */
export async function readParsed<T>(file: string, parse: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await readBytes(file);
  try {
    return parse(bytes);
  } catch (error) {
    throw readError(error, file);
  }
}
