import { copyFile, mkdir, mkdtemp, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DataOptions } from '../../contract/dataset';
import { PixelCache } from '../images/pixel-cache';
import { tiffOf } from '../testing/tiff-files';
import type { Dataset, LoadContext } from './dataset';
import { DatasetCache } from './load-dataset';
import { loadImages } from './load-images';
import { lookAtImages } from './look-at-images';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-others-'));
  return () => rm(root, { recursive: true, force: true });
});
const at = (name: string): string => path.join(root, name);
const context = (): LoadContext => ({ onProgress: () => undefined, signal: new AbortController().signal });
const source = () => ({ kind: 'folder' as const, path: root });
const load = (options: DataOptions = {}, how = context()): Promise<Dataset> =>
  loadImages(source(), { side: 16, channels: 1, ...options }, how);
const look = (options: DataOptions = {}) => lookAtImages(source(), options, 8, context());

/** A picture of its own for each number. */
async function png(name: string, seed: number): Promise<void> {
  await mkdir(path.dirname(at(name)), { recursive: true });
  const pixels = Buffer.from(Array.from({ length: 256 }, (_, i) => (i * 7 + seed * 31) % 256));
  await sharp(pixels, { raw: { width: 16, height: 16, channels: 1 } })
    .png()
    .toFile(at(name));
}

function deep(of: (i: number) => number, format = 1): Buffer {
  const bits = format === 3 ? 32 : 16;
  const data = Buffer.alloc((256 * bits) / 8);
  for (let i = 0; i < 256; i++) {
    if (format === 3) data.writeFloatLE(of(i), 4 * i);
    else data.writeUInt16LE(of(i) & 0xffff, 2 * i);
  }
  return tiffOf([{ width: 16, height: 16, bits, format, data }]);
}

describe('the data’s own split', () => {
  it('is the run’s: what it trains on and what it is tested on', async () => {
    for (let i = 0; i < 3; i++) {
      await png(`data/train/x/${i}.png`, i);
      await png(`data/Val/y/${i}.png`, 10 + i);
      await png(`data/test/x/${i}.png`, 20 + i);
    }
    await png('data/samples/a.png', 40);
    const data = await load();
    expect([data.labelNames, data.train.n, data.test.n]).toEqual([['x', 'y'], 3, 6]);
    expect(data.train.files.every((file) => file.startsWith('data/train/'))).toBe(true);
    expect(data.options).toMatchObject({ splits: 'given', rules: 3, levels: 'stored', pages: 'first' });
    expect(data.leftOut.map(({ file }) => file)).toEqual(['data/samples/a.png']);
    const seen = await look();
    expect([seen.train, seen.test, seen.classes.length]).toEqual([3, 6, 2]);
    expect(seen.choices.parts.map(({ folder, part }) => `${folder} ${part}`)).toEqual([
      'Val test',
      'test test',
      'train train',
    ]);
    expect(seen.notes.join(' ')).toContain('train for training, Val and test for testing');
    const again = await loadImages(source(), data.options, context());
    expect(again.fingerprint).toBe(data.fingerprint);
  });
});

describe('labels of a table', () => {
  it('are no image that is left out', async () => {
    for (let i = 0; i < 4; i++) await png(`${i}.png`, i);
    await writeFile(at('l.csv'), 'name,label\n0,x\n1,y\n2,x\n3,y\n');
    expect((await load()).leftOut.map(({ file }) => file)).toEqual(['l.csv']);
    const labels = { from: 'file', path: 'l.csv' } as const;
    expect((await load({ labels })).leftOut).toEqual([]);
    expect((await look({ labels })).leftOut).toEqual([]);
  });

  it('are read again when the table changes, wherever it lies', async () => {
    for (let i = 0; i < 6; i++) await png(`${i}.png`, i);
    const table = path.join(await mkdtemp(path.join(tmpdir(), 'atelier-table-')), 'l.csv');
    const cache = new DatasetCache();
    const options = { side: 16, channels: 1, labels: { from: 'file', path: table } } as const;
    await writeFile(table, 'name,label\n0,x\n1,y\n');
    expect((await cache.load(source(), options, context())).labelNames).toEqual(['x', 'y']);
    await writeFile(table, 'name,label\n0,10\n1,9\n2,100\n');
    expect((await cache.load(source(), options, context())).labelNames).toEqual(['9', '10', '100']);
    await rm(path.dirname(table), { recursive: true });
  });
});

