import { constants } from 'node:os';
import { endChildren } from './child.mjs';

/**
 * Does work that Ctrl-C, `kill` or a closed terminal may cut short: children are ended, `cleanUp` is called, and
 * the process exits as the signal asks (130 for Ctrl-C, 143 for `kill`).
 * @template T
 * @param {() => Promise<T>} work
 * @param {() => void} cleanUp synchronous
 * @returns {Promise<T>}
 */
export async function interruptible(work, cleanUp) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  /** @param {NodeJS.Signals} signal */
  const leave = (signal) => {
    process.stderr.write('\nInterrupted; the same command goes on from here.\n');
    void endChildren().finally(() => {
      cleanUp();
      process.exit(128 + constants.signals[signal]);
    });
  };
  for (const signal of signals) process.once(signal, leave);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, leave);
  }
}
