import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OutOfReachError, SourceError } from './setup-error.mjs';

const supervisor = fileURLToPath(new URL('./supervise.mjs', import.meta.url));
const pollMs = 500;
const silenceMs = 20_000;
/** How long a program may take to say its first words before its source is blamed. */
const startMs = 3000;

/** Each ends one running child. @type {Set<() => Promise<void>>} */
const running = new Set();
let ending = false;

/** @typedef {{ code: number, output: string, errors: string }} Outcome */
/**
 * @typedef {object} Watch
 * @property {() => Promise<number>} measure bytes that have come so far
 * @property {(bytes: number) => void} [onBytes]
 * @property {RegExp} [alive] what the child prints once its source has answered
 * @property {number} [aliveMs] the longest that may take from the child's first words, 6 s by default
 * @property {number} [stallMs] the longest that neither words nor bytes may come, 20 s by default
 */

/**
 * Runs a command that ends when this process ends, however that happens.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, watch?: Watch }} [options]
 * @returns {Promise<Outcome>}
 * @throws {SourceError} when the watched source does not answer or stalls
 */
export async function run(command, args, { cwd, env = process.env, watch } = {}) {
  const child = spawn(process.execPath, [supervisor, command, ...args], {
    ...(cwd && { cwd }),
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const outcome = { code: 0, output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (outcome.output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (outcome.errors += text));
  // Writing to a supervisor that is gone already is no news.
  child.stdin.on('error', () => undefined);
  /** @type {Promise<void>} */
  const closed = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      outcome.code = code ?? 1;
      resolve();
    });
  });
  const end = () => {
    child.stdin.end();
    return closed;
  };
  running.add(end);
  try {
    await Promise.race([closed, ...(watch ? [watchOver(outcome, watch, closed)] : [])]);
  } finally {
    await end();
    running.delete(end);
  }
  await restIfEnding();
  return outcome;
}

/**
 * Runs a command that must not be cut short, whatever happens to this process (a package manager at work on the
 * system), with its words in a file, since a pipe would break with us.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env: NodeJS.ProcessEnv, log: string, onWords?: (words: string) => void }} options `onWords`: all so far
 * @returns {Promise<Outcome>}
 */
export async function runToItsEnd(command, args, { env, log, onWords }) {
  const file = openSync(log, 'w');
  const child = spawn(command, args, { env, stdio: ['ignore', file, file], detached: true });
  closeSync(file);
  /** @type {Promise<number>} */
  const closed = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  const end = () => closed.then(() => undefined);
  running.add(end);
  const poll = setInterval(() => onWords?.(readFileSync(log, 'utf8')), pollMs);
  const code = await closed.finally(() => {
    clearInterval(poll);
    running.delete(end);
  });
  await restIfEnding();
  const words = readFileSync(log, 'utf8');
  return { code, output: words, errors: words };
}

/** Ends every child; what waits for one of them then waits for ever, since the process is about to go. */
export async function endChildren() {
  ending = true;
  await Promise.allSettled([...running].map((end) => end()));
}

async function restIfEnding() {
  if (ending) await new Promise(() => undefined);
}

/**
 * @param {Outcome} outcome
 * @param {Watch} watch
 * @param {Promise<void>} closed
 */
async function watchOver(outcome, { measure, onBytes, alive, aliveMs = 6000, stallMs = silenceMs }, closed) {
  let over = false;
  closed.finally(() => (over = true)).catch(() => undefined);
  let before = await measure();
  let said = 0;
  const start = Date.now();
  let asking = start + startMs;
  let lastChange = start;
  let answered = !alive;
  while (!over) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    const bytes = await measure();
    const words = outcome.output.length + outcome.errors.length;
    const now = Date.now();
    if (words > 0) asking = Math.min(asking, now);
    if (bytes !== before || words !== said) lastChange = now;
    answered ||= bytes > before || alive?.test(outcome.output) === true;
    if (!answered && now - asking > aliveMs) throw new OutOfReachError('it does not answer');
    if (now - lastChange > stallMs) throw new SourceError('it stopped sending');
    if (bytes > 0) onBytes?.(bytes);
    [before, said] = [bytes, words];
  }
}

/**
 * How much lies in a folder now; files come and go while it is counted.
 * @param {string} folder
 * @returns {Promise<number>} bytes
 */
export async function bytesBelow(folder) {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += await bytesBelow(path);
    else if (entry.isFile()) sum += (await stat(path).catch(() => undefined))?.size ?? 0;
  }
  return sum;
}
