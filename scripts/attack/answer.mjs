import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../provision/paths.mjs';

/** What every hostile file is answered within. */
export const LIMITS = { seconds: 20, megabytes: 2500 };

/**
 * How the command line answered.
 *
 * @typedef {object} Answer
 * @property {number | null} code its exit code; null when it was killed
 * @property {number} seconds
 * @property {number} megabytes the most that it and its helpers had resident
 * @property {string} text what it printed, both streams, at most 4,000 characters
 * @property {string[]} faults why the answer will not do, in words
 */

/**
 * Runs the built command line as a person would and watches its time and memory.
 *
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 * @returns {Promise<Answer>}
 */
export async function answerTo(args, { cwd } = {}) {
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(root, 'out/engine/cli.js'), ...args], {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  /** @param {Buffer} chunk */
  const hear = (chunk) => (text = (text + chunk.toString('latin1')).slice(-4000));
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, residentOf(child.pid));
    const late = performance.now() - started > LIMITS.seconds * 1000;
    if (late || megabytes > LIMITS.megabytes * 1.5) kill(child.pid);
  }, 50);
  /** @type {number | null} */
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  return { code, seconds, megabytes, text, faults: faultsOf({ code, seconds, megabytes, text }) };
}

/** @param {Omit<Answer, 'faults'>} answer @returns {string[]} */
function faultsOf({ code, seconds, megabytes, text }) {
  const faults = [];
  if (code !== 0 && code !== 2) faults.push(code === null ? 'was killed' : `exit code ${code}`);
  if (seconds > LIMITS.seconds) faults.push(`${seconds.toFixed(0)} s`);
  if (megabytes > LIMITS.megabytes) faults.push(`${megabytes.toFixed(0)} MB`);
  // eslint-disable-next-line no-control-regex -- these are what must not reach a terminal
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f]|\u001b(?!\[[\d;]*[mKG])/.test(text))
    faults.push('control characters in what it prints');
  return faults;
}

/** @param {number | undefined} pid */
function kill(pid) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Megabytes resident of a process and of the children it has. @param {number | undefined} pid @returns {number} */
function residentOf(pid) {
  if (pid === undefined) return 0;
  try {
    const [, resident = '0'] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const theirs = children === '' ? [] : children.split(' ').map((each) => residentOf(Number(each)));
    return theirs.reduce((sum, each) => sum + each, (Number(resident) * 4096) / 2 ** 20);
  } catch {
    return 0;
  }
}
