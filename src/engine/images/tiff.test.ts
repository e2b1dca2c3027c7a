import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { usualPixels } from '../../contract/dataset';
import { readNpy } from '../../core/formats/npy';
import { tiffOf, type TiffPageOptions } from '../testing/tiff-files';
import { decodeFile } from './decode-file';
import type { FileAnswer } from './protocol';
import type { Target } from './raster';

const W = 8;
/** A number of every pixel of 8 by 8. */
const each = (of: (i: number) => number): number[] => Array.from({ length: W * W }, (_, i) => of(i));
const page = (bits: number, data: Buffer, more: Partial<TiffPageOptions> = {}): TiffPageOptions => ({
  width: W,
  height: W,
  bits,
  data,
  ...more,
});
const words = (numbers: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(2 * numbers.length);
  numbers.forEach((number, i) => bytes.writeUInt16LE(number & 0xffff, 2 * i));
  return bytes;
};
const floats = (numbers: readonly number[]): Buffer => Buffer.from(Float32Array.from(numbers).buffer);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-tiff-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const plain: Target = { side: W, channels: 1, ...usualPixels };

async function decoded(
  bytes: Buffer,
  target: Partial<Target> = {},
  number = 0,
): Promise<{ answer: FileAnswer; pixels: number[] }> {
  const file = path.join(folder, 'image');
  await writeFile(file, bytes);
  const { answer, pixels } = await decodeFile(file, number, { ...plain, ...target });
  return { answer, pixels: [...(pixels ?? [])] };
}

describe('levels', () => {
  const twelve = each((i) => i * 65);

  it('show 12 bits in 16 as they are stored, by their own range, by numbers', async () => {
    const bytes = tiffOf([page(16, words(twelve))]);
    expect((await decoded(bytes)).pixels).toEqual(twelve.map((value) => Math.round(value / 257)));
    const whole = each((i) => Math.round((i * 255) / 63));
    expect((await decoded(bytes, { levels: 'file' })).pixels).toEqual(whole);
    expect((await decoded(bytes, { levels: { low: 0, high: 4095 } })).pixels).toEqual(whole);
    const cut = (await decoded(bytes, { levels: { low: 650, high: 1300 } })).pixels;
    expect([cut[9], cut[10], cut[15], cut[20], cut[21]]).toEqual([0, 0, 128, 255, 255]);
  });

  it('do not clip floating point outside of 0 to 1 in silence', async () => {
    const inside = await decoded(tiffOf([page(32, floats(each((i) => i / 63)), { format: 3 })]));
    expect(inside.pixels).toEqual(each((i) => Math.round((i * 255) / 63)));
    expect(inside.answer).not.toHaveProperty('clipped');
    const hounsfield = tiffOf([page(32, floats(each((i) => i * 50 - 1000)), { format: 3 })]);
    expect((await decoded(hounsfield)).answer).toMatchObject({ kind: 'decoded', clipped: true });
    const seen = await decoded(hounsfield, { levels: { low: -1000, high: 2150 } });
    expect(seen.pixels).toEqual(inside.pixels);
    const odd = tiffOf([
      page(32, floats(each((i) => (i === 0 ? NaN : i === 1 ? Infinity : i))), { format: 3 }),
    ]);
    expect((await decoded(odd, { levels: 'file' })).pixels.slice(0, 4)).toEqual([0, 255, 0, 4]);
  });

  it('know numbers with a sign, and white for zero', async () => {
    const signed = tiffOf([page(16, words(each((i) => i * 100 - 1000)), { format: 2 })]);
    expect((await decoded(signed)).answer).toMatchObject({ signed: true });
    const whole = each((i) => Math.round((i * 255) / 63));
    expect((await decoded(signed, { levels: 'file' })).pixels).toEqual(whole);
    const white = tiffOf([page(8, Buffer.from(each((i) => 255 - i)), { photometric: 0 })]);
    expect((await decoded(white)).pixels).toEqual(each((i) => i));
  });

  it('concern other formats too: 16 bits and 8 in a PNG', async () => {
    const raw = { width: W, height: W, channels: 1 } as const;
    const deep = await sharp(Uint16Array.from(twelve), { raw }).toColourspace('grey16').png().toBuffer();
    expect((await decoded(deep, { levels: { low: 0, high: 4095 } })).pixels).toEqual(
      each((i) => Math.round((i * 255) / 63)),
    );
    const dark = await sharp(Buffer.from(each((i) => i)), { raw })
      .png()
      .toBuffer();
    expect((await decoded(dark, { levels: 'file' })).pixels).toEqual(each((i) => Math.round((i * 255) / 63)));
  });
});

