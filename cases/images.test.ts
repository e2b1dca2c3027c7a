import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readNpy } from '../src/core/formats/npy';
import { decodeFile } from '../src/engine/images/decode-file';
import type { Target } from '../src/engine/images/raster';
import { filesIn, makeSamples } from './samples';

const SIDE = 32;
let folder = '';
beforeAll(async () => {
  folder = await makeSamples('images/make_images.py', ['numpy', 'tifffile', 'imagecodecs', 'PIL']);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** How a file compares with the true pixels that Python wrote beside it. */
interface Expected {
  levels?: { low: number; high: number };
  /** By how much a pixel may differ; the numbers of most are rounded alike. */
  within?: number;
  /** The file with the true pixels, where those of its own name are not what a person sees. */
  truth?: string;
  /** What is seen for the true pixels, row by row `[n, channels]`. */
  seen?: (pixels: number[]) => number[];
  pages?: number;
  extra?: true;
  clipped?: true;
  signed?: true;
}

const levels = (low: number, high: number): Expected => ({ levels: { low, high } });
const all = (names: string, expected: Expected = {}): Record<string, Expected> =>
  Object.fromEntries(names.split(' ').map((name) => [name, expected]));

const expectations: Record<string, Expected> = {
  ...all('t_u8.tif t_u8_be.tif t_u16.tif t_u16_be.tif t_u16_lzw_pred.tif t_u16_deflate_pred.tif t_u32.tif'),
  ...all('t_f32_01.tif t_f64.tif t_f16.tif t_rgb.tif t_rgb_planar.tif t_rgb16.tif t_rgb_tiled.tif'),
  ...all('t_miniswhite.tif t_miniswhite16.tif t_big.tif t_palette.tif t_cmyk.tif t_orient6.tif'),
  ...all('t_16_round.tif t_zstd.tif'),
  't_u16_12bit.tif': levels(0, 4080),
  't_u16_dark.tif': levels(0, 510),
  't_i16.tif': { ...levels(-1000, 24_500), signed: true },
  't_i32.tif': { ...levels(0, 255_000), signed: true },
  't_f32_255.tif': levels(0, 255),
  't_f32_neg.tif': levels(-128, 127),
  't_f32_hu.tif': levels(-1024, 3056),
  't_imagej_stack.tif': { pages: 3 },
  't_imagej_2ch.tif': { pages: 2 },
  't_ome.ome.tif': { pages: 3 },
  ...all('t_5ch.tif t_2ch_contig.tif t_3ch_u16_separate.tif', { extra: true }),
  // tifffile writes booleans with white as zero, and every reader that heeds it, as Pillow does, sees true as black.
  't_bool.tif': { seen: (pixels) => pixels.map((value) => 255 - value) },
  // Alpha that is not multiplied in, on black: what a PNG of the same pixels shows.
  't_grey_alpha.tif': { truth: 'p_la.png' },
  't_rgba.tif': { truth: 'p_rgba.png' },
  // 8 bits of CIELab are coarser than those of sRGB.
  't_lab.tif': { within: 4 },
  // Half of the colour's resolution, and JPEG's losses: as far as Pillow's pixels are from the true ones.
  't_rgb_jpeg.tif': { within: 8 },
  't_rgb_ycbcr_jpeg.tif': { within: 8, seen: fromYcc },

  ...all('p_grey.png p_16.png p_rgb.png p_la.png p_rgba.png p_palette.png p_palette_trns.png p_1bit.png'),
  ...all('p_grey2bit.png p_grey4bit.png p_gama.png p_grey_trns.png p_rgb_trns.png p_rgb16.png'),
  ...all('p_trunc_ok.png p_exif6.png p_icc_srgb.png'),
  'p_16_dark.png': levels(0, 1020),
  // libvips takes the upper 8 of 16 bits, where the true pixels are rounded; with alpha likewise.
  ...all('p_16_round.png p_la16.png', { within: 1 }),

  ...all('b_8.bmp b_24.bmp b_1.bmp b_pal.bmp b_32.bmp b_topdown.bmp b_32_zeroalpha.bmp b_555.bmp'),
  ...all('g_grey.gif g_pal.gif g_trns.gif w_lossless.webp'),
  ...all('g_anim.gif w_anim.webp', { pages: 2 }),
  'w_alpha.webp': { within: 1 },

  ...all('j_grey.jpg j_cmyk.jpg j_exif8.jpg j_icc.jpg'),
  // Two decoders of JPEG round differently.
  ...all('j_rgb.jpg j_prog.jpg', { within: 2 }),
};

it('no sample is forgotten', async () => {
  const images = (await filesIn(folder)).filter((file) => !file.startsWith('truth/'));
  expect(Object.keys(expectations).sort()).toEqual(images);
});

it.each(Object.entries(expectations))('%s', async (name, expected) => {
  const {
    levels: range = 'stored',
    within = 0,
    truth = name,
    seen = (pixels: number[]) => pixels,
    ...odd
  } = expected;
  const { shape, data } = readNpy(await readFile(path.join(folder, 'truth', `${truth}.npy`)));
  const channels = shape.length === 3 ? 3 : 1;
  const how: Target = { side: SIDE, channels, fit: 'crop', invert: false, ground: 'black', levels: range };
  const { answer, pixels } = await decodeFile(path.join(folder, name), 0, how);
  if (answer.kind !== 'decoded' || pixels === null)
    throw new Error(`It was refused: ${JSON.stringify(answer)}`);
  const { pages, extra, clipped, signed } = answer;
  expect({ pages, extra, clipped, signed }).toEqual(odd);
  const wanted = seen([...data].map(Number));
  expect(pixels).toHaveLength(wanted.length);
  const far = wanted.flatMap((value, i) =>
    Math.abs(value - pixels[i]!) > within ? [[i, value, pixels[i]]] : [],
  );
  expect(far).toEqual([]);
});

/** Luma and two differences of colour as JPEG has them (ITU-R BT.601) in RGB. */
function fromYcc(pixels: number[]): number[] {
  const rgb: number[] = [];
  for (let i = 0; i < pixels.length; i += 3) {
    const [y, blue, red] = [pixels[i]!, pixels[i + 1]! - 128, pixels[i + 2]! - 128];
    rgb.push(y + 1.402 * red, y - 0.344136 * blue - 0.714136 * red, y + 1.772 * blue);
  }
  return rgb.map((value) => Math.min(255, Math.max(0, Math.round(value))));
}
