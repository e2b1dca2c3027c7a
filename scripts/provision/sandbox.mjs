import { spawnSync } from 'node:child_process';

/**
 * What Electron, started from a folder and not installed, needs to be told on Linux: its setuid helper has no rights
 * there, so its sandbox must do with user namespaces, which root, containers and some distributions do not give it.
 * @returns {string[]} arguments
 */
export function sandboxFlags() {
  if (process.platform !== 'linux') return [];
  const isRoot = process.getuid?.() === 0;
  return isRoot || spawnSync('unshare', ['--user', '--map-root-user', 'true']).status !== 0
    ? ['--no-sandbox']
    : [];
}
