import { connect } from 'node:net';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError } from './setup-error.mjs';
import { onPath } from './system-packages.mjs';

const supervisor = fileURLToPath(new URL('./supervise.mjs', import.meta.url));
const startMs = 20_000;

/**
 * @typedef {object} Display
 * @property {NodeJS.ProcessEnv} env what a program must be started with to appear on it
 * @property {boolean} virtual
 * @property {() => Promise<void>} stop
 */

/** Whether a window can be seen by somebody. */
export async function hasDisplay() {
  if (process.platform !== 'linux') return true;
  const { WAYLAND_DISPLAY: wayland, XDG_RUNTIME_DIR: folder, DISPLAY: x11 } = process.env;
  if (wayland && folder && (await answers(join(folder, wayland)))) return true;
  const local = /^(?:unix)?:(\d+)/.exec(x11 ?? '')?.[1];
  // A variable may outlive its display; a forwarded one (`localhost:10.0`) is taken at its word.
  return local === undefined ? Boolean(x11) : answers(`/tmp/.X11-unix/X${local}`);
}

/**
 * The display that is there, or else a virtual one of one's own, which ends with this process.
 * @param {{ virtual?: boolean, width?: number, height?: number }} [options] `virtual`: even where there is another
 * @returns {Promise<Display>}
 * @throws {SetupError} when there is none and none can be started
 */
export async function openDisplay({ virtual = false, width = 1600, height = 1000 } = {}) {
  const real = await hasDisplay();
  if (real && (!virtual || process.platform !== 'linux' || !onPath('Xvfb'))) {
    return { env: { ...process.env }, virtual: false, stop: async () => undefined };
  }
  const screen = ['-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'];
  // Xvfb itself finds a free number and prints it.
  const xvfb = spawn(process.execPath, [supervisor, 'Xvfb', '-displayfd', '1', ...screen], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  xvfb.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  xvfb.stdin.on('error', () => undefined);
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => xvfb.on('close', () => resolve()));
  const stop = () => {
    xvfb.stdin.end();
    return ended;
  };
  const number = await new Promise((resolve) => {
    xvfb.stdout.setEncoding('utf8').once('data', (text) => resolve(text.trim()));
    ended.then(() => resolve(''));
    setTimeout(resolve, startMs, '').unref();
  });
  if (!number) {
    await stop();
    throw new SetupError(
      `No virtual display can be started (${errors.trim().split('\n').at(-1) || 'Xvfb is silent'}).`,
    );
  }
  const env = { ...process.env, DISPLAY: `:${number}`, WAYLAND_DISPLAY: undefined };
  return { env, virtual: true, stop };
}

/**
 * @template T
 * @param {(display: Display) => Promise<T>} work
 * @param {Parameters<typeof openDisplay>[0]} [options]
 */
export async function withDisplay(work, options) {
  const display = await openDisplay(options);
  try {
    return await work(display);
  } finally {
    await display.stop();
  }
}

/** @param {string} path a socket's @returns {Promise<boolean>} */
function answers(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}
