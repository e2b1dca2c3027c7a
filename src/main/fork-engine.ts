import { app, utilityProcess } from 'electron';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { TensorFlowNotices } from '../core/terminal/tensorflow-notices';
import type { EngineProcess } from './engine-process';
import type { Log } from './log';

/**
 * Starts the engine in an Electron utility process (Node without a sandbox: TensorFlow is native code). What it
 * prints goes to `log` line by line, without the notices of TensorFlow.
 */
export function forkEngine(modulePath: string, log: Log): EngineProcess {
  const child = utilityProcess.fork(modulePath, [], {
    serviceName: 'Latent Atelier engine',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: engineEnvironment(process.env),
  });
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => log.info(line));
  if (child.stderr !== null) logWarnings(child.stderr, log);
  child.on('error', (type, location) => log.error(`${type} in the engine at ${location}`));
  return {
    get pid() {
      return child.pid;
    },
    post: (request) => child.postMessage(request),
    kill: (force) => {
      if (force && child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      else child.kill();
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
  };
}

function logWarnings(stderr: NodeJS.ReadableStream, log: Log): void {
  const lines = createInterface(Readable.from(withoutNotices(stderr)));
  lines.on('line', (line) => log.warn(line));
}

async function* withoutNotices(stderr: NodeJS.ReadableStream): AsyncGenerator<Uint8Array> {
  const notices = new TensorFlowNotices();
  for await (const chunk of stderr) yield notices.push(Buffer.from(chunk));
  yield notices.end();
}

/**
 * TensorFlow reads its settings when it is loaded: no chatter, and an allocator that keeps its blocks (V8's unmaps
 * big ones at each step). Decoded pixels are kept in the profile. `LATENT_ATELIER_DATASETS` comes through from our own
 * environment when it is set there.
 */
function engineEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    TF_CPP_MIN_LOG_LEVEL: '2',
    TF_CPU_ALLOCATOR_USE_BFC: '1',
    LATENT_ATELIER_CACHE: path.join(app.getPath('userData'), 'pixels'),
    ...own,
  };
}
