import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { Generator } from '../../core/random/generator';
import { decodeSmallJpeg } from './jpeg';
import { decodeSmallPng } from './png';

/** A picture with slopes, edges and noise: `[height, width, channels]`. */
function picture(width: number, height: number, channels: number, seed: number): Buffer {
  const random = new Generator(seed);
  const pixels = Buffer.alloc(width * height * channels);
  for (let i = 0; i < pixels.length; i++) {
    const x = Math.floor(i / channels) % width;
    const edge = (x >> 3) % 2 === 0 ? 60 : 0;
    pixels[i] = (x * 3 + edge + (i % channels) * 40 + random.below(40)) & 255;
  }
  return pixels;
}

const sizes = [
  [64, 64],
  [28, 28],
  [1, 1],
  [17, 33],
  [3, 5],
  [100, 7],
  [255, 129],
] as const;

describe('the small decoders', () => {
  it.each(['4:4:4', '4:2:0'] as const)('give libjpeg-turbo’s pixels for a JPEG with %s', async (sampling) => {
    for (const [width, height] of sizes) {
      for (const quality of [30, 92, 100]) {
        const raw = picture(width, height, 3, width * quality);
        const bytes = await sharp(raw, { raw: { width, height, channels: 3 } })
          .jpeg({ quality, chromaSubsampling: sampling })
          .toBuffer();
        const wanted = await sharp(bytes).raw().toBuffer();
        const image = decodeSmallJpeg(bytes);
        expect(image, `${width} x ${height}, quality ${quality}`).toMatchObject({
          width,
          height,
          channels: 3,
        });
        expect(Buffer.from(image!.pixels).equals(wanted)).toBe(true);
      }
    }
  });

  it('give libjpeg-turbo’s pixels for a grey JPEG', async () => {
    for (const [width, height] of sizes) {
      const bytes = await sharp(picture(width, height, 1, 5), { raw: { width, height, channels: 1 } })
        .toColourspace('b-w')
        .jpeg({ quality: 80 })
        .toBuffer();
      const image = decodeSmallJpeg(bytes);
      expect(image).toMatchObject({ width, height, channels: 1 });
      const wanted = await sharp(bytes).toColourspace('b-w').raw().toBuffer();
      expect(Buffer.from(image!.pixels).equals(wanted)).toBe(true);
    }
  });

  it('leave progressive, profiled, turned and damaged JPEGs to libvips', async () => {
    const raw = { raw: { width: 32, height: 32, channels: 3 as const } };
    const plain = sharp(picture(32, 32, 3, 1), raw);
    expect(decodeSmallJpeg(await plain.clone().jpeg({ progressive: true }).toBuffer())).toBeNull();
    expect(
      decodeSmallJpeg(await plain.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer()),
    ).toBeNull();
    const bytes = await plain.clone().jpeg({ quality: 95 }).toBuffer();
    expect(decodeSmallJpeg(bytes)).not.toBeNull();
    for (let length = 0; length < bytes.length; length += 7) {
      expect(decodeSmallJpeg(bytes.subarray(0, length))).toBeNull();
    }
  });

  it.each([1, 2, 3, 4] as const)('give libpng’s pixels for a PNG of %i samples', async (channels) => {
    for (const [width, height] of sizes) {
      for (const adaptiveFiltering of [true, false]) {
        const bytes = await sharp(picture(width, height, channels, 9), { raw: { width, height, channels } })
          .png({ adaptiveFiltering })
          .toBuffer();
        const image = decodeSmallPng(bytes, 0)!;
        const wanted = await sharp(bytes).flatten({ background: '#000' }).raw().toBuffer();
        expect([image.width, image.height]).toEqual([width, height]);
        const ratio = wanted.length / image.pixels.length;
        const most = image.pixels.reduce(
          (worst, value, i) => Math.max(worst, Math.abs(value - wanted[i * ratio]!)),
          0,
        );
        // libvips cuts what it mixes with the ground to whole numbers; this decoder rounds.
        expect(most).toBeLessThanOrEqual(channels % 2 === 0 ? 1 : 0);
      }
    }
  });

  it('leave deep, interlaced, see-through and damaged PNGs to libvips', async () => {
    const plain = sharp(picture(24, 24, 3, 2), { raw: { width: 24, height: 24, channels: 3 } });
    expect(decodeSmallPng(await plain.clone().toColourspace('rgb16').png().toBuffer(), 0)).toBeNull();
    expect(decodeSmallPng(await plain.clone().png({ progressive: true }).toBuffer(), 0)).toBeNull();
    const bytes = await plain.clone().png().toBuffer();
    expect(decodeSmallPng(bytes, 0)).not.toBeNull();
    for (let length = 0; length < bytes.length; length += 5)
      expect(decodeSmallPng(bytes.subarray(0, length), 0)).toBeNull();
    const random = new Generator(3);
    for (let i = 0; i < 200; i++) {
      const spoilt = Buffer.from(bytes);
      const at = 8 + random.below(spoilt.length - 8);
      spoilt[at] = spoilt[at]! ^ (1 << random.below(8));
      // Every byte of a PNG is under some check.
      expect(decodeSmallPng(spoilt, 0)).toBeNull();
    }
  });
});
