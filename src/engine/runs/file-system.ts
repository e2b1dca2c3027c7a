import * as promises from 'node:fs/promises';

/** What writing needs of the disk; tests give one that fails. */
export type FileSystem = Pick<
  typeof promises,
  'open' | 'rename' | 'unlink' | 'mkdir' | 'rm' | 'readdir' | 'readFile'
>;

export const disk: FileSystem = promises;
