import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { readInto } from '../../files/plain-file';
import { BYTE_LIMIT } from './protocol';
import { Refusal } from './refusal';
import { SNIFFED_BYTES } from './sniff';

/** Windows knows neither links of this kind nor FIFOs, and has no flags for them. */
const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
const READ_ONLY = process.platform === 'win32' ? O_RDONLY : O_RDONLY | O_NOFOLLOW | O_NONBLOCK;

/** All bytes of a regular file. This process does nothing else meanwhile, and reading at once is the quicker way. */
export function readBytes(file: string): Buffer {
  return withFile(file, (descriptor, size) => {
    if (size > BYTE_LIMIT) throw new Refusal('it is larger than 512 MB');
    const bytes = Buffer.allocUnsafe(size);
    const length = readInto(descriptor, bytes);
    if (length < size) throw new Refusal('it became shorter while it was read');
    return bytes;
  });
}

/** The first bytes of a regular file. */
export function readStart(file: string): Buffer {
  return withFile(file, (descriptor) => {
    const bytes = Buffer.allocUnsafe(SNIFFED_BYTES);
    return bytes.subarray(0, readInto(descriptor, bytes));
  });
}

function withFile<T>(file: string, read: (descriptor: number, size: number) => T): T {
  // A FIFO would hang a plain open, and a link may have taken the file's place since the folder was walked.
  const descriptor = openSync(file, READ_ONLY);
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new Refusal('it is not a regular file');
    return read(descriptor, stat.size);
  } finally {
    closeSync(descriptor);
  }
}

const REASONS: Partial<Record<string, string>> = {
  ENOENT: 'it is no longer there',
  ENOTDIR: 'it is no longer there',
  EACCES: 'there is no permission to read it',
  EPERM: 'there is no permission to read it',
  ELOOP: 'it is a symbolic link',
  EISDIR: 'it is a folder',
  ENXIO: 'it is not a regular file',
  EIO: 'the disk could not read it',
  EBUSY: 'another program holds it',
  ENAMETOOLONG: 'its path is too long',
  EMFILE: 'too many files are open',
};

/** Why the system did not let a file be read, in words; null when the error is none of the system's. */
export function systemReason(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return null;
  return REASONS[String(error.code)] ?? `it could not be read (${String(error.code)})`;
}
