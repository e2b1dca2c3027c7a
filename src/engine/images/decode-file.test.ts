import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualPixels } from '../../contract/dataset';
import { bmpOf } from '../testing/image-files';
import { decodeFile } from './decode-file';
import type { Target } from './raster';

const ORANGE = [250, 100, 10];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-decode-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plain: Target = { side: 32, channels: 3, ...usualPixels };

/** The pixel of a decoded image at a place, or why there is none. */
async function decoded(
  bytes: Buffer,
  target: Partial<Target> = {},
  page = 0,
): Promise<{ told: string; pixel: (x: number, y: number) => number[] }> {
  const file = path.join(folder, 'image');
  await writeFile(file, bytes);
  const how = { ...plain, ...target };
  const { answer, pixels } = await decodeFile(file, page, how);
  const pixel = (x: number, y: number): number[] => {
    const at = (y * how.side + x) * how.channels;
    return [...(pixels?.subarray(at, at + how.channels) ?? [])];
  };
  if (answer.kind === 'refused') return { told: answer.reason, pixel };
  expect(pixels).toHaveLength(how.side * how.side * how.channels);
  return { told: answer.kind === 'decoded' ? `${answer.width} x ${answer.height}` : answer.kind, pixel };
}

const canvas = (width = 32, height = width, [r, g, b] = ORANGE): Sharp =>
  sharp({ create: { width, height, channels: 3, background: { r: r!, g: g!, b: b! } } });
const near = (pixel: number[], colour: number[], by: number): void =>
  pixel.forEach((value, i) => expect(Math.abs(value - colour[i]!), String(pixel)).toBeLessThanOrEqual(by));

