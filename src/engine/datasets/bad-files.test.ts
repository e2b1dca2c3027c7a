import { execFileSync, spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bmpOf, pngOf } from '../testing/image-files';
import { sniffFile } from '../images/decode-file';
import { DecoderPool } from '../images/decoder-pool';
import { loadImages } from './load-images';
import { lookAtImages } from './look-at-images';

let root = '';
let socket: Server;
const at = (name: string): string => path.join(root, name);
const isWindows = process.platform === 'win32';
/** The super-user may read everything, so that a file without permission is none. */
const mayReadAll = process.getuid?.() === 0;

const picture = (side = 64): ReturnType<typeof sharp> =>
  sharp(Buffer.from(Array.from({ length: side * side * 3 }, (_, i) => (i * 7 + (i % 3) * 60) & 255)), {
    raw: { width: side, height: side, channels: 3 },
  });

/** Three pictures, shown one after the other. */
const frames = (side = 24): ReturnType<typeof sharp> =>
  sharp(Buffer.from(Array.from({ length: side * side * 9 }, (_, i) => (i * 5) & 255)), {
    raw: { width: side, height: 3 * side, channels: 3, pageHeight: side },
  });

/** Files that are images and must be read, however odd they are. */
async function writeGoodFiles(): Promise<string[]> {
  const write = async (name: string, data: Buffer | Promise<Buffer>): Promise<string> => {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), await data);
    return name;
  };
  const files = [
    write('good/plain.png', picture().png().toBuffer()),
    write('good/wrong-ending.txt', picture().jpeg().toBuffer()),
    write('good/no-ending', picture().webp().toBuffer()),
    write('good/16-bit.png', picture().toColourspace('rgb16').png().toBuffer()),
    write('good/interlaced.png', picture().png({ progressive: true }).toBuffer()),
    write('good/progressive.jpg', picture().jpeg({ progressive: true }).toBuffer()),
    write('good/turned.jpg', picture().withMetadata({ orientation: 5 }).jpeg().toBuffer()),
    write('good/jpeg.tiff', picture().tiff({ compression: 'jpeg' }).toBuffer()),
    write('good/cmyk.jpg', picture().toColourspace('cmyk').jpeg().toBuffer()),
    write('good/scan.tiff', picture().tiff({ compression: 'lzw' }).toBuffer()),
    write('good/one-pixel.png', picture(1).png().toBuffer()),
    write('good/still.gif', picture().gif().toBuffer()),
    write('good/animated.gif', frames().gif().toBuffer()),
    write('good/animated.webp', frames().webp().toBuffer()),
    write('good/folder.png/inside.png', picture().png().toBuffer()),
    write(`good/${'long'.repeat(62)}.png`, picture().png().toBuffer()),
    write('good/very-wide.png', picture().resize(3000, 2, { fit: 'fill' }).png().toBuffer()),
    // A small file that unpacks to 300 MB: no more is unpacked than its size says, and that much is in order.
    write('good/zip-bomb.png', pngOf(200, 200, Buffer.alloc(300_000_000))),
    write('good/日本語 ü.png', picture().png().toBuffer()),
    ...(isWindows ? [] : [write('good/two\nlines "quoted".png', picture().png().toBuffer())]),
  ];
  return Promise.all(files);
}

