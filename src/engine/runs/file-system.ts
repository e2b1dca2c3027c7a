import { mkdir, open, readdir, rename, rm, unlink } from 'node:fs/promises';
import { readPlain } from '../../files/plain-file';

/** What writing needs of the disk; tests give one that fails. */
export const disk = { open, rename, unlink, mkdir, rm, readdir, readPlain };

export type FileSystem = typeof disk;