describe('levels', () => {
  it('of dark files are said to be worth choosing, and a sample’s are found, kept and the same for all', async () => {
    for (let k = 0; k < 6; k++)
      await writeFile(
        at(`${k}.tif`),
        deep((i) => 100 + i * 15 + k),
      );
    const dark = await load();
    expect(dark.notes).toEqual([
      expect.stringMatching(/^6 of 6 images looked at are nearly black, since .*choose other levels/),
    ]);
    expect((await look()).notes.join(' ')).toContain('6 of 6 images looked at are nearly black');
    const data = await load({ levels: 'percentile' });
    expect(data.notes).toEqual([
      expect.stringMatching(/^Levels by 0\.1 to 99\.9 % of the numbers in 6 files: 10\d/),
    ]);
    const { levels } = data.options;
    if (typeof levels !== 'object') throw new Error('no numbers');
    // np.percentile of the same numbers: 6 files of 256.
    const all = Array.from({ length: 6 * 256 }, (_, i) => 100 + (i % 256) * 15 + Math.floor(i / 256)).sort(
      (a, b) => a - b,
    );
    const quantile = (share: number): number => {
      const place = share * (all.length - 1);
      const low = Math.floor(place);
      return all[low]! + (all[low + 1]! - all[low]!) * (place - low);
    };
    expect(levels.low).toBeCloseTo(quantile(0.001), 9);
    expect(levels.high).toBeCloseTo(quantile(0.999), 9);
    expect((await load({ levels })).fingerprint).toBe(data.fingerprint);
    expect(Math.max(...data.train.pixels)).toBe(255);
  });

  it('that floating point or signs need are found without being asked for, and said; stored ones clip with a word', async () => {
    for (let k = 0; k < 4; k++)
      await writeFile(
        at(`${k}.tif`),
        deep((i) => i * 10 - 1000 + k, 3),
      );
    const data = await load();
    expect(data.options.levels).toMatchObject({ low: expect.closeTo(-1000, -1) as number });
    expect(data.notes.join(' ')).toContain('4 of 4 images looked at hold numbers outside of 0 to 1');
    expect((await look()).options.levels).toEqual(data.options.levels);
    const clipped = await load({ levels: 'stored' });
    expect(clipped.notes.join(' ')).toContain('4 files have numbers outside of 0 to 1, which were clipped');
    // As an older version read them.
    expect((await load({ rules: 1 })).fingerprint).toBe(clipped.fingerprint);
    for (let k = 0; k < 4; k++)
      await writeFile(
        at(`${k}.tif`),
        deep((i) => i * 10 - 1000, 2),
      );
    expect((await load()).notes.join(' ')).toContain('below 0, so levels were chosen');
  });

  it('are kept apart in the cache, as grounds and pages are', async () => {
    for (let k = 0; k < 4; k++)
      await writeFile(
        at(`${k}.tif`),
        deep((i) => i * 15 + k),
      );
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-cache-'));
    const cache = new PixelCache(folder);
    const cached = async (options: DataOptions): Promise<[number, string]> => {
      const data = await load(options, { ...context(), cache });
      await cache.settled();
      return [data.cached, data.fingerprint];
    };
    const [, stored] = await cached({});
    const [none, file] = await cached({ levels: 'file' });
    expect([none, file === stored]).toEqual([0, false]);
    expect(await cached({ levels: 'file' })).toEqual([4, file]);
    expect(await cached({})).toEqual([4, stored]);
    expect((await cached({ ground: 'white' }))[0]).toBe(0);
    await rm(folder, { recursive: true });
  });
});

describe('icons', () => {
  it('that vanish on their ground are said to, with what to choose', async () => {
    for (let k = 0; k < 4; k++) {
      const rgba = Buffer.alloc(16 * 16 * 4);
      for (let i = 0; i < 100 + k; i++) rgba[4 * i + 3] = 255;
      await sharp(rgba, { raw: { width: 16, height: 16, channels: 4 } })
        .png()
        .toFile(at(`${k}.png`));
    }
    expect((await load()).notes.join(' ')).toContain(
      'what they show has the colour of the black ground behind it. Choose the ground white, or invert light and dark.',
    );
    expect((await look()).notes.join(' ')).toContain('Choose the ground white');
    expect((await load({ ground: 'white' })).notes).toEqual([]);
    expect((await load({ invert: true })).notes).toEqual([]);
  });
});