/** Files that cannot be read, each with the reason that must be told. */
async function writeBadFiles(): Promise<Record<string, RegExp>> {
  const reasons: Record<string, RegExp> = {};
  const bad = async (name: string, data: Buffer | string, reason: RegExp): Promise<void> => {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), data);
    reasons[name] = reason;
  };
  const [png, jpeg, webp, gif] = await Promise.all([
    picture(200).png({ compressionLevel: 0 }).toBuffer(),
    picture(200).jpeg({ quality: 95 }).toBuffer(),
    picture(200).webp({ lossless: true }).toBuffer(),
    picture(200).gif().toBuffer(),
  ]);
  const half = (bytes: Buffer): Buffer => bytes.subarray(0, Math.floor(bytes.length / 2));
  const damaged = /^it is damaged/;
  await bad('bad/zero.png', '', /^it is empty$/);
  await bad('bad/one-byte.png', 'P', /not a JPEG/);
  await bad('bad/cut.png', half(png), damaged);
  await bad('bad/cut.jpg', half(jpeg), damaged);
  await bad('bad/cut.webp', half(webp), damaged);
  await bad('bad/cut.gif', half(gif), damaged);
  await bad('bad/header-only.jpg', jpeg.subarray(0, 3), damaged);
  await bad('bad/signature-only.png', png.subarray(0, 8), damaged);
  await bad('bad/small-cut.png', (await picture(20).png().toBuffer()).subarray(0, -40), damaged);
  const crc = Buffer.from(png);
  crc[40] = crc[40]! ^ 255;
  await bad('bad/wrong-checksum.png', crc, damaged);
  const data = Buffer.from(png);
  data.fill(0x5a, 60_000, 60_400);
  await bad('bad/wrong-pixels.png', data, damaged);
  await bad('bad/text.jpg', 'These are words, not an image.', /not a JPEG/);
  await bad('bad/zeros.png', Buffer.alloc(5000), /nothing but zeros/);
  await bad(
    'bad/noise.jpg',
    Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 197) & 255)),
    /not a JPEG/,
  );
  await bad('bad/page.png', '<!DOCTYPE html><html></html>', /a web page/);
  await bad('bad/drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', /an SVG drawing/);
  const declared = '<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by a drawing program -->\n';
  await bad('bad/declared.svg', `${declared}<svg xmlns="http://www.w3.org/2000/svg"/>`, /an SVG drawing/);
  await bad('bad/feed.png', `${declared}<rss version="2.0"/>`, /an XML file/);
  await bad('bad/page-of-xml.png', `${declared}<html xmlns="http://www.w3.org/1999/xhtml"/>`, /a web page/);
  await bad('bad/document.jpg', '%PDF-1.7 ...', /a PDF document/);
  await bad('bad/archive.png', 'PK\x03\x04....', /a ZIP archive/);
  await bad('bad/cut.tiff', half(await picture().tiff({ compression: 'lzw' }).toBuffer()), damaged);
  await bad(
    'bad/webp.tiff',
    await picture().tiff({ compression: 'webp' }).toBuffer(),
    /TIFF image of a kind that is not read/,
  );
  await bad('bad/large.tiff', Buffer.from('II+\0'), /damaged/);
  await bad('bad/photo.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0'), /HEIC/);
  await bad('bad/photo.jxl', Buffer.from([0xff, 0x0a, 0, 0, 0]), /JPEG XL/);
  await bad('bad/array.npy', Buffer.from('\x93NUMPY\x01\0', 'latin1'), /a NumPy array/);
  await bad('bad/bomb.png', pngOf(60_000, 60_000, Buffer.alloc(4)), /more than 64 million pixels/);
  await bad('bad/bomb-wide.png', pngOf(0x7fffffff, 1, Buffer.alloc(4)), /pixels|damaged/);
  await bad('bad/no-pixels.png', pngOf(0, 0, Buffer.alloc(0)), damaged);
  await bad('bad/short.bmp', bmpOf(100, 100, Buffer.alloc(6)), /ends too early/);
  await bad('bad/bomb.bmp', bmpOf(50_000, 50_000, Buffer.alloc(6)), /more than 64 million pixels/);
  await bad('bad/.hidden.png', png, /hidden file/);
  if (!mayReadAll) {
    await bad('bad/forbidden.png', png, /no permission/);
    await chmod(at('bad/forbidden.png'), 0);
  } else if (spawnSync('mknod', [at('bad/null.png'), 'c', '1', '3']).status === 0) {
    // Not everywhere may the super-user make a device.
    reasons['bad/null.png'] = /not a regular file/;
  }
  await mkdir(at('bad/.hidden folder'));
  reasons['bad/.hidden folder/'] = /hidden folder/;
  await symlink(at('good/plain.png'), at('bad/link.png'));
  await symlink(root, at('bad/loop'));
  await symlink(at('nowhere.png'), at('bad/dangling.png'));
  for (const name of ['link.png', 'loop', 'dangling.png']) reasons[`bad/${name}`] = /symbolic link/;
  if (isWindows) return reasons;
  execFileSync('mkfifo', [at('bad/pipe.png')]);
  reasons['bad/pipe.png'] = /not a regular file/;
  socket = createServer();
  await new Promise<void>((resolve) => socket.listen(at('bad/socket.png'), resolve));
  reasons['bad/socket.png'] = /not a regular file/;
  if (process.platform === 'linux') {
    const name = Buffer.concat([Buffer.from(at('bad/')), Buffer.from([0xff, 0xfe]), Buffer.from('.png')]);
    await writeFile(name, png);
    reasons['bad/\uFFFD\uFFFD.png'] = /not Unicode/;
  }
  return reasons;
}

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'atelier-bad-'));
});
afterAll(async () => {
  socket.close();
  await rm(root, { recursive: true, force: true });
});

