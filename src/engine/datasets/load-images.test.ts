import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../contract/errors';
import { buildEngine } from '../testing/build-engine';
import type { DataOptions } from '../../contract/dataset';
import { PixelCache } from '../images/pixel-cache';
import type { Dataset, LoadContext } from './dataset';
import { loadImages } from './load-images';
import { lookAtImages } from './look-at-images';
import { DatasetCache } from './load-dataset';

let root = '';
let built: { remove: () => Promise<void> };
const context = (): LoadContext => ({ onProgress: () => undefined, signal: new AbortController().signal });
const loadImageFolder = (folder: string, options: DataOptions, how: LoadContext): Promise<Dataset> =>
  loadImages({ kind: 'folder', path: folder }, options, how);
const at = (name: string): string => path.join(root, name);

beforeAll(async () => {
  built = await buildEngine();
});
afterAll(() => built.remove());
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-images-'));
  return () => rm(root, { recursive: true, force: true });
});

type Colour = [number, number, number];

async function image(name: string, colour: Colour, width = 40, height = width): Promise<void> {
  await mkdir(path.dirname(at(name)), { recursive: true });
  const [r, g, b] = colour;
  const canvas = sharp({ create: { width, height, channels: 3, background: { r, g, b } } });
  const format = path.extname(name).slice(1) as 'png' | 'jpeg' | 'webp' | 'gif' | 'tiff';
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

  it('leaves out what it cannot read, names it, and goes on', async () => {
    await image('good/1.png', [9, 9, 9]);
    await image('good/2.png', [9, 9, 9]);
    await image('good/no-extension.png', [9, 9, 9]);
    execFileSync('mv', [at('good/no-extension.png'), at('good/no-extension')]);
    const whole = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
      .png({ compressionLevel: 0 })
      .toBuffer();
    await writeFile(at('cut.png'), whole.subarray(0, 3000));
    await writeFile(at('empty.png'), '');
    await writeFile(at('text.jpg'), 'not an image at all');
    await writeFile(at('drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await writeFile(at('bomb.png'), pngHeader(60_000, 60_000));
    await image('scan.tiff', [1, 1, 1]);
    await writeFile(at('.DS_Store'), 'x');
    await mkdir(at('.git'));
    await symlink(at('good'), at('link'));
    await symlink(root, at('good/loop'));
    if (process.platform !== 'win32') execFileSync('mkfifo', [at('pipe.png')]);
    const data = await loadImageFolder(root, {}, context());
    expect(data.train.n + data.test.n).toBe(3);
    expect([data.side, data.channels]).toEqual([32, 1]);
    const reasons = Object.fromEntries(data.leftOut.map(({ file, reason }) => [file, reason]));
    expect(reasons).toMatchObject({
      '.DS_Store': 'it is a hidden file',
      '.git/': 'it is a hidden folder',
      'bomb.png': 'it has more than 64 million pixels',
      'cut.png': expect.stringMatching(/^it is damaged/) as unknown,
      'drawing.svg': 'it is an SVG drawing; JPEG, PNG, WebP, GIF and BMP are read',
      'empty.png': 'it is empty',
      'good/loop': 'it is a symbolic link, and links are not followed',
      link: 'it is a symbolic link, and links are not followed',
      'pipe.png': 'it is not a regular file',
      'scan.tiff': 'it is a TIFF image; JPEG, PNG, WebP, GIF and BMP are read',
      'text.jpg': 'it is not a JPEG, PNG, WebP, GIF or BMP image',
    });
  });

  it('reads deep, indexed, printed, transparent and turned images as 8-bit grey or colour', async () => {
    const half = { r: 255, g: 128, b: 0 };
    const canvas = (): Sharp => sharp({ create: { width: 32, height: 32, channels: 3, background: half } });
    await canvas().toColourspace('rgb16').png().toFile(at('16-bit.png'));
    await canvas().png({ palette: true }).toFile(at('palette.png'));
    await canvas().toColourspace('cmyk').jpeg({ quality: 100 }).toFile(at('cmyk.jpg'));
    await sharp({ create: { width: 32, height: 32, channels: 4, background: { ...half, alpha: 0 } } })
      .png()
      .toFile(at('clear.png'));
    // Left half white, right half black, to be turned a quarter clockwise when shown.
    const left = await sharp({ create: { width: 16, height: 32, channels: 3, background: 'white' } })
      .png()
      .toBuffer();
    await sharp({ create: { width: 32, height: 32, channels: 3, background: 'black' } })
      .composite([{ input: left, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toFile(at('turned.jpg'));
    const data = await loadImageFolder(root, { side: 32, channels: 3 }, context());
    expect(data.leftOut).toEqual([]);
    const pixel = (file: string, x: number, y: number): number[] => {
      const set = data.train.files.includes(file) ? data.train : data.test;
      const start = ((set.files.indexOf(file) * 32 + y) * 32 + x) * 3;
      return [...set.pixels.subarray(start, start + 3)];
    };
    const near = (a: number[], b: number[], by: number): boolean =>
      a.every((v, i) => Math.abs(v - b[i]!) <= by);
    expect(pixel('16-bit.png', 5, 5)).toEqual([255, 128, 0]);
    expect(pixel('palette.png', 5, 5)).toEqual([255, 128, 0]);
    expect(near(pixel('cmyk.jpg', 5, 5), [255, 128, 0], 40)).toBe(true);
    expect(pixel('clear.png', 5, 5)).toEqual([0, 0, 0]);
    expect(near(pixel('turned.jpg', 16, 4), [255, 255, 255], 8)).toBe(true);
    expect(near(pixel('turned.jpg', 16, 28), [0, 0, 0], 8)).toBe(true);
    const grey = await loadImageFolder(root, { side: 16, channels: 1 }, context());
    expect(grey.train.pixels).toHaveLength(grey.train.n * 256);
  });

  it('cuts, pads or stretches as asked', async () => {
    await image('wide.png', [255, 255, 255], 80, 20);
    await image('wide-2.png', [255, 255, 255], 80, 20);
    const corner = async (fit: 'crop' | 'pad' | 'stretch'): Promise<number> =>
      (await loadImageFolder(root, { side: 16, channels: 1, fit }, context())).train.pixels[0]!;
    expect([await corner('crop'), await corner('pad'), await corner('stretch')]).toEqual([255, 0, 255]);
  });

  it('draws a limit over all classes and says so', async () => {
    for (let i = 0; i < 20; i++) {
      await image(`a/${i}.png`, [i, i, i], 16);
      await image(`b/${i}.png`, [i, i, i], 16);
    }
    const data = await loadImageFolder(root, { side: 16, channels: 1, limit: 12 }, context());
    expect([data.train.n, data.test.n]).toEqual([12, 8]);
    expect(new Set(data.train.labels).size).toBe(2);
    expect(data.notes).toEqual([expect.stringContaining('12 of 32 training images are used')]);
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
    await writeFile(at('b/damaged.png'), pngHeader(8, 8));
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

  it('reads BMPs of every usual kind, and names those it does not read', async () => {
    await writeFile(at('24.bmp'), bmp(24));
    await writeFile(at('32.bmp'), bmp(32));
    await writeFile(at('8.bmp'), bmp(8));
    await writeFile(at('short.bmp'), bmp(24).subarray(0, 70));
    const rle = bmp(8);
    rle.writeUInt32LE(1, 30);
    await writeFile(at('packed.bmp'), rle);
    const data = await loadImageFolder(root, { side: 16, channels: 3, fit: 'stretch' }, context());
    expect(data.leftOut).toEqual([
      {
        file: 'packed.bmp',
        reason: 'it is a BMP image of a kind that is not read (compressed, or of 16 bits)',
      },
      { file: 'short.bmp', reason: 'it is damaged (it ends too early)' },
    ]);
    for (const set of [data.train, data.test]) {
      for (let i = 0; i < set.n; i++) {
        const [top, bottom] = [i * 768, (i + 1) * 768 - 3];
        expect([...set.pixels.subarray(top, top + 3)]).toEqual([250, 100, 10]);
        expect([...set.pixels.subarray(bottom, bottom + 3)]).toEqual([0, 0, 0]);
      }
    }
  });

  it('keeps decoded pixels by content: unchanged and moved files are not decoded again', async () => {
    for (let i = 0; i < 12; i++) await image(`in/${i % 2}/${i}.png`, [i * 9, 20, 20]);
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-cache-'));
    const load = async (name: string, side = 16): Promise<Dataset> =>
      loadImageFolder(at(name), { side, channels: 3 }, { ...context(), cache: new PixelCache(folder) });
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
    await writeFile(path.join(folder, 'torn.pixels'), 'LATPIX2');
    expect((await load('moved')).cached).toBe(0);
    await rm(folder, { recursive: true });
  });

  it('says in one sentence what is wrong with a folder', async () => {
    await writeFile(at('file.txt'), 'x');
    await mkdir(at('empty'));
    await mkdir(at('texts'));
    await writeFile(at('texts/a.txt'), 'x');
    await mkdir(at('broken'));
    await writeFile(at('broken/a.png'), pngHeader(8, 8));
    const failure = async (name: string): Promise<string> => {
      const error: unknown = await loadImageFolder(at(name), {}, context()).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(UserError);
      return error instanceof Error ? error.message : '';
    };
    expect(await failure('missing')).toMatch(/^There is no folder .*missing: check the path\.$/);
    expect(await failure('file.txt')).toMatch(/is a file, not a folder/);
    expect(await failure('empty')).toMatch(/is empty/);
    expect(await failure('texts')).toMatch(/^There are no images in .*texts \(1 other file\)/);
    expect(await failure('broken')).toMatch(
      /^None of the 1 images in .*broken can be read \(a\.png: it is damaged/,
    );
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

/** A PNG that announces a size and holds nothing. */
function pngHeader(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, crc]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = chunk('IDAT', deflateSync(Buffer.alloc(4)));
  return Buffer.concat([signature, chunk('IHDR', header), data, chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** 16 by 16, the upper half orange, the lower black: what is stored first is the lowest line. */
function bmp(bits: 8 | 24 | 32): Buffer {
  const colours = bits === 8 ? 2 : 0;
  const start = 54 + colours * 4;
  const stride = 2 * bits;
  const file = Buffer.alloc(start + 16 * stride);
  file.write('BM', 0);
  file.writeUInt32LE(start, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(16, 18);
  file.writeInt32LE(16, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  if (bits === 8) file.set([0, 0, 0, 0, 10, 100, 250, 0], 54);
  for (let i = 8 * 16; i < 256; i++) {
    if (bits === 8) file[start + i] = 1;
    else file.set([10, 100, 250], start + (i * bits) / 8);
  }
  return file;
}
