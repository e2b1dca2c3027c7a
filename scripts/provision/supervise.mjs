/**
 * Runs a command and ends it, with all that it started, as soon as standard input closes: that happens when the
 * set-up wants it to stop and also when the set-up itself was killed, so nobody goes on writing behind its back.
 * Usage: node supervise.mjs COMMAND ARGUMENT…
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const graceMs = 1000;
const ownGroup = process.platform !== 'win32';
const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: ownGroup });

/** @param {NodeJS.Signals} signal */
function end(signal) {
  if (child.pid === undefined) return;
  try {
    if (ownGroup) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It has ended by itself.
  }
}

child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  end('SIGKILL');
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0));
});

process.stdin.resume().on('end', () => {
  end('SIGTERM');
  setTimeout(() => end('SIGKILL'), graceMs);
});
// A Ctrl-C reaches the whole foreground group; when to stop is for the set-up to say.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => undefined);
