import { app, utilityProcess } from 'electron';

/**
 * Runs a built file in a utility process, as the app runs its engine, and ends as that ended:
 * `electron utility-host.mjs FILE [ARGUMENT ...]`.
 */
const [file = '', ...args] = process.argv.slice(
  process.argv.findIndex((arg) => arg.endsWith('utility-host.mjs')) + 1,
);

// Electron waits for this module before it is ready, so this module must not wait for Electron.
void app.whenReady().then(() => {
  const child = utilityProcess.fork(file, args, { stdio: 'pipe' });
  child.stdout?.pipe(process.stdout);
  child.stderr?.pipe(process.stderr);
  child.on('exit', (code) => app.exit(code));
});
