/** Loads TensorFlow in this process, computes with it and prints its version; fails where it cannot be loaded. */
import util from 'node:util';

// Gone from Node 23 on, and tfjs-node 4.22 calls it.
Object.assign(util, { isNullOrUndefined: (/** @type {unknown} */ value) => value == null });

const tf = await import('@tensorflow/tfjs-node');
const sum = tf.tidy(() => tf.add(20, 22).dataSync()[0]);
if (sum !== 42) throw new Error(`it adds 20 and 22 to ${sum}`);
const backend = /** @type {{ binding?: { TF_Version?: string } }} */ (/** @type {unknown} */ (tf.backend()));
console.log(backend.binding?.TF_Version ?? 'unknown');
