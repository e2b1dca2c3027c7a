import { spawn } from 'node:child_process';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sandboxFlags } from './provision/index.mjs';
import { root } from './provision/paths.mjs';

export { root };

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'inherit' | 2} [stdout] 2: what it prints goes to standard error, for ours belongs to somebody else
 * @property {(stderr: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>} [filterStderr] what becomes of standard
 *   error on its way to ours; without it the program has ours itself
 * @property {boolean} [mayHearTwice] a second Ctrl-C does the program no harm
 */

/**
 * Runs a program to its end with our own terminal. Ctrl-C there reaches it, since it is in our process group; one that
 * somebody sends to us alone is passed on where that may be done twice.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 128 + signal when a signal ended it
 */
export function run(
  command,
  args,
  { env = process.env, stdout = 'inherit', filterStderr, mayHearTwice = false } = {},
) {
  return new Promise((resolve, reject) => {
    const stderr = filterStderr ? 'pipe' : 'inherit';
    const child = spawn(command, args, { cwd: root, env, stdio: ['inherit', stdout, stderr] });
    // Where ours is closed, the pipe is closed too, as the program would have found it.
    if (child.stderr && filterStderr)
      pipeline(child.stderr, filterStderr, process.stderr, { end: false }).catch(() =>
        child.stderr?.destroy(),
      );
    // We wait for it to end in either case.
    const interrupt = () => {
      if (mayHearTwice && !process.stdin.isTTY) child.kill('SIGINT');
    };
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', interrupt).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', interrupt).off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 137));
    });
  });
}

/**
 * Runs the program that an installed package brings, with this very Node.
 *
 * @param {string} file below node_modules
 * @param {string[]} args
 * @param {RunOptions} [options]
 */
export function runPackage(file, args, options) {
  return run(process.execPath, [path.join(root, 'node_modules', file), ...args], options);
}

/** The switches the app needs when it is started from a folder. @returns {string[]} */
export function electronSwitches() {
  // Without a GPU swiftshader is the only way to a WebGL context; the app shows nothing but its own pages.
  return ['--enable-unsafe-swiftshader', ...sandboxFlags()];
}
