import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { runtime, stamps } from './paths.mjs';
import { sha256OfFile } from './verify.mjs';

/** @typedef {{ size: number, mtimeMs: number, ino: number, sha256: string }} KeptFile */
/**
 * What was put in place, from where, and how to see cheaply that it is still the same.
 * @typedef {object} Stamp
 * @property {string} version
 * @property {string} source where it came from, in words
 * @property {string} pin the SHA-256 (or what else) it was made from; another one in the manifest voids the stamp
 * @property {Record<string, KeptFile>} files path relative to the book's base folder
 */

/** The stamps on the files of one base folder. */
export class StampBook {
  /** @param {string} base @param {string} folder where the stamps lie */
  constructor(base, folder) {
    this.base = base;
    this.folder = folder;
  }

  /** @param {string} name @returns {Promise<Stamp | undefined>} undefined where there is none that can be read */
  async read(name) {
    try {
      return JSON.parse(await readFile(this.#path(name), 'utf8'));
    } catch {
      return undefined;
    }
  }

  /**
   * @param {string} name
   * @param {Omit<Stamp, 'files'>} facts
   * @param {Map<string, string>} hashes path relative to the base folder, and SHA-256
   */
  async write(name, facts, hashes) {
    /** @type {Record<string, KeptFile>} */
    const files = {};
    for (const [path, sha256] of hashes) {
      files[path] = { ...(await fingerprint(join(this.base, path))), sha256 };
    }
    await this.#save(name, { ...facts, files });
  }

  /** @param {string} name */
  async remove(name) {
    await rm(this.#path(name), { force: true });
  }

  /**
   * Whether all that the stamp speaks of is there and unaltered. Files whose size, time and inode are as noted are
   * not read; any other is hashed, and where its content is the same (a copied folder) the stamp is brought up to date.
   * @param {string} name
   * @param {(pin: string) => boolean} accepts
   */
  async holds(name, accepts) {
    const stamp = await this.read(name);
    if (!stamp || !accepts(stamp.pin)) return false;
    let moved = false;
    for (const [path, kept] of Object.entries(stamp.files)) {
      const now = await fingerprint(join(this.base, path)).catch(() => undefined);
      if (now?.size === kept.size && now.mtimeMs === kept.mtimeMs && now.ino === kept.ino) continue;
      if (now?.size !== kept.size || !(await this.#hasHash(path, kept.sha256))) return false;
      Object.assign(kept, now);
      moved = true;
    }
    if (moved) await this.#save(name, stamp);
    return true;
  }

  /**
   * Hashes everything anew, whatever size and time say.
   * @param {string} name
   * @returns {Promise<string[]>} what is wrong, in words
   */
  async altered(name) {
    const stamp = await this.read(name);
    /** @type {string[]} */
    const problems = [];
    for (const [path, kept] of Object.entries(stamp?.files ?? {})) {
      if (!(await this.#hasHash(path, kept.sha256))) problems.push(`${path} is missing or altered`);
    }
    return problems;
  }

  /** @param {string} path @param {string} sha256 */
  async #hasHash(path, sha256) {
    return (await sha256OfFile(join(this.base, path)).catch(() => '')) === sha256;
  }

  /** @param {string} name */
  #path(name) {
    return join(this.folder, `${name}.json`);
  }

  /** @param {string} name @param {Stamp} stamp */
  async #save(name, stamp) {
    await writeWhole(this.#path(name), `${JSON.stringify(stamp, null, 1)}\n`);
  }
}

/** The stamps on what lies in `.runtime/`. */
export const stampBook = new StampBook(runtime, stamps);

/** @param {Stamp | undefined} stamp */
export function bytesOf(stamp) {
  return Object.values(stamp?.files ?? {}).reduce((sum, { size }) => sum + size, 0);
}

/**
 * Written beside and renamed, so that a reader never meets half a file.
 * @param {string} file
 * @param {string} text
 */
export async function writeWhole(file, text) {
  await mkdir(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}.new`;
  await writeFile(beside, text);
  await rename(beside, file);
}

/** @param {string} file @returns {Promise<Omit<KeptFile, 'sha256'>>} */
async function fingerprint(file) {
  const { size, mtimeMs, ino } = await stat(file);
  return { size, mtimeMs, ino };
}
