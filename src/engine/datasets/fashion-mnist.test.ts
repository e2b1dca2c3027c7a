import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { loadFashionMnist } from './fashion-mnist';
import { failure } from '../testing/user-failure';

let root = '';

/** An IDX file: `labels` alone, or with images whose pixels are all the label. */
function idx(labels: readonly number[], withImages: boolean): Buffer {
  const header = Buffer.alloc(withImages ? 16 : 8);
  header.writeUInt32BE(withImages ? 2051 : 2049, 0);
  [labels.length, 28, 28]
    .slice(0, withImages ? 3 : 1)
    .forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, ...labels.map((label) => Buffer.alloc(withImages ? 784 : 1, label))]);
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-fashion-'));
  vi.stubEnv('LATENT_ATELIER_DATASETS', root);
  for (const [part, labels] of [
    ['train', [9, 0, 3]],
    ['t10k', [2, 1]],
  ] as const) {
    await writeFile(path.join(root, `${part}-images-idx3-ubyte`), idx(labels, true));
    await writeFile(path.join(root, `${part}-labels-idx1-ubyte`), idx(labels, false));
  }
  return () => rm(root, { recursive: true, force: true });
});

describe('Fashion-MNIST', () => {
  it('is read with its classes, in the order of its files', async () => {
    const data = await loadFashionMnist({});
    expect([data.train.n, data.test.n, data.side, data.channels]).toEqual([3, 2, 28, 1]);
    expect([...data.train.labels, ...data.test.labels]).toEqual([9, 0, 3, 2, 1]);
    expect([data.labelNames[0], data.labelNames[9]]).toEqual(['T-shirt/top', 'Ankle boot']);
    expect([data.train.pixels[0], data.train.pixels.at(-1), data.test.pixels[784]]).toEqual([9, 3, 1]);
    expect(data.notes).toEqual([]);
  });

  it('takes the first training images up to a limit, says so, and is then other data', async () => {
    const data = await loadFashionMnist({ limit: 2 });
    expect([...data.train.labels]).toEqual([9, 0]);
    expect(data.notes).toEqual(['The first 2 of 3 training images are used; the others are left aside.']);
    expect(data.fingerprint).not.toBe((await loadFashionMnist({})).fingerprint);
    expect((await loadFashionMnist({ limit: 9 })).fingerprint).toBe((await loadFashionMnist({})).fingerprint);
  });

  it('says what to do when it is missing, damaged or wanted otherwise', async () => {
    expect(await failure(loadFashionMnist({ side: 32 }))).toMatch(/is 28 by 28 pixels and grey/);
    await writeFile(path.join(root, 't10k-labels-idx1-ubyte'), idx([2], false));
    expect(await failure(loadFashionMnist({}))).toMatch(
      /t10k-images.* is damaged .*delete it and run `npm run setup`/,
    );
    await writeFile(path.join(root, 't10k-labels-idx1-ubyte'), idx([2, 1], false).subarray(0, 9));
    expect(await failure(loadFashionMnist({}))).toMatch(/t10k-labels.* is damaged \(.*cut short/);
    await unlink(path.join(root, 'train-images-idx3-ubyte'));
    expect(await failure(loadFashionMnist({}))).toMatch(
      /train-images-idx3-ubyte is missing\): run `npm run setup`/,
    );
  });
});
