import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeNpy } from '../../../core/formats/npy';
import { failure } from '../../testing/user-failure';
import { readVectors } from './read-vectors';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-npz-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const array = (...shape: number[]): Uint8Array => {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 7) % 5);
  return writeNpy({ shape, data });
};
async function open(arrays: Record<string, Uint8Array>) {
  const file = path.join(root, 'a.npz');
  const entries = Object.entries(arrays).map(([name, bytes]): [string, Uint8Array] => [`${name}.npy`, bytes]);
  await writeFile(file, zipSync(Object.fromEntries(entries)));
  return readVectors(file);
}

it('labels of shape [n, 1] are a column, and distances are not the vectors', async () => {
  const { roles, d } = await open({ y: array(8, 1), distances: array(8, 8), X: array(8, 3) });
  expect([roles.vectors.columns, d, roles.label?.column]).toEqual([['X'], 3, 'y']);
  expect(roles.doubts.join(' ')).toMatch(/other arrays: distances/);
});

it('images are named, and their labels are no vectors', async () => {
  const images = { train_images: array(9, 28, 28), train_labels: array(9, 1) };
  expect(await failure(open(images))).toMatch(/images and no vectors \(train_images \[9, 28, 28\]\)/);
  expect((await open({ ...images, X: array(9, 3) })).notes.join(' ')).toMatch(/Images in it are left out/);
});

it('a sparse matrix of SciPy says how to save it', async () => {
  const sparse = { format: array(1), shape: array(2), data: array(5), indices: array(5), indptr: array(4) };
  expect(await failure(open(sparse))).toMatch(/sparse matrix of SciPy.*toarray/);
});
