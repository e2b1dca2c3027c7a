import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { UserError } from '../contract/errors';

const REMEMBERED = 200;

/** What is kept from one session to the next. */
export const grantedFolders = z.array(z.string().min(1));

/**
 * The folders the window may name. It can only name what the user chose in a dialog or dropped, now or in an earlier
 * session, and what lies inside the app's own folder of runs; links and `..` are resolved before anything is compared.
 */
export class PathGrants {
  readonly #runsFolder: string;
  readonly #remember: (paths: string[]) => void;
  #granted: string[];

  /** `remembered` is what `remember` was last given, in an earlier session. */
  constructor(
    runsFolder: string,
    remembered: readonly string[] = [],
    remember: (paths: string[]) => void = () => undefined,
  ) {
    this.#runsFolder = runsFolder;
    this.#granted = [...remembered];
    this.#remember = remember;
  }

  /** Allows a folder and all it holds, and gives its real path. Throws UserError when it is no folder. */
  async grant(folder: string): Promise<string> {
    const real = await realFolder(folder);
    this.#granted = [real, ...this.#granted.filter((each) => each !== real)].slice(0, REMEMBERED);
    this.#remember([...this.#granted]);
    return real;
  }

  /** Allows a folder with all it holds, or one file. Throws UserError when it is not there. */
  async grantAny(path: string): Promise<{ path: string; isFolder: boolean }> {
    const { real, isFolder } = await realPath(path);
    this.#granted = [real, ...this.#granted.filter((each) => each !== real)].slice(0, REMEMBERED);
    this.#remember([...this.#granted]);
    return { path: real, isFolder };
  }

  /** The real path of a folder or file that may be read. Throws UserError when it is not there or was never allowed. */
  async checkAny(path: string): Promise<string> {
    const { real } = await realPath(path);
    await this.#checkReal(real, path);
    return real;
  }

  /** The real path of a folder that may be read. Throws UserError when it is not there or was never allowed. */
  async check(folder: string): Promise<string> {
    const real = await realFolder(folder);
    await this.#checkReal(real, folder);
    return real;
  }

  async #checkReal(real: string, asked: string): Promise<void> {
    if (this.#granted.some((each) => real === each || isInside(real, each))) return;
    if (isInside(real, await realpath(this.#runsFolder).catch(() => this.#runsFolder))) return;
    throw new UserError(
      `The app may not read ${asked} yet: choose it in the dialog or drop it on the window.`,
    );
  }
}

async function realFolder(folder: string): Promise<string> {
  const { real, isFolder } = await realPath(folder);
  if (!isFolder)
    throw new UserError(`${path.basename(folder)} is a file: choose or drop the folder that holds it.`);
  return real;
}

async function realPath(folder: string): Promise<{ real: string; isFolder: boolean }> {
  if (!path.isAbsolute(folder))
    throw new UserError(`${folder} is not a whole path: choose the folder again.`);
  let real: string;
  try {
    real = await realpath(folder);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : undefined;
    if (reason === 'ENOENT' || reason === 'ENOTDIR')
      throw new UserError(`${folder} is not there any more: choose it again.`);
    throw new UserError(`${folder} cannot be opened (${String(reason)}): choose another one.`);
  }
  return { real, isFolder: (await stat(real)).isDirectory() };
}

function isInside(file: string, folder: string): boolean {
  const way = path.relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
