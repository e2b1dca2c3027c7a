import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { partial } from './paths.mjs';
import { SourceError } from './setup-error.mjs';
import { sha256OfFile } from './verify.mjs';

/** Whole archives, checked and not yet unpacked: an interrupted run finds them again. */
export const downloads = join(partial, 'downloads');

/**
 * An empty folder for one step's work; what an interrupted run left there is thrown away.
 * @param {string} name
 */
export async function freshFolder(name) {
  const folder = join(partial, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

/**
 * Puts a finished folder in its place by renaming, so that a half-filled one is never to be seen there.
 * @param {string} finished below `partial`
 * @param {string} place
 */
export async function putInPlace(finished, place) {
  const old = `${finished}-old`;
  await rm(old, { recursive: true, force: true });
  await mkdir(dirname(place), { recursive: true });
  await rename(place, old).catch(() => undefined);
  await rename(finished, place);
  await rm(old, { recursive: true, force: true });
}

/**
 * An archive that another program fetches, checked before anything is taken from it.
 * @param {string} name
 * @param {string} sha256
 * @param {() => Promise<string>} fetch tells where it lies then
 * @returns {Promise<string>} its path among the downloads
 * @throws {SourceError} when it is not what is written down
 */
export async function checkedArchive(name, sha256, fetch) {
  const kept = join(downloads, name);
  if ((await sha256OfFile(kept).catch(() => '')) === sha256) return kept;
  const archive = await fetch();
  if ((await sha256OfFile(archive)) !== sha256) {
    throw new SourceError('what it sent does not have the SHA-256 written down');
  }
  await mkdir(downloads, { recursive: true });
  await rename(archive, kept);
  return kept;
}
