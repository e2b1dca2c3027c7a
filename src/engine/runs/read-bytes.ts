import { LIMITS, readPlain } from '../../files/plain-file';
import { readError } from './file-errors';

/** The bytes of a file the user named. Throws UserError when it is not there, is no plain file, or may not be read. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readPlain(file, LIMITS.array);
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