describe('a TIFF', () => {
  it('has pages, each of which can be read; smaller copies are none', async () => {
    const grey = (value: number, more = {}): TiffPageOptions => page(8, Buffer.alloc(W * W, value), more);
    const bytes = tiffOf([grey(10), grey(99, { subfile: 1 }), grey(20), grey(30)], false);
    const first = await decoded(bytes);
    expect(first.answer).toMatchObject({ pages: 3 });
    expect([first.pixels[0], (await decoded(bytes, {}, 2)).pixels[0]]).toEqual([10, 30]);
    expect((await decoded(bytes, {}, 3)).answer).toMatchObject({ reason: 'it has no page 4' });
  });

  it('has its colours multiplied with alpha once, here or by the program that wrote it', async () => {
    const pixel = (a: number[]): Buffer => Buffer.concat(each(() => 0).map(() => Buffer.from(a)));
    const straight = tiffOf([page(8, pixel([200, 100, 50, 128]), { samples: 4, extra: 2 })]);
    const associated = tiffOf([page(8, pixel([100, 50, 25, 128]), { samples: 4, extra: 1 })]);
    const unknown = tiffOf([page(8, pixel([200, 100, 50, 128]), { samples: 4, extra: 0 })]);
    const of = async (bytes: Buffer, ground: Target['ground']): Promise<number[]> =>
      (await decoded(bytes, { channels: 3, ground })).pixels.slice(0, 3);
    expect(await of(straight, 'black')).toEqual([100, 50, 25]);
    expect(await of(associated, 'black')).toEqual([100, 50, 25]);
    expect(await of(straight, 'white')).toEqual([227, 177, 152]);
    expect(await of(associated, 'white')).toEqual([227, 177, 152]);
    expect(await of(unknown, 'white')).toEqual([200, 100, 50]);
    expect((await decoded(unknown)).answer).toMatchObject({ extra: true });
  });

  it('is turned as it says, and has fewer bits, palettes and predictors', async () => {
    const turned = tiffOf([page(8, Buffer.from(each((i) => i)), { orientation: 6 })]);
    expect((await decoded(turned)).pixels).toEqual(each((i) => (7 - (i % 8)) * 8 + Math.floor(i / 8)));
    const bits = tiffOf([page(1, Buffer.alloc(8, 0b10110000))]);
    expect((await decoded(bits)).pixels.slice(0, 8)).toEqual([255, 0, 255, 255, 0, 0, 0, 0]);
    const differences = Buffer.from(each((i) => (i % 8 === 0 ? i : 1)));
    const packed = page(8, deflateSync(differences), { compression: 8, predictor: 2 });
    expect((await decoded(tiffOf([packed]))).pixels).toEqual(each((i) => i));
  });

  it('is read where its strips are JPEG, grey or YCbCr, or packed by Zstandard', async () => {
    const levels = each((i) => i * 4);
    const raw = { width: W, height: W, channels: 1 } as const;
    const grey = sharp(Buffer.from(levels), { raw });
    const jpeg = await grey.clone().jpeg({ quality: 100 }).toBuffer();
    const seen = [...(await sharp(jpeg).toColourspace('b-w').raw().toBuffer())];
    const strip = (data: Buffer, more: Partial<TiffPageOptions>) =>
      decoded(tiffOf([page(8, Buffer.alloc(W * W)), page(8, data, more)]), { channels: 3 }, 1);
    const threefold = (numbers: number[]): number[] => numbers.flatMap((value) => [value, value, value]);
    expect((await strip(jpeg, { compression: 7 })).pixels).toEqual(threefold(seen));
    const colour = await grey.clone().tint('#e06020').jpeg({ quality: 100 }).toBuffer();
    expect((await strip(colour, { compression: 7, photometric: 6, samples: 3 })).pixels).toEqual([
      ...(await sharp(colour).raw().toBuffer()),
    ]);
    const other = await strip(jpeg, { compression: 7, width: 2 * W });
    expect(other.answer).toMatchObject({ reason: expect.stringContaining('of other sizes') as unknown });
    // RFC 8878: a frame of 64 bytes in a single raw block, which ends with a zero here.
    const zstandard = (numbers: number[], bytes = 64): Buffer =>
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, bytes, bytes * 8 + 1, (bytes * 8) >> 8, 0, ...numbers]);
    const backwards = levels.toReversed();
    expect((await strip(zstandard(backwards), { compression: 50_000 })).pixels).toEqual(threefold(backwards));
    const short = await strip(zstandard(backwards.slice(0, 30), 30), { compression: 50_000 });
    expect(short.answer).toMatchObject({ reason: 'it is damaged (it ends too early)' });
  });

  it('has its CIELab colours turned to sRGB', async () => {
    const pixel = (lab: number[]): Buffer => Buffer.concat(each(() => 0).map(() => Buffer.from(lab)));
    const seen = async (lab: number[], more: Partial<TiffPageOptions> = {}): Promise<number[]> =>
      (
        await decoded(tiffOf([page(8, pixel(lab), { samples: 3, photometric: 8, ...more })]), { channels: 3 })
      ).pixels.slice(0, 3);
    expect(await seen([255, 0, 0])).toEqual([255, 255, 255]);
    expect(await seen([0, 0, 0])).toEqual([0, 0, 0]);
    // L* 53.7: the grey of 128.
    expect(await seen([137, 0, 0])).toEqual([128, 128, 128]);
    // Lindbloom: sRGB's primaries under D50 are 54.29, 80.81, 69.89 and 29.57, 68.30, -112.03.
    const near = (pixel: number[], colour: number[]): void =>
      pixel.forEach((value, i) => expect(Math.abs(value - colour[i]!), String(pixel)).toBeLessThanOrEqual(8));
    near(await seen([138, 81, 70]), [255, 0, 0]);
    near(await seen([75, 68, 256 - 112]), [0, 0, 255]);
    expect(await seen([75, 128 + 68, 128 - 112], { photometric: 9 })).toEqual(
      await seen([75, 68, 256 - 112]),
    );
    const deep = words([75 * 257, 68 * 256, -112 * 256]);
    expect(await seen([...deep], { bits: 16 })).toEqual(await seen([75, 68, 256 - 112]));
  });

  it('of another kind is refused by its kind', async () => {
    const reasonOf = async (more: Partial<TiffPageOptions>): Promise<string> => {
      const { answer } = await decoded(tiffOf([page(8, Buffer.alloc(3 * W * W), more)]));
      return answer.kind === 'refused' ? answer.reason : answer.kind;
    };
    expect(await reasonOf({ compression: 34_887 })).toBe(
      'it is a TIFF image of a kind that is not read (8 bits, grey, LERC compression)',
    );
    expect(await reasonOf({ samples: 3, photometric: 6 })).toContain('(8 bits, YCbCr, not compressed)');
    expect(await reasonOf({ bits: 64, format: 6 })).toContain('64 bits of complex numbers');
    expect(await reasonOf({ data: Buffer.alloc(5) })).toBe('it is damaged (it ends too early)');
  });

  it('of tifffile is read to the last bit, where a Python has it', async () => {
    const python = process.env['LATENT_ATELIER_PYTHON'] ?? 'python3';
    const script = path.join(import.meta.dirname, '../../../scripts/fixtures/make-tiffs.py');
    const { status, stderr } = spawnSync(python, [script, folder], { encoding: 'utf8' });
    if (status === 3 || status === null) return;
    expect(stderr).toBe('');
    const names = z
      .array(z.object({ name: z.string(), levels: z.tuple([z.number(), z.number()]).nullable() }))
      .parse(JSON.parse(await readFile(path.join(folder, 'names.json'), 'utf8')));
    expect(names.length).toBeGreaterThan(15);
    for (const { name, levels } of names) {
      const { shape, data } = readNpy(new Uint8Array(await readFile(path.join(folder, `${name}.npy`))));
      const { pixels, answer } = await decodeFile(path.join(folder, `${name}.tif`), 0, {
        ...plain,
        side: 20,
        channels: shape.length === 3 ? 3 : 1,
        levels: levels === null ? 'stored' : { low: levels[0], high: levels[1] },
      });
      expect(answer.kind, name).toBe('decoded');
      expect([...pixels!], name).toEqual([...data].map(Number));
    }
  });
});

