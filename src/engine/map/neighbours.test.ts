import { describe, expect, it } from 'vitest';
import { exactNeighbours } from '../../core/map/neighbours';
import { Generator } from '../../core/random/generator';
import { clouds } from '../../core/map/sample-data';
import { loadTensorFlow } from '../tensorflow/load';
import { nearestNeighbours } from './neighbours';

function normals(n: number, d: number, offset = 0): Float32Array {
  const generator = new Generator(7);
  return Float32Array.from({ length: n * d }, () => generator.normal() + offset);
}

describe('nearestNeighbours', () => {
  it('finds exactly what comparing all pairs finds, in the same order', async () => {
    const vectors = normals(3000, 64);
    const found = await nearestNeighbours(vectors, 3000, 64, 15);
    const wanted = exactNeighbours(vectors, 3000, 64, 15);
    expect(found.indices).toEqual(wanted.indices);
    expect(found.distances).toEqual(wanted.distances);
  });

  it('is exact where the matrix product is not: far from the origin, and among near copies', async () => {
    const vectors = normals(600, 8, 3000);
    for (let i = 300; i < 600; i++) {
      for (let j = 0; j < 8; j++) vectors[i * 8 + j] = vectors[8 + j]! + (i % 7) * 2 ** -10;
    }
    const found = await nearestNeighbours(vectors, 600, 8, 10);
    expect(found.distances).toEqual(exactNeighbours(vectors, 600, 8, 10).distances);
  });

  it('never names a point its own neighbour, not even among its copies', async () => {
    const vectors = new Float32Array(200 * 3).fill(1.5);
    const { indices, distances, k } = await nearestNeighbours(vectors, 200, 3, 15);
    for (let i = 0; i < 200; i++) {
      const row = [...indices.subarray(i * k, (i + 1) * k)];
      expect(row).not.toContain(i);
      expect(new Set(row).size).toBe(k);
    }
    expect(distances.every((distance) => distance === 0)).toBe(true);
  });

  it('with too many to compare all finds nearly all, and measures how many', async () => {
    const { vectors } = clouds(6000, 16, 30, 3);
    const found = await nearestNeighbours(vectors, 6000, 16, 15, { mostExact: 5000 });
    const exact = await nearestNeighbours(vectors, 6000, 16, 15);
    expect(exact.search).toEqual({ exact: true, recall: 1, sampled: 6000 });
    expect(found.search).toMatchObject({ exact: false, sampled: 500 });
    expect(found.search.recall).toBeGreaterThan(0.98);
    let hits = 0;
    for (let i = 0; i < 6000; i++) {
      const truth = new Set(exact.indices.subarray(i * 15, (i + 1) * 15));
      const row = found.indices.subarray(i * 15, (i + 1) * 15);
      expect(new Set(row).size).toBe(15);
      hits += row.filter((neighbour) => truth.has(neighbour)).length;
    }
    expect(Math.abs(hits / 90_000 - found.search.recall)).toBeLessThan(0.01);
    expect(found).toEqual(await nearestNeighbours(vectors, 6000, 16, 15, { mostExact: 5000 }));
  });

  it('finds as many as are wanted where nearly all vectors are the same', async () => {
    const vectors = new Float32Array(3000 * 2).fill(1);
    vectors.set([2, 2, 9, 9, 9, 8], 0);
    const { indices, k, search } = await nearestNeighbours(vectors, 3000, 2, 15, { mostExact: 1000 });
    expect(indices.every((row) => row >= 0 && row < 3000)).toBe(true);
    for (let i = 0; i < 3000; i++) expect(new Set(indices.subarray(i * k, (i + 1) * k)).size).toBe(15);
    expect(search.exact).toBe(false);
  });

  it('takes fewer neighbours where there are not so many points', async () => {
    expect(await nearestNeighbours(new Float32Array([5]), 1, 1, 15)).toMatchObject({ n: 1, k: 0 });
    const { k, indices } = await nearestNeighbours(new Float32Array([0, 1, 3]), 3, 1, 15);
    expect({ k, indices: [...indices] }).toEqual({ k: 2, indices: [1, 2, 0, 2, 1, 0] });
  });

  it('stops when it is told to, tells how far it is, and leaves no tensor behind', async () => {
    const { tf } = await loadTensorFlow();
    const before = tf.memory().numTensors;
    const stop = new AbortController();
    const seen: number[] = [];
    const search = nearestNeighbours(normals(4000, 4), 4000, 4, 5, {
      signal: stop.signal,
      onProgress: (done, total) => {
        seen.push(done / total);
        stop.abort(new Error('no longer wanted'));
      },
    });
    await expect(search).rejects.toThrow('no longer wanted');
    expect(seen).toHaveLength(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses vectors it cannot compare, in a sentence', async () => {
    const search = nearestNeighbours(new Float32Array([0, 1, Number.NaN, 2]), 2, 2, 1);
    await expect(search).rejects.toThrow('Vector 1 has a value that is not a finite number in dimension 0');
    await expect(nearestNeighbours(new Float32Array(3), 2, 2, 1)).rejects.toThrow(RangeError);
  });
});
