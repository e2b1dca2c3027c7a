import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startSignalRain } from '../testing/signal-rain';
import { loadTensorFlow } from './load';

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** What scripts/provision/binding/guard.h promises. */
describe('the binding', () => {
  it('computes unharmed while signals arrive', async () => {
    const ops = await loadTensorFlow();
    const { tf } = ops;
    // With more than 84 terms oneDNN's product works in the heap. Unguarded, a process lives for milliseconds of this.
    for (const [rows, terms, columns] of [
      [4, 1152, 6],
      [23, 100, 23],
      [100, 3136, 128],
    ] as const) {
      const a = tf.randomUniform([rows, terms], -1, 1, 'float32', 1);
      const b = tf.randomUniform([terms, columns], -1, 1, 'float32', 2);
      const product = (): Float32Array => {
        const result = ops.matMul(a, b);
        const values = result.dataSync<'float32'>();
        result.dispose();
        return values;
      };
      const expected = product();
      const rain = startSignalRain();
      while (rain.heard() < 300) {
        for (let i = 0; i < 20; i++) expect(Buffer.compare(bytesOf(product()), bytesOf(expected))).toBe(0);
        await nextTurn();
      }
      await rain.stop();
      tf.dispose([a, b]);
    }
  });

  it('starts no thread of TensorFlow that a signal could reach', async () => {
    // Only Linux tells what a thread blocks.
    if (!existsSync('/proc/self/task')) return;
    const { tf } = await loadTensorFlow();
    tf.tidy(() => tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])).dataSync());
    const threads = readdirSync('/proc/self/task').map((thread) =>
      readFileSync(`/proc/self/task/${thread}/status`, 'utf8'),
    );
    const compute = threads.filter((status) => /^Name:\s+tf_Compute$/m.test(status));
    expect(compute.length).toBeGreaterThan(0);
    // SIGINT, SIGTERM, SIGCHLD and SIGWINCH: bits 1, 14, 16 and 27.
    const outside = (1n << 1n) | (1n << 14n) | (1n << 16n) | (1n << 27n);
    for (const status of compute) {
      const blocked = BigInt(`0x${/^SigBlk:\s+(\w+)$/m.exec(status)?.[1] ?? '0'}`);
      expect(blocked & outside).toBe(outside);
    }
  });

  it('gives a tensor memory of its own', async () => {
    const { tf } = await loadTensorFlow();
    // Memory that begins at a multiple of 64 bytes, which one of these four does, TensorFlow would share.
    const buffer = new ArrayBuffer(4096 + 64);
    for (let offset = 0; offset < 64; offset += 16) {
      const values = new Float32Array(buffer, offset, 1024).fill(1);
      const tensor = tf.tensor1d(values);
      const sum = (): number => tf.tidy(() => tf.sum(tensor).dataSync()[0]!);
      expect(sum()).toBe(1024);
      values.fill(2);
      expect(sum()).toBe(1024);
      tensor.dispose();
    }
  });
});
