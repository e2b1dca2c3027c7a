import { describe, expect, it } from 'vitest';
import { loadTensorFlow } from './load';
import { nativeBackend } from './native-backend';

describe('the native backend', () => {
  it('is loaded once and knows its version', async () => {
    const ops = await loadTensorFlow();
    expect(await loadTensorFlow()).toBe(ops);
    expect(ops.version).toMatch(/^\d+\.\d+/);
  });

  it('is told from any other', async () => {
    const { tf } = await loadTensorFlow();
    expect(nativeBackend(tf.backend())).toBe(tf.backend());
    for (const other of [
      null,
      {},
      { binding: {} },
      { executeSingleOutput: () => null, binding: { TF_FLOAT: 1 } },
    ]) {
      expect(() => nativeBackend(other)).toThrow('TensorFlow for Node is not the active backend');
    }
  });
});

describe('a native convolution with EXPLICIT padding', () => {
  it('pads where it is told to', async () => {
    const ops = await loadTensorFlow();
    const { tf } = ops;
    const before = tf.memory().numTensors;
    const values = tf.tidy(() => {
      const image = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
      const corner = tf.tensor4d([1, 0, 0, 0], [2, 2, 1, 1]);
      const attributes = ops.convAttributes({ stride: 1, padding: { before: 1, after: 0 } });
      return [...ops.conv2d(image, corner, attributes).dataSync()];
    });
    // The kernel's first corner sees the padding above and to the left.
    expect(values).toEqual([0, 0, 0, 1]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
