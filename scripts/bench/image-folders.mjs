import { link, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../run.mjs';

/** Different images of a kind; all files of a folder are made of them. */
const SMALL = 2000;
const PHOTOS = 40;
const SIDE = 28;
const PIXELS = SIDE * SIDE;
const CLASSES = 10;
/** A photo is a mosaic of so many small images, 1008 by 756 pixels. */
const MOSAIC = { columns: 36, rows: 27 };

/**
 * Writes `n` small files in ten folders: PNG of 28 x 28 in grey, or JPEG of 64 x 64 in colour. Each is a file of its own;
 * from the 2,001st on their bytes are those of former ones.
 *
 * @param {string} folder @param {'png' | 'jpeg'} format @param {number} n
 */
export async function writeSmall(folder, format, n) {
  const { default: sharp } = await import('sharp');
  const data = await garments();
  const encoded = await inParts(Math.min(n, SMALL), (i) => {
    const raw = { width: SIDE, height: SIDE, channels: /** @type {const} */ (1) };
    const image = sharp(data.subarray(i * PIXELS, (i + 1) * PIXELS), { raw });
    const coloured = () => image.resize(64, 64).toColourspace('srgb').tint({ r: 255, g: 160, b: 90 });
    return (
      format === 'png' ? image.toColourspace('b-w').png() : coloured().jpeg({ quality: 90 })
    ).toBuffer();
  });
  await makeClasses(folder);
  await inParts(n, (i) =>
    writeFile(fileOf(folder, i, format), encoded[i % encoded.length] ?? Buffer.alloc(0)),
  );
}

/**
 * Writes 40 JPEG photos of 1008 x 756 pixels and gives them `n` names in ten folders.
 *
 * @param {string} folder @param {number} n
 */
export async function writePhotos(folder, n) {
  const { default: sharp } = await import('sharp');
  const data = await garments();
  const [width, height] = [MOSAIC.columns * SIDE, MOSAIC.rows * SIDE];
  await makeClasses(folder);
  await inParts(Math.min(n, PHOTOS), async (i) => {
    const pixels = Buffer.alloc(width * height * 3);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const garment = i * 997 + Math.floor(y / SIDE) * MOSAIC.columns + Math.floor(x / SIDE);
        const value = data[garment * PIXELS + (y % SIDE) * SIDE + (x % SIDE)] ?? 0;
        pixels.set([value, (value * (garment % 7)) / 7, 255 - value], (y * width + x) * 3);
      }
    }
    await sharp(pixels, { raw: { width, height, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(fileOf(folder, i, 'jpeg'));
  });
  await giveNames(folder, folder, PHOTOS, n);
}

/**
 * Gives the first `originals` files of a folder that was written here further names in another, to `n` of them in all.
 *
 * @param {string} from @param {string} to @param {number} originals @param {number} n
 */
export async function giveNames(from, to, originals, n) {
  await makeClasses(to);
  await inParts(n, async (i) => {
    if (from === to && i < originals) return;
    await link(fileOf(from, i % originals, 'jpeg'), fileOf(to, i, 'jpeg'));
  });
}

async function garments() {
  const file = path.join(root, '.runtime', 'datasets', 'fashion-mnist', 'train-images-idx3-ubyte');
  return (await readFile(file)).subarray(16);
}

/** @param {string} folder @param {number} i @param {string} format */
const fileOf = (folder, i, format) => path.join(folder, String(i % CLASSES), `${i}.${format}`);

/** @param {string} folder */
async function makeClasses(folder) {
  for (let label = 0; label < CLASSES; label++)
    await mkdir(path.join(folder, String(label)), { recursive: true });
}

/**
 * Does `n` things, some at a time.
 *
 * @template T
 * @param {number} n @param {(i: number) => Promise<T>} work
 * @returns {Promise<T[]>}
 */
async function inParts(n, work) {
  const done = [];
  for (let start = 0; start < n; start += 16) {
    const part = Array.from({ length: Math.min(16, n - start) }, (_, i) => work(start + i));
    done.push(...(await Promise.all(part)));
  }
  return done;
}
