import { spawn } from 'node:child_process';
import path from 'node:path';
import { sandboxFlags } from './provision/index.mjs';
import { root } from './provision/paths.mjs';

export { root };

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env]
 * @property {'inherit' | 2} [stdout] 2: what it prints goes to standard error, for ours belongs to somebody else
 */

/**
 * Runs a program to its end with our own terminal; signals reach it, since it is in our process group.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code; 128 + signal when a signal ended it
 */
export function run(command, args, { env = process.env, stdout = 'inherit' } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['inherit', stdout, 'inherit'] });
    // The child hears Ctrl-C from the terminal itself; we wait for it to end.
    const ignore = () => {};
    const forward = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore).on('SIGTERM', forward);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      process.off('SIGINT', ignore).off('SIGTERM', forward);
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