describe('decodeFile', () => {
  it('reads deep, indexed and printed images as 8-bit colour or grey', async () => {
    for (const bytes of [
      await canvas().png().toBuffer(),
      await canvas().toColourspace('rgb16').png().toBuffer(),
      await canvas().png({ palette: true }).toBuffer(),
      await canvas().tiff({ compression: 'lzw' }).toBuffer(),
      await canvas().toColourspace('rgb16').tiff({ compression: 'deflate' }).toBuffer(),
      await canvas().webp({ lossless: true }).toBuffer(),
    ]) {
      const { told, pixel } = await decoded(bytes);
      expect(told).toBe('32 x 32');
      near(pixel(5, 5), ORANGE, 1);
      near((await decoded(bytes, { channels: 1, side: 16 })).pixel(8, 8), [135], 1);
    }
    near((await decoded(await canvas().jpeg({ quality: 100 }).toBuffer())).pixel(5, 5), ORANGE, 4);
  });

  it('reads CMYK without a profile as the light that the inks leave, as Pillow does', async () => {
    const printed = await canvas().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    const inks = await sharp(printed).pipelineColourspace('cmyk').toColourspace('cmyk').raw().toBuffer();
    const light = 255 - inks[3]!;
    const seen = [0, 1, 2].map((c) => ((255 - inks[c]!) * light) / 255);
    near((await decoded(printed)).pixel(5, 5), seen, 1);
    const plainGrey = { channels: 1, levels: { low: 0, high: 510 } } as const;
    near(
      (await decoded(printed, plainGrey)).pixel(5, 5),
      [(0.299 * seen[0]! + 0.587 * seen[1]! + 0.114 * seen[2]!) / 2],
      1,
    );
  });

  it('shows black where an image is transparent, white when light and dark change places', async () => {
    const [r, g, b] = ORANGE;
    for (const [alpha, seen] of [
      [0, [0, 0, 0]],
      [0.5, [125, 50, 5]],
    ] as const) {
      const background = { r: r!, g: g!, b: b!, alpha };
      const clear = sharp({ create: { width: 32, height: 32, channels: 4, background } });
      for (const bytes of [
        await clear.clone().png().toBuffer(),
        await clear.clone().webp({ lossless: true }).toBuffer(),
      ])
        near((await decoded(bytes)).pixel(9, 9), [...seen], 2);
    }
    const clear = sharp({ create: { width: 32, height: 32, channels: 4, background: '#0000' } });
    expect((await decoded(await clear.png().toBuffer(), { invert: true })).pixel(9, 9)).toEqual([0, 0, 0]);
  });

  it('turns an image as EXIF says', async () => {
    // Left half white, right half black, to be turned a quarter clockwise when shown.
    const left = await canvas(16, 40, [255, 255, 255]).png().toBuffer();
    const halves = canvas(32, 40, [0, 0, 0]).composite([{ input: left, left: 0, top: 0 }]);
    const raw = await halves.raw().toBuffer({ resolveWithObject: true });
    const turned = sharp(raw.data, { raw: raw.info }).withMetadata({ orientation: 6 });
    for (const bytes of [
      await turned.clone().jpeg().toBuffer(),
      await turned.clone().tiff({ compression: 'lzw' }).toBuffer(),
    ]) {
      const { told, pixel } = await decoded(bytes, { fit: 'stretch' });
      expect(told).toBe('40 x 32');
      near(pixel(16, 4), [255, 255, 255], 8);
      near(pixel(16, 28), [0, 0, 0], 8);
    }
  });

  it.each(['png', 'jpeg', 'webp'] as const)('cuts, pads or stretches a %s as asked', async (format) => {
    const white = [255, 255, 255];
    const bytes = await canvas(60, 20, white).toFormat(format).toBuffer();
    for (const fit of ['crop', 'pad', 'stretch'] as const) {
      const { pixel } = await decoded(bytes, { fit, side: 16 });
      near(pixel(0, 0), fit === 'pad' ? [0, 0, 0] : white, 3);
      near(pixel(8, 8), white, 3);
      near((await decoded(bytes, { fit, side: 16, invert: true })).pixel(8, 8), [0, 0, 0], 3);
    }
  });

  it('reads BMPs of every usual kind, the first line below, and names what is amiss', async () => {
    // The upper half orange, the lower black: what is stored first is the lowest line.
    const lines = (pixel: number[]): Buffer =>
      Buffer.from(Array.from({ length: 256 }, (_, i) => (i < 128 ? pixel.map(() => 0) : pixel)).flat());
    const palette = [0, 0, 0, 0, 10, 100, 250, 0];
    // Eight black lines of a run of 16 each, eight orange ones, and the end.
    const runs = Array.from({ length: 16 }, (_, y) => [16, y < 8 ? 0 : 1, 0, 0]).flat();
    for (const bytes of [
      bmpOf(16, 16, lines([10, 100, 250])),
      bmpOf(16, 16, lines([10, 100, 250, 0]), { bits: 32 }),
      bmpOf(16, 16, lines([1]), { bits: 8, palette }),
      bmpOf(16, 16, Buffer.from([...runs, 0, 1]), { bits: 8, palette, compression: 1 }),
    ]) {
      const { told, pixel } = await decoded(bytes, { side: 16 });
      expect([told, ...pixel(0, 0), ...pixel(15, 15)]).toEqual(['16 x 16', ...ORANGE, 0, 0, 0]);
    }
    const { told } = await decoded(bmpOf(16, 16, Buffer.alloc(30)));
    expect(told).toBe('it is damaged (it ends too early)');
    expect((await decoded(bmpOf(9000, 9000, Buffer.alloc(30)))).told).toMatch(/ends too early|64 million/);
  });

  it.skipIf(process.platform === 'win32')('names a file that may not be read', async () => {
    const file = path.join(folder, 'forbidden.png');
    await writeFile(file, await canvas().png().toBuffer(), { mode: 0 });
    await chmod(folder, 0o755);
    // The super-user may read everything; for a moment this process is nobody.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    const { answer } = await decodeFile(file, 0, plain).finally(() => {
      if (isRoot) process.seteuid?.(0);
    });
    expect(answer).toMatchObject({ kind: 'refused', reason: 'there is no permission to read it' });
  });
});
