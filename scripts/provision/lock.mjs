import { readFileSync, rmSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { codeOf } from './setup-error.mjs';

const heartbeatMs = 5000;
/** An owner that is silent for that long is gone, even where another process has its number now. */
const staleMs = 30_000;
const pollMs = 500;
const orphansMs = 1500;

/**
 * Waits until nobody else holds the lock, then holds it until `release`.
 * @param {string} file
 * @param {(pid: number) => void} onWait called once when somebody else is at work
 * @returns {Promise<{ release: () => void }>}
 */
export async function takeLock(file, onWait) {
  await mkdir(dirname(file), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), since: Date.now() });
  let told = false;
  while (!(await tryToCreate(file, mine))) {
    const owner = await ownerOf(file);
    if (!owner) continue;
    if (owner.stale) {
      await takeAway(file, owner.text);
      // Where the owner was killed, its children notice that and end.
      await new Promise((resolve) => setTimeout(resolve, orphansMs));
      continue;
    }
    if (!told) onWait(owner.pid);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  return {
    release() {
      clearInterval(heartbeat);
      try {
        if (readFileSync(file, 'utf8') === mine) rmSync(file);
      } catch (error) {
        // Taken for stale, say while the machine slept: it is no longer ours to remove.
        if (codeOf(error) !== 'ENOENT') throw error;
      }
    },
  };
}

/** @param {string} file @param {string} text */
async function tryToCreate(file, text) {
  try {
    await writeFile(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

/** @param {string} file @returns {Promise<{ text: string, pid: number, stale: boolean } | undefined>} */
async function ownerOf(file) {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
    const { pid, host } = parse(text);
    const gone = host === hostname() && !isRunning(pid);
    return { text, pid, stale: gone || Date.now() - mtimeMs > staleMs };
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return undefined;
  }
}

/** @param {string} text @returns {{ pid: number, host: string }} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Half written: its owner is about to finish it, or was killed at this very moment and will fall silent.
    return { pid: 0, host: '' };
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Of two that find the same stale lock, one renames it away; the other must not take the first one's new lock.
 * @param {string} file
 * @param {string} text what the stale lock said
 */
async function takeAway(file, text) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) === text) await rm(aside);
  else await rename(aside, file);
}
