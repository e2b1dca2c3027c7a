import { engineCalls, type EngineCall } from '../contract/engine-calls';
import { toWireError } from '../contract/errors';
import { engineRequest, HEARTBEAT_MS, type EngineMessage } from '../contract/wire';
import { createEngine } from './engine';
import { cacheFolder } from './images/cache-folder';

/** The part of Electron's `process.parentPort` that is used; the utility process has it, plain Node has not. */
export interface ParentPort {
  on: (event: 'message', listener: (event: { data: unknown }) => void) => unknown;
  postMessage: (message: EngineMessage) => void;
}

/** Serves the engine's calls to the process that forked this one, until that one ends it. */
export function serve(port: ParentPort = parentPort()): void {
  const post = (message: EngineMessage): void => port.postMessage(message);
  const engine = createEngine({
    cacheFolder: cacheFolder(),
    emit: (event, payload) => post({ type: 'event', event, payload: detached(payload) }),
  });
  const answer = async (data: unknown): Promise<void> => {
    const { id, call, input } = engineRequest.parse(data);
    try {
      if (!isCall(call)) throw new Error(`The engine has no call ${call}.`);
      // `call` checks the input against the call's schema before anything sees it.
      const output: unknown = await engine.call(call, input as never);
      post({ type: 'result', id, output: detached(output) });
    } catch (error) {
      post({ type: 'error', id, error: toWireError(error) });
    }
  };
  // What is not handled ends the process with its reason on standard error, and main starts a new one.
  port.on('message', ({ data }) => void answer(data));
  // Ctrl-C in a terminal reaches every process of the app: main quits then, and has this one save its run first.
  process.on('SIGINT', () => undefined);
  // A utility process only warns of these by itself: what is not handled may have left anything half done.
  process.on('unhandledRejection', (reason) => {
    process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`);
    process.exit(1);
  });
  process.on('SIGTERM', () => void engine.shutdown().then(() => process.exit(0)));
  post({ type: 'ready' });
  setInterval(() => post({ type: 'alive' }), HEARTBEAT_MS).unref();
}

function isCall(name: string): name is EngineCall {
  return Object.hasOwn(engineCalls, name);
}

/** Copies each view that is smaller than its buffer, since posting a view sends the whole buffer (Electron 34905). */
export function detached(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    if (value.byteLength === value.buffer.byteLength || !hasSlice(value)) return value;
    return value.slice();
  }
  if (Array.isArray(value)) {
    // Lists of numbers and texts, which may be long, hold no views.
    return typeof value[0] === 'object' ? value.map(detached) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, detached(member)]));
}

function hasSlice(view: ArrayBufferView): view is ArrayBufferView & { slice: () => unknown } {
  return 'slice' in view;
}

function parentPort(): ParentPort {
  if ('parentPort' in process) return process.parentPort;
  throw new Error('The engine runs as a utility process of the app; from a terminal use the command line.');
}