describe('a ground', () => {
  it('is behind what is transparent and around what is padded, black, white or a colour, inverted or not', async () => {
    const rgba = Buffer.alloc(8 * 4 * 4);
    for (let i = 3; i < 16 * 4; i += 4) rgba[i] = 255;
    const drawing = await sharp(rgba, { raw: { width: 8, height: 4, channels: 4 } })
      .png()
      .toBuffer();
    // Two rows of ground, two of black drawing, two transparent, two of ground.
    const rows = async (target: Partial<Target>): Promise<number[]> => {
      const { pixels } = await decoded(drawing, { fit: 'pad', ...target });
      return [1, 3, 4, 7].map((row) => pixels[row * 8 + 4]!);
    };
    expect(await rows({})).toEqual([0, 0, 0, 0]);
    expect(await rows({ ground: 'white' })).toEqual([255, 0, 255, 255]);
    expect(await rows({ invert: true })).toEqual([0, 255, 0, 0]);
    expect(await rows({ invert: true, ground: 'white' })).toEqual([255, 255, 255, 255]);
    const { pixels } = await decoded(drawing, { fit: 'pad', channels: 3, ground: '#10c0f0' });
    expect(pixels.slice(0, 3)).toEqual([0x10, 0xc0, 0xf0]);
    const large = await sharp(drawing).tiff({ compression: 'lzw' }).toBuffer();
    expect((await decoded(large, { fit: 'pad', ground: 'white' })).pixels[4 * 8 + 4]).toBe(255);
    const webp = await sharp(drawing).webp({ lossless: true }).toBuffer();
    expect((await decoded(webp, { fit: 'pad', ground: 'white' })).pixels[4 * 8 + 4]).toBe(255);
  });
});
