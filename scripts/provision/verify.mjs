import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** @param {string} file @returns {Promise<string>} */
export async function sha256OfFile(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

/**
 * Every regular file below a folder and its SHA-256. Links are left out: what they point to is hashed where it is.
 * @param {string} folder
 * @returns {Promise<Map<string, string>>} path relative to the folder, and SHA-256
 */
export async function sha256OfTree(folder) {
  /** @type {Map<string, string>} */
  const hashes = new Map();
  for (const path of await filesBelow(folder)) hashes.set(path, await sha256OfFile(join(folder, path)));
  return hashes;
}

/** @param {string} folder @param {string} [below] @returns {Promise<string[]>} regular files, relative to the folder */
async function filesBelow(folder, below = '') {
  /** @type {string[]} */
  const files = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const path = join(below, entry.name);
    if (entry.isDirectory()) files.push(...(await filesBelow(folder, path)));
    else if (entry.isFile()) files.push(path);
  }
  return files;
}
