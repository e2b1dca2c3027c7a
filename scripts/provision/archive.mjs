import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { bytesBelow, run } from './child.mjs';
import { SourceError } from './setup-error.mjs';
import { sha256OfTree } from './verify.mjs';

const fileTypeMask = 0o170000;
const symbolicLink = 0o120000;

/**
 * Unpacks a zip, or what is picked of it.
 * @param {string} archive
 * @param {string} folder
 * @param {{ pick?: (name: string) => string | undefined, onBytes?: (done: number) => void }} [options]
 *   `pick` tells where below the folder an entry goes; undefined leaves it out
 * @returns {Promise<Map<string, string>>} path relative to the folder, and SHA-256, of each regular file
 */
export async function unpackZip(archive, folder, { pick = (name) => name, onBytes } = {}) {
  // A package: it is there only once the packages step has run.
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(archive, { autoClose: false });
  /** @type {Map<string, string>} */
  const hashes = new Map();
  let done = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName.endsWith('/') ? undefined : pick(entry.fileName);
      if (path === undefined) continue;
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      const content = await zip.openReadStreamPromise(entry);
      // What Unix noted of the file: its type and its run bits; 0 where the archive was not made on Unix.
      const mode = entry.externalFileAttributes >>> 16;
      if ((mode & fileTypeMask) === symbolicLink) {
        await symlink(await text(content), file);
        continue;
      }
      const hash = createHash('sha256');
      content.on('data', (/** @type {Buffer} */ chunk) => {
        hash.update(chunk);
        onBytes?.((done += chunk.length));
      });
      await pipeline(content, createWriteStream(file, { mode: mode & 0o111 ? 0o755 : 0o644 }));
      hashes.set(path, hash.digest('hex'));
    }
  } finally {
    zip.close();
  }
  return hashes;
}

/**
 * Unpacks a .tar.gz with the system's tar, which every system has that this app runs on.
 * @param {string} archive
 * @param {string} folder
 * @param {{ strip?: number, members?: readonly string[], onBytes?: (done: number) => void }} [options]
 * @returns {Promise<Map<string, string>>} path relative to the folder, and SHA-256, of each regular file
 */
export async function unpackTar(archive, folder, { strip = 0, members = [], onBytes } = {}) {
  const args = ['-xzf', archive, '-C', folder, `--strip-components=${strip}`, '--no-same-owner', ...members];
  const watch = { measure: () => bytesBelow(folder), ...(onBytes && { onBytes }) };
  const { code, errors } = await run('tar', args, { watch });
  if (code !== 0) throw new SourceError(`its archive cannot be unpacked (${errors.trim().split('\n')[0]})`);
  return sha256OfTree(folder);
}
