import util from 'node:util';
import { NativeOps } from './native-ops';
import { nativeBackend } from './native-backend';

let loading: Promise<NativeOps> | null = null;

/**
 * TensorFlow, loaded once for the process on first use (about a second), because whoever only reads a run or
 * prints a help text need not wait for it. Throws Error when the native binding is missing or broken.
 */
export function loadTensorFlow(): Promise<NativeOps> {
  loading ??= load();
  return loading;
}

async function load(): Promise<NativeOps> {
  prepareEnvironment();
  // tfjs-node 4.22 calls this function of Node's, which Node 23 and Electron 40 took away.
  if (!('isNullOrUndefined' in util)) {
    Object.assign(util, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
  }
  const tf = await import('@tensorflow/tfjs-node');
  return new NativeOps(tf, nativeBackend(tf.backend()));
}

/** What the native library reads when it is loaded; a value that the user set stays. */
function prepareEnvironment(): void {
  // Its notes on instruction sets and kernels are not for the user; errors still are.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
}
