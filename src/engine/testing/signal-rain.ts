import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';

/** Signals of the two kinds an engine hears while it works: of a window or terminal, and of children that end. */
export interface SignalRain {
  /** Handlers that have run. */
  heard: () => number;
  stop: () => Promise<void>;
}

const PAUSE_MS = 0.2;
const CHILDREN_EVERY_MS = 50;
const SENDER = `
const pause = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  process.kill(process.pid, 'SIGWINCH');
  Atomics.wait(pause, 0, 0, ${PAUSE_MS});
}`;

/** Sends this process signals, thousands a second, until it is stopped: their handlers run wherever the main thread is. */
export function startSignalRain(): SignalRain {
  let heard = 0;
  const hear = (): void => void (heard += 1);
  process.on('SIGWINCH', hear);
  const sender = new Worker(SENDER, { eval: true });
  // The lightest program there is: its end is what matters.
  const children = setInterval(() => spawn('true', { stdio: 'ignore' }), CHILDREN_EVERY_MS);
  return {
    heard: () => heard,
    stop: async () => {
      clearInterval(children);
      await sender.terminate();
      process.off('SIGWINCH', hear);
    },
  };
}
