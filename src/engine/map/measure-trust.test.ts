import { describe, expect, it } from 'vitest';
import { clouds } from '../../core/map/sample-data';
import { trustRows, trustworthiness } from '../../core/map/trustworthiness';
import { loadTensorFlow } from '../tensorflow/load';
import { measureTrust } from './measure-trust';
import { rowDistances } from './row-distances';

const n = 2500;
const d = 12;
const dims = 2;

/** The trustworthiness of a map that shows the first two axes. */
function measured(vectors: Float32Array, signal = new AbortController().signal) {
  const set = { vectors, n, d };
  return measureTrust(set, { positions: flat(vectors), dims }, 15, rowDistances(set, trustRows(n), signal));
}

/** The first two axes: a map that brings many strangers close. */
function flat(vectors: Float32Array): Float32Array {
  return vectors.filter((_, at) => at % d < dims);
}

describe('measureTrust', () => {
  const { vectors } = clouds(n, d, 10, 5);

  it('is the trustworthiness that measuring each distance gives', async () => {
    const positions = flat(vectors);
    const wanted = trustworthiness(vectors, n, d, positions, dims);
    expect(wanted.value).toBeLessThan(0.95);
    const found = await measured(vectors);
    expect(found).toEqual({ ...wanted, value: expect.closeTo(wanted.value!, 5) as number });
  });

  it('is so too where a product in float32 sees no differences: small groups far away, and copies', async () => {
    const small = vectors.map((x, at) => {
      const row = Math.floor(at / d);
      if (row % 50 === 0) return 7;
      return 1e-4 * x + 1000 * (row % 2);
    });
    const positions = flat(small);
    const wanted = trustworthiness(small, n, d, positions, dims);
    expect(await measured(small)).toEqual(wanted);
  });

  it('has no value for two points, stops when it is told to, and leaves no tensor behind', async () => {
    const { tf } = await loadTensorFlow();
    const before = tf.memory().numTensors;
    const two = { vectors: Float32Array.of(0, 1), n: 2, d: 1 };
    const positions = Float32Array.of(0, 0, 1, 1);
    const { signal } = new AbortController();
    const distances = rowDistances(two, trustRows(2), signal);
    expect((await measureTrust(two, { positions, dims }, 15, distances)).value).toBeNull();
    const stopped = AbortSignal.abort(new Error('no longer wanted'));
    await expect(measured(vectors, stopped)).rejects.toThrow('no longer wanted');
    expect(tf.memory().numTensors).toBe(before);
  });
});
