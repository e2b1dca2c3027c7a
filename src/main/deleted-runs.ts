import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../contract/errors';

/**
 * Where deleted runs wait until they are taken back or removed for good: a folder beside that of the runs, on the same
 * disk, so that a run moves there and back at once and whole.
 */
export class DeletedRuns {
  readonly #runsFolder: string;
  readonly #folder: string;

  constructor(runsFolder: string, folder: string) {
    this.#runsFolder = runsFolder;
    this.#folder = folder;
  }

  /**
   * Puts a run aside, and answers the name to take it back by. Throws UserError when the folder is none of the app's
   * own runs: what a person keeps elsewhere is his to delete.
   */
  async put(runFolder: string): Promise<string> {
    if (path.dirname(path.resolve(runFolder)) !== path.resolve(this.#runsFolder))
      throw new UserError(
        `${runFolder} is not among the app’s own runs, so the app does not delete it: delete its folder yourself.`,
      );
    await mkdir(this.#folder, { recursive: true });
    return move(runFolder, this.#folder, path.basename(runFolder));
  }

  /** Takes a run back and answers its folder. Throws UserError when it is not there any more. */
  async takeBack(name: string): Promise<string> {
    if (!(await this.#names()).includes(name))
      throw new UserError(`The deleted run ${name} is not there any more, so it cannot be taken back.`);
    await mkdir(this.#runsFolder, { recursive: true });
    return path.join(this.#runsFolder, await move(path.join(this.#folder, name), this.#runsFolder, name));
  }

  /** The folders of the deleted runs. */
  async folders(): Promise<string[]> {
    return (await this.#names()).map((name) => path.join(this.#folder, name));
  }

  /** Removes them for good and answers how many there were. */
  async removeAll(): Promise<number> {
    const folders = await this.folders();
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    return folders.length;
  }

  async #names(): Promise<string[]> {
    await mkdir(this.#folder, { recursive: true });
    const entries = await readdir(this.#folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  }
}

/** Moves a folder into another under a name that is free there, and answers that name. */
async function move(from: string, to: string, wanted: string): Promise<string> {
  const taken = new Set(await readdir(to));
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted}-${n}`;
  await rename(from, path.join(to, name));
  return name;
}
