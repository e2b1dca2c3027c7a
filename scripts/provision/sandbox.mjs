import { spawnSync } from 'node:child_process';
import { accessSync, constants, statfsSync } from 'node:fs';

/** Chromium's processes share pictures through it; a container often has 64 MB, which a map of thumbnails exceeds. */
const sharedMemory = '/dev/shm';
const enoughBytes = 512e6;

/**
 * What Electron, started from a folder and not installed, needs to be told where Linux withholds what it builds on.
 * @returns {string[]} arguments
 */
export function sandboxFlags() {
  if (process.platform !== 'linux') return [];
  return [
    ...(hasUserNamespaces() ? [] : ['--no-sandbox']),
    ...(hasSharedMemory() ? [] : ['--disable-dev-shm-usage']),
  ];
}

/** The setuid helper has no rights in a plain folder; its sandbox must do with these, which root never gets. */
function hasUserNamespaces() {
  const isRoot = process.getuid?.() === 0;
  return !isRoot && spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0;
}

function hasSharedMemory() {
  try {
    accessSync(sharedMemory, constants.W_OK);
    const { bsize, blocks } = statfsSync(sharedMemory);
    return bsize * blocks >= enoughBytes;
  } catch {
    return false;
  }
}