describe('files that are no images', () => {
  it('cost themselves alone, and each is named with its reason', async () => {
    const good = await writeGoodFiles();
    const reasons = await writeBadFiles();
    expect(Object.keys(reasons).length).toBeGreaterThanOrEqual(32);
    const context = { onProgress: () => undefined, signal: new AbortController().signal };
    const source = { kind: 'folder', path: root } as const;
    const data = await loadImages(source, { side: 32, channels: 3 }, context);
    expect([...data.train.files, ...data.test.files].sort()).toEqual(good.sort());
    const told = Object.fromEntries(data.leftOut.map(({ file, reason }) => [file, reason]));
    expect(Object.keys(told).sort()).toEqual(Object.keys(reasons).sort());
    for (const [file, reason] of Object.entries(reasons)) expect(told[file], file).toMatch(reason);

    // Asked of one process, each in a request of its own: some take longer than those that come after them.
    const pool = new DecoderPool({ processes: 1 });
    const shape = {
      side: 16,
      channels: 1,
      fit: 'crop',
      invert: false,
      ground: 'black',
      levels: 'stored',
    } as const;
    const judged = Object.entries(told).filter(([, reason]) =>
      /^it is (damaged|empty|not a J|a [A-Zw])/.test(reason),
    );
    expect(judged.length).toBeGreaterThan(20);
    const answers = judged.map(([name]) =>
      pool.decode({ kind: 'pixels', files: [at(name)], ...shape }, new Uint8Array(16 * 16)),
    );
    expect((await Promise.all(answers)).flat()).toMatchObject(judged.map(([, reason]) => ({ reason })));
    pool.close();

    // The first look names all but those that only decoding finds.
    const seen = await lookAtImages(source, {}, 8, context);
    const early = seen.leftOut.map(({ file }) => file);
    for (const name of ['bad/zero.png', 'bad/text.jpg', 'bad/photo.heic', 'bad/loop'])
      expect(early).toContain(name);
    expect(early).not.toContain('bad/cut.jpg');
  });

  it.skipIf(!mayReadAll || isWindows)('are named when only others may read them', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-forbidden-'));
    const file = path.join(folder, 'forbidden.png');
    await writeFile(file, await picture().png().toBuffer());
    await chmod(folder, 0o755);
    await chmod(file, 0);
    // The super-user is nobody for a moment, in which nothing else happens.
    process.seteuid?.(65534);
    const told = sniffFile(file);
    process.seteuid?.(0);
    expect(told).toEqual({ kind: 'refused', image: false, reason: 'there is no permission to read it' });
    await rm(folder, { recursive: true });
  });

  it('that vanish, shrink or change while a folder is read do not end the import', async () => {
    const folder = at('vanishing');
    await mkdir(folder);
    for (let i = 0; i < 300; i++)
      await writeFile(path.join(folder, `${i}.png`), await picture(40).png().toBuffer());
    let touched = false;
    const onProgress = ({ text }: { text: string }): void => {
      if (touched || text !== 'Reading images') return;
      touched = true;
      for (let i = 0; i < 300; i += 3) execFileSync('rm', [path.join(folder, `${i}.png`)]);
      execFileSync('truncate', ['-s', '20', ...[1, 4, 7, 298].map((i) => path.join(folder, `${i}.png`))]);
    };
    const context = { onProgress, signal: new AbortController().signal };
    const data = await loadImages({ kind: 'folder', path: folder }, { side: 16, channels: 1 }, context);
    expect(data.train.n + data.test.n + data.leftOut.length).toBe(300);
    for (const { reason } of data.leftOut) expect(reason).toMatch(/no longer there|damaged|became shorter/);
  });
});