describe('pages', () => {
  it('are the first alone, which is said, or an image each, those of a file on one side of the split', async () => {
    const page = (value: number) => ({
      width: 16,
      height: 16,
      bits: 8,
      data: Buffer.from(Array.from({ length: 256 }, (_, i) => (i + value) % 256)),
    });
    for (let k = 0; k < 5; k++)
      await writeFile(at(`${k}.tif`), tiffOf([page(k), page(50 + k), page(100 + k)]));
    const first = await load();
    expect([first.train.n + first.test.n, first.choices.manyPages]).toEqual([5, 5]);
    expect(first.notes).toEqual([
      expect.stringContaining('5 files have several pages or frames, of which the first alone is read'),
    ]);
    expect((await look()).choices.manyPages).toBe(5);
    const data = await load({ pages: 'all' });
    expect([data.train.n, data.test.n, data.notes]).toEqual([12, 3, []]);
    expect(new Set(data.test.files.map((file) => file.split('#')[0])).size).toBe(1);
    expect(data.test.files).toEqual([1, 2, 3].map((n) => `${data.test.files[0]!.split('#')[0]!}#${n}`));
    expect(new Set([0, 1, 2].map((i) => data.test.pixels[i * 256])).size).toBe(3);
    expect((await look({ pages: 'all' })).train).toBe(12);
    await Promise.all([1, 2, 3, 4].map((k) => rm(at(`${k}.tif`))));
    const alone = await load({ pages: 'all' });
    expect([alone.train.n, alone.test.n]).toEqual([2, 1]);
  });
});

describe('the same picture', () => {
  it('in training and test, or twice, is counted and named', async () => {
    for (let i = 0; i < 4; i++) {
      await png(`train/a/${i}.png`, i);
      await png(`test/a/${i}.png`, 20 + i);
    }
    await copyFile(at('train/a/0.png'), at('train/a/copy.png'));
    await copyFile(at('train/a/1.png'), at('test/a/leak.png'));
    const { duplicates, notes } = await load();
    expect(duplicates).toEqual({
      images: 2,
      across: 1,
      pairs: [
        { first: 'train/a/1.png', second: 'test/a/leak.png', across: true },
        { first: 'train/a/0.png', second: 'train/a/copy.png', across: false },
      ],
    });
    expect(notes.at(-1)).toBe(
      '2 images have the same bytes as another; 1 of them is for training and for testing, so the test figures are too good (test/a/leak.png is train/a/1.png, for one).',
    );
  });
});

describe('a file that takes the place of another', () => {
  it('with the same name, length and time is read again', async () => {
    const raw = { width: 16, height: 16, channels: 1 } as const;
    const bmp = (value: number): Buffer => tiffOf([{ ...raw, bits: 8, data: Buffer.alloc(256, value) }]);
    for (let k = 0; k < 4; k++) await writeFile(at(`${k}.tif`), bmp(40 * k + 20));
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-cache-'));
    const cache = new PixelCache(folder);
    const sets = new DatasetCache();
    const read = async (): Promise<Dataset> => {
      const data = await sets.load(source(), { side: 16, channels: 1 }, { ...context(), cache });
      await cache.settled();
      return data;
    };
    const before = await read();
    const { atime, mtime, size } = await stat(at('2.tif'));
    await writeFile(at('new'), bmp(200));
    await utimes(at('new'), atime, mtime);
    await rename(at('new'), at('2.tif'));
    expect((await stat(at('2.tif'))).size).toBe(size);
    expect(Math.round((await stat(at('2.tif'))).mtimeMs)).toBe(mtime.getTime());
    const after = await read();
    expect(after.fingerprint).not.toBe(before.fingerprint);
    expect([...after.train.pixels, ...after.test.pixels]).toContain(200);
    expect((await sets.load(source(), { side: 16, channels: 1 }, context())).fingerprint).toBe(
      after.fingerprint,
    );
    await rm(folder, { recursive: true });
  });
});
