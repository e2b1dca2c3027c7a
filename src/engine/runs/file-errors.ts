import { UserError } from '../../contract/errors';
import { FormatError } from '../../core/formats/format-error';

const WRITING: Partial<Record<string, (path: string) => string>> = {
  ENOSPC: (path) => `The disk is full: ${path} was not written; make room and try again.`,
  EDQUOT: (path) => `The disk quota is used up: ${path} was not written; make room and try again.`,
  EIO: (path) => `The disk failed while ${path} was written: check the disk, or choose another place.`,
  EACCES: (path) => `There is no permission to write ${path}: choose another place.`,
  EPERM: (path) => `There is no permission to write ${path}: choose another place.`,
  EROFS: (path) => `The disk of ${path} can only be read: choose another place.`,
  ENOENT: (path) => `The folder of ${path} does not exist: make it first or choose another place.`,
  ENOTDIR: (path) => `${path} cannot be written, for part of its path is a file: choose another place.`,
  EISDIR: (path) => `${path} is a folder: name a file in it.`,
  EEXIST: (path) => `There is a file at ${path} where a folder is needed: choose another place.`,
  ENAMETOOLONG: (path) => `The name ${path} is too long: choose a shorter one.`,
};

const READING: Partial<Record<string, (path: string) => string>> = {
  ENOENT: (path) => `There is no file ${path}: check the path.`,
  EACCES: (path) => `There is no permission to read ${path}: check its permissions.`,
  EPERM: (path) => `There is no permission to read ${path}: check its permissions.`,
  EISDIR: (path) => `${path} is a folder: name a file.`,
  ERR_FS_FILE_TOO_LARGE: (path) => `${path} is larger than 2 GiB, more than can be read at once: split it.`,
  ENOTDIR: (path) => `There is no file ${path}, for part of its path is a file: check the path.`,
};

/** The `code` of a system error, or an empty string. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What to throw for a failed write of `path`: one sentence where the user can mend it, else the error itself. */
export function writeError(error: unknown, path: string): unknown {
  const sentence = WRITING[codeOf(error)];
  return sentence === undefined ? error : new UserError(sentence(path), { cause: error });
}

/** What to throw for a failed read of `path`, a file of a wrong format included. */
export function readError(error: unknown, path: string): unknown {
  if (error instanceof FormatError)
    return new UserError(`${path} cannot be read: ${error.message}`, { cause: error });
  const sentence = READING[codeOf(error)];
  return sentence === undefined ? error : new UserError(sentence(path), { cause: error });
}
