import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import { pngOf } from '../testing/image-files';
import type { DataOptions } from '../../contract/dataset';
import { PixelCache } from '../images/pixel-cache';
import { disk, type FileSystem } from '../runs/file-system';
import type { Dataset, LoadContext } from './dataset';
import { loadImages } from './load-images';
import { lookAtImages } from './look-at-images';
import { DatasetCache } from './load-dataset';
import { NoImages } from './no-images';
import { walkFolder } from './walk-folder';

let root = '';
const context = (): LoadContext => ({ onProgress: () => undefined, signal: new AbortController().signal });
const loadImageFolder = (folder: string, options: DataOptions, how: LoadContext): Promise<Dataset> =>
  loadImages({ kind: 'folder', path: folder }, options, how);
const at = (name: string): string => path.join(root, name);

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-images-'));
  return () => rm(root, { recursive: true, force: true });
});

type Colour = [number, number, number];

async function image(name: string, colour: Colour, width = 40, height = width): Promise<void> {
  await mkdir(path.dirname(at(name)), { recursive: true });
  const [r, g, b] = colour;
  const canvas = sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
  const format = path.extname(name).slice(1) as 'png' | 'jpeg' | 'webp' | 'gif';
  await canvas.toFormat(format).toFile(at(name));
}

describe('a folder of images', () => {
  it('takes top-level subfolders as classes, whatever their names, and splits each in a fixed way', async () => {
    for (let i = 0; i < 10; i++) {
      await image(`Höhe, "quer"/${i}.png`, [200, 20, 20]);
      await image(`猫/deep/er/${i}.jpeg`, [20, 20, 200]);
    }
    await image('alone/1.webp', [0, 200, 0]);
    await image('loose.gif', [0, 200, 0]);
    const data = await loadImageFolder(root, { side: 16, channels: 3 }, context());
    expect(data.labelNames).toEqual(['Höhe, "quer"', 'alone', '猫']);
    expect([data.train.n, data.test.n]).toEqual([18, 4]);
    expect(data.leftOut).toEqual([]);
    const labelOf = (file: string): number => {
      const set = data.train.files.includes(file) ? data.train : data.test;
      return set.labels[set.files.indexOf(file)]!;
    };
    expect(labelOf('loose.gif')).toBe(-1);
    expect(labelOf('猫/deep/er/3.jpeg')).toBe(2);
    for (const label of [0, 2]) expect([...data.test.labels].filter((l) => l === label)).toHaveLength(2);
    const red = data.train.labels.indexOf(0);
    expect([...data.train.pixels.subarray(red * 768, red * 768 + 3)]).toEqual([200, 20, 20]);

    // The side of a file depends on nothing but its class, its name and the seed.
    await rm(at('alone'), { recursive: true });
    const again = await loadImageFolder(root, { side: 16, channels: 3 }, context());
    expect(again.test.files).toEqual(data.test.files);
    const other = await loadImageFolder(root, { side: 16, channels: 3, splitSeed: 5 }, context());
    expect(other.test.files).not.toEqual(data.test.files);
  });

  it('draws a limit over all classes and says so', async () => {
    for (let i = 0; i < 20; i++) {
      await image(`a/${i}.png`, [i, i, i], 16);
      await image(`b/${i}.png`, [i, i, i], 16);
    }
    const data = await loadImageFolder(root, { side: 16, channels: 1, limit: 12 }, context());
    expect([data.train.n, data.test.n]).toEqual([12, 8]);
    expect(new Set(data.train.labels).size).toBe(2);
    expect(data.notes[0]).toContain('12 of 32 training images are used');
  });

  it('takes several folders, each a class, and files beside them', async () => {
    await image('left/moths/deep/1.png', [9, 9, 9]);
    await image('left/moths/2.png', [9, 9, 9]);
    await image('right/moths/1.png', [9, 9, 9]);
    await image('owls/1.png', [9, 9, 9]);
    await image('owls/2.png', [9, 9, 9]);
    await image('loose.png', [9, 9, 9]);
    const paths = ['left/moths', 'right/moths', 'owls', 'loose.png', 'gone.png'].map(at);
    const data = await loadImages({ kind: 'images', paths }, { side: 16, channels: 1 }, context());
    expect(data.labelNames).toEqual(['moths', 'owls']);
    const files = [...data.train.files, ...data.test.files].sort();
    expect(files).toEqual([
      'loose.png',
      'moths (2)/1.png',
      'moths/2.png',
      'moths/deep/1.png',
      'owls/1.png',
      'owls/2.png',
    ]);
    expect(data.leftOut).toEqual([{ file: 'gone.png', reason: 'it is no longer there' }]);
    expect(data.name).toBe('moths and 4 more');
  });

  it('is looked at first: counts, formats, sizes and samples, without reading all of it', async () => {
    for (let i = 0; i < 10; i++) await image(`a/${i}.png`, [200, 10, 10], 30 + i);
    for (let i = 0; i < 5; i++) await image(`b/${i}.jpeg`, [10, 10, 200], 20);
    await writeFile(at('notes.txt'), 'words');
    await writeFile(at('b/damaged.png'), pngOf(8, 8, Buffer.alloc(4)));
    const source = { kind: 'folder', path: root } as const;
    const seen = await lookAtImages(source, {}, 8, context());
    expect(seen).toMatchObject({ whole: false, side: 32, channels: 3, train: 13, test: 3 });
    expect(seen.classes).toEqual([
      { name: 'a', train: 8, test: 2 },
      { name: 'b', train: 5, test: 1 },
    ]);
    expect(seen.formats).toEqual([
      { name: 'PNG', count: 11 },
      { name: 'JPEG', count: 5 },
    ]);
    expect(seen.sizes).toEqual({
      of: 15,
      smallest: { width: 20, height: 20 },
      median: { width: 32, height: 32 },
      largest: { width: 39, height: 39 },
    });
    expect(seen.leftOut.map(({ file }) => file)).toEqual(['notes.txt']);
    expect(new Set(seen.samples.labels)).toEqual(new Set([0, 1]));
    expect(seen.samples.pixels).toHaveLength(seen.samples.n * 64 * 64 * 3);
    expect([...seen.samples.pixels.subarray(0, 3)]).toEqual([200, 10, 10]);
  });

  it('inverts light and dark, and keeps for testing the share that is asked for', async () => {
    for (let i = 0; i < 10; i++) await image(`${i}.png`, [255, 255, 255], 80, 20);
    const options = { side: 16, channels: 1, fit: 'pad', invert: true, testShare: 0.4 } as const;
    const data = await loadImageFolder(root, options, context());
    expect([data.train.n, data.test.n]).toEqual([6, 4]);
    // White paper and the white that pads it are both dark now.
    expect(data.train.pixels.every((value) => value === 0)).toBe(true);
  });

  it('keeps decoded pixels by content: unchanged and moved files are not decoded again', async () => {
    for (let i = 0; i < 12; i++) await image(`in/${i % 2}/${i}.png`, [i * 9, 20, 20]);
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-cache-'));
    const load = async (name: string, side = 16): Promise<Dataset> => {
      const cache = new PixelCache(folder);
      const data = await loadImageFolder(at(name), { side, channels: 3 }, { ...context(), cache });
      await cache.settled();
      return data;
    };
    const first = await load('in');
    expect([first.cached, (await new PixelCache(folder).describe()).images]).toEqual([0, 12]);
    const second = await load('in');
    expect([second.cached, second.fingerprint]).toEqual([12, first.fingerprint]);
    expect((await load('in', 20)).cached).toBe(0);
    execFileSync('mv', [at('in'), at('moved')]);
    await image('moved/0/new.png', [1, 1, 1]);
    expect((await load('moved')).cached).toBe(12);
    // A file that changed is decoded again, though its name is the same.
    await image('moved/0/0.png', [77, 1, 1]);
    const changed = await load('moved');
    expect(changed.cached).toBe(12);
    expect(changed.fingerprint).not.toBe(first.fingerprint);
    const cache = new PixelCache(folder);
    await cache.setLimit(3000);
    expect((await cache.describe()).bytes).toBeLessThanOrEqual(3000);
    await cache.clear();
    expect(await cache.describe()).toMatchObject({ bytes: 0, images: 0, limit: 3000 });
    await writeFile(path.join(folder, 'torn.pixels'), 'LATPIX4');
    expect((await load('moved')).cached).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('is read before the disk has its pixels, and nothing half written is left when it does not take them', async () => {
    for (let i = 0; i < 4; i++) await image(`${i}.png`, [i, 20, 20]);
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-cache-'));
    let open = (): void => undefined;
    let synced: Promise<void> = new Promise((resolve) => (open = resolve));
    /** A disk that takes what it was given when it is let. */
    const slow: FileSystem = {
      ...disk,
      open: async (...given) => {
        const handle = await disk.open(...given);
        handle.sync = () => synced;
        return handle;
      },
    };
    const cache = new PixelCache(folder, slow);
    const load = (side: number): Promise<Dataset> =>
      loadImageFolder(root, { side, channels: 1 }, { ...context(), cache });
    const first = await load(16);
    expect((await readdir(folder)).filter((name) => name.endsWith('.pixels'))).toEqual([]);
    open();
    expect(await cache.describe()).toMatchObject({ images: 4, problem: null });
    expect((await load(16)).fingerprint).toBe(first.fingerprint);
    synced = Promise.reject(Object.assign(new Error('no'), { code: 'EIO' }));
    synced.catch(() => undefined);
    expect((await load(20)).train.n).toBe(3);
    expect(await cache.describe()).toMatchObject({
      images: 4,
      problem: expect.stringMatching(/^Pixels could not be kept .*: The disk failed while/) as string,
    });
    expect(await readdir(folder)).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it('says in one sentence what is wrong with a folder', async () => {
    await writeFile(at('file.txt'), 'x');
    await mkdir(at('empty'));
    await mkdir(at('texts'));
    await writeFile(at('texts/a.txt'), 'x');
    await mkdir(at('broken'));
    await writeFile(at('broken/a.png'), pngOf(8, 8, Buffer.alloc(4)));
    await writeFile(at('broken/.b.png'), 'x');
    let leftOut: string[] = [];
    const failure = async (name: string): Promise<string> => {
      const error: unknown = await loadImageFolder(at(name), {}, context()).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(UserError);
      leftOut = error instanceof NoImages ? error.leftOut.map(({ file }) => file) : [];
      return error instanceof Error ? error.message : '';
    };
    expect(await failure('missing')).toMatch(/^There is no folder .*missing: check the path\.$/);
    expect(await failure('file.txt')).toMatch(/is a file, not a folder/);
    await writeFile(at('x.npz'), 'x');
    expect(await failure('x.npz')).toMatch(
      /is an archive of arrays, .*: save them alone as \.npy, and their/,
    );
    expect(await failure('empty')).toMatch(/is empty/);
    expect(await failure('texts')).toMatch(/^There are no images in .*texts \(1 other file\)/);
    expect(leftOut).toEqual(['a.txt']);
    await mkdir(at('tables'));
    for (const name of ['mu.npy', 'labels.csv']) await writeFile(at(`tables/${name}`), 'x');
    expect(await failure('tables')).toMatch(
      /^There are no images in .*tables \(2 other files\), but what may be vectors, (labels\.csv|mu\.npy) and 1 more: open/,
    );
    expect(await failure('broken')).toMatch(
      /^None of the 1 images in .*broken can be read \(a\.png: it is damaged/,
    );
    expect(leftOut).toEqual(['.b.png', 'a.png']);
  });

  it('ends when asked to, and reads a folder once until its files change', async () => {
    await image('a.png', [1, 1, 1]);
    await image('b.png', [1, 1, 1]);
    const abort = new AbortController();
    abort.abort(new UserError('enough'));
    await expect(loadImageFolder(root, {}, { ...context(), signal: abort.signal })).rejects.toThrow('enough');
    const cache = new DatasetCache();
    const source = { kind: 'folder', path: root } as const;
    const first = await cache.load(source, {}, context());
    expect(await cache.load(source, first.options, context())).toBe(first);
    await image('c.png', [1, 1, 1]);
    const second = await cache.load(source, {}, context());
    expect(second.train.n + second.test.n).toBe(3);
    expect(second.fingerprint).not.toBe(first.fingerprint);
  });
});

describe('many files', () => {
  it('can be given up while they are found, looked at, decoded and kept: nothing more is done from then on', async () => {
    await image('0/0.png', [200, 10, 10], 28);
    for (let folder = 0; folder < 4; folder++) {
      await mkdir(at(`${folder}`), { recursive: true });
      for (let i = 1; i <= 2000; i++) await link(at('0/0.png'), at(`${folder}/${i}.png`));
    }
    const source = { kind: 'folder', path: root } as const;
    /** Gives up at the first word of progress for which `isTime`, and expects to hear no more. */
    const giveUp = async (
      isTime: (text: string, done: number) => boolean,
      work: (how: LoadContext) => Promise<unknown>,
    ): Promise<void> => {
      const abort = new AbortController();
      const heard: number[] = [];
      const onProgress: LoadContext['onProgress'] = ({ text, done }) => {
        if (abort.signal.aborted) heard.push(done);
        else if (isTime(text, done)) abort.abort(new UserError('enough'));
      };
      await expect(work({ onProgress, signal: abort.signal })).rejects.toThrow('enough');
      expect(heard).toEqual([]);
    };
    await giveUp(
      (_, done) => done >= 1000,
      ({ signal, onProgress }) =>
        walkFolder(root, { signal, onFound: (done) => onProgress({ text: '', done, total: 0 }) }),
    );
    await giveUp(
      (text) => text === 'Looking at the files',
      (how) => lookAtImages(source, {}, 8, how),
    );
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-cache-'));
    await giveUp(
      (text) => text === 'Reading images',
      (how) => loadImages(source, { side: 28, channels: 1 }, { ...how, cache: new PixelCache(folder) }),
    );
    const cache = new PixelCache(folder);
    const add = cache.add.bind(cache);
    const abort = new AbortController();
    cache.add = (...given) => {
      setImmediate(() => abort.abort(new UserError('enough')));
      return add(...given);
    };
    await expect(
      loadImages(source, { side: 64, channels: 3 }, { ...context(), signal: abort.signal, cache }),
    ).rejects.toThrow('enough');
    // What was being kept is there whole or not at all, once the disk has taken it.
    await cache.settled();
    const isWhole = (name: string): boolean => name.endsWith('.pixels') && !name.startsWith('.');
    expect((await readdir(folder)).every(isWhole)).toBe(true);
    expect((await cache.describe()).images).toBeLessThan(8000);
    await rm(folder, { recursive: true });
  });
});
