import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { UserError } from '../contract/errors';

/** A pipe would hold a plain open for ever. Windows has none among files, and no flag for it. */
const READ_ONLY =
  process.platform === 'win32' ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK;

/** The most that is read of a file of each kind, in bytes: well above what the largest honest one has. */
export const LIMITS = {
  /** Descriptions, states, settings, the facts of a run. */
  description: 16 * 2 ** 20,
  /** A project, which keeps the places of its map. */
  project: 256 * 2 ** 20,
  /** A list with a line for each image. */
  list: 512 * 2 ** 20,
  /** Arrays, weights, archives. */
  array: 8 * 2 ** 30,
} as const;

/**
 * All bytes of a file that a person or another machine may have made. It is opened without waiting, and what was opened is
 * what is judged: only a regular file of at most `limit` bytes is read. Throws UserError for any other, and the system's
 * error where that lets nothing be read.
 */
export function readPlain(file: string, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  return readFirst(file, (stats) => plainSize(file, stats, limit));
}

/** The first `most` bytes of such a file, or all where it has fewer. */
export function readPlainStart(file: string, most: number): Promise<Uint8Array<ArrayBuffer>> {
  return readFirst(file, (stats) => Math.min(most, plainSize(file, stats, Infinity)));
}

async function readFirst(file: string, sizeOf: (stats: Stats) => number): Promise<Uint8Array<ArrayBuffer>> {
  const handle = await open(file, READ_ONLY);
  try {
    const bytes = new Uint8Array(sizeOf(await handle.stat()));
    let length = 0;
    while (length < bytes.length) {
      // A read of more than 2 GiB is refused by the system.
      const { bytesRead } = await handle.read(
        bytes,
        length,
        Math.min(bytes.length - length, 2 ** 30),
        length,
      );
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await handle.close();
  }
}

/** The text of such a file, as UTF-8. */
export async function readPlainText(file: string, limit: number): Promise<string> {
  return new TextDecoder().decode(await readPlain(file, limit));
}

/** The same at once, for the app's own small files, before there is anything that could wait. */
export function readPlainTextNow(file: string, limit: number): string {
  const descriptor = openSync(file, READ_ONLY);
  try {
    const bytes = new Uint8Array(plainSize(file, fstatSync(descriptor), limit));
    return new TextDecoder().decode(bytes.subarray(0, readInto(descriptor, bytes)));
  } finally {
    closeSync(descriptor);
  }
}

/** Fills `bytes` from the beginning of an open file; answers how many there were. */
export function readInto(descriptor: number, bytes: Uint8Array): number {
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(descriptor, bytes, length, bytes.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

function plainSize(file: string, stats: Stats, limit: number): number {
  if (stats.isDirectory()) throw new UserError(`${file} is a folder: name a file.`);
  if (!stats.isFile()) throw new UserError(`${file} is a pipe, a socket or a device: name a file.`);
  if (stats.size > limit)
    throw new UserError(
      `${file} has ${inWords(stats.size)}, and at most ${inWords(limit)} are read of such a file: name another, or split it.`,
    );
  return stats.size;
}

function inWords(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MiB` : `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
