import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../provision/paths.mjs';

/** Lines at the end of a part's output that are kept, to say why it failed. */
const KEPT_LINES = 400;

/**
 * @typedef {object} Ended
 * @property {number} code 128 + signal when a signal ended it
 * @property {string[]} lines the end of what it printed
 * @property {number} seconds
 */

/**
 * Runs the program of an installed package to its end. Each line it prints is printed under `name`, so that several can
 * run side by side. SIGTERM is passed on; Ctrl-C reaches it by itself, being in our process group.
 *
 * @param {string} name
 * @param {string} file below node_modules
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, print?: (line: string) => void }} [options]
 * @returns {Promise<Ended>}
 */
export function runPart(name, file, args, { env = process.env, print = console.log } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    /** @type {string[]} */
    const lines = [];
    const child = spawn(process.execPath, [path.join(root, 'node_modules', file), ...args], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface(stream).on('line', (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        print(`${name} │ ${line}`);
      });
    }
    // We wait for its end in either case. Sent to us alone, as it is without a terminal, it is passed on.
    const interrupt = () => {
      if (!process.stdin.isTTY) child.kill('SIGINT');
    };
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', interrupt).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', interrupt).off('SIGTERM', forward);
      const ended = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
      resolve({ code: ended, lines, seconds: (performance.now() - started) / 1000 });
    });
  });
}
