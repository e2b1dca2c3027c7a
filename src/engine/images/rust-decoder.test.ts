import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { Generator } from '../../core/random/generator';
import type { Raster } from './raster';
import { smallCopy, wholeCopy } from './rust-decoder';

/** A picture with slopes, edges and noise: `[height, width, channels]`. */
function picture(width: number, height: number, channels: 1 | 2 | 3 | 4, seed = 1): Sharp {
  const random = new Generator(seed);
  const pixels = Buffer.alloc(width * height * channels);
  for (let i = 0; i < pixels.length; i++) {
    const x = Math.floor(i / channels) % width;
    const edge = (x >> 3) % 2 === 0 ? 60 : 0;
    pixels[i] = (x * 3 + edge + (i % channels) * 40 + random.below(40)) & 255;
  }
  return sharp(pixels, { raw: { width, height, channels } });
}

const rgbaOf = (image: Sharp): Promise<Buffer> => image.toColourspace('srgb').ensureAlpha().raw().toBuffer();
/** `[height, width, 4]` of any number of channels. */
const rgbaIn = ({ channels, pixels }: Raster): Uint8Array => {
  if (channels === 4) return pixels;
  const at = (i: number, channel: number): number => pixels[i * channels + (channels === 3 ? channel : 0)]!;
  return Uint8Array.from({ length: (pixels.length / channels) * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : at(i >> 2, i % 4),
  );
};
const worst = (a: Uint8Array, b: Uint8Array): number => {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
};

/** On black. Alpha is multiplied in and divided out again: where there is little of it, colours lose their last bits. */
const seen = (rgba: Uint8Array): Uint8Array =>
  rgba.map((value, i) => (i % 4 === 3 ? value : Math.round((value * rgba[i | 3]!) / 255)));

describe('smallCopy', () => {
  it.each([1, 2, 3, 4] as const)('gives libpng’s pixels for a PNG of %i samples', async (channels) => {
    for (const [width, height] of [
      [28, 28],
      [1, 1],
      [17, 33],
    ] as const) {
      const bytes = await picture(width, height, channels).png().toBuffer();
      const side = Math.max(width, height);
      const read = smallCopy(bytes, 'PNG', side, 'pad')!;
      expect(read).toMatchObject({ width, height, copy: { width, height } });
      const wanted = await rgbaOf(sharp(bytes));
      expect(worst(seen(rgbaIn(read.copy)), seen(wanted))).toBeLessThanOrEqual(channels % 2 === 0 ? 1 : 0);
    }
  });

  it('reads palettes and interlaced PNGs, grey and progressive JPEGs as libvips does', async () => {
    for (const bytes of [
      await picture(32, 32, 3).png({ palette: true }).toBuffer(),
      await picture(32, 32, 3).png({ progressive: true }).toBuffer(),
      await picture(32, 32, 1).toColourspace('b-w').jpeg().toBuffer(),
      await picture(32, 32, 3).jpeg({ progressive: true }).toBuffer(),
      await picture(32, 32, 3).jpeg({ quality: 60 }).toBuffer(),
      await picture(32, 32, 3).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
    ]) {
      const format = bytes[0] === 0xff ? 'JPEG' : 'PNG';
      const { copy } = smallCopy(bytes, format, 32, 'crop')!;
      // JPEG leaves the rounding to the decoder.
      expect(worst(rgbaIn(copy), await rgbaOf(sharp(bytes)))).toBeLessThanOrEqual(format === 'JPEG' ? 5 : 0);
    }
  });

  it('reduces without aliasing, the middle, all, or all drawn out', async () => {
    const bytes = await picture(96, 60, 3).blur(2).png().toBuffer();
    for (const fit of ['crop', 'pad', 'stretch'] as const) {
      const { width, height, copy } = smallCopy(bytes, 'PNG', 24, fit)!;
      expect([width, height, copy.width, copy.height]).toEqual([96, 60, 24, fit === 'pad' ? 15 : 24]);
      const how = { crop: 'cover', pad: 'inside', stretch: 'fill' } as const;
      const wanted = await rgbaOf(sharp(bytes).resize(24, 24, { fit: how[fit] }));
      const mean =
        wanted.reduce((sum, value, i) => sum + Math.abs(value - copy.pixels[i]!), 0) / wanted.length;
      expect(mean, fit).toBeLessThan(3);
    }
  });

  it('leaves to libvips what has a profile, EXIF, CMYK or 16 bits, and what is large or long', async () => {
    const plain = picture(32, 32, 3);
    const profile = sharp(await plain.clone().png().toBuffer()).withIccProfile('p3');
    expect(smallCopy(await profile.clone().png().toBuffer(), 'PNG', 32, 'crop')).toBeNull();
    expect(smallCopy(await profile.clone().jpeg().toBuffer(), 'JPEG', 32, 'crop')).toBeNull();
    const turned = await plain.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(smallCopy(turned, 'JPEG', 32, 'crop')).toBeNull();
    const cmyk = await plain.clone().toColourspace('cmyk').jpeg().toBuffer();
    expect(smallCopy(cmyk, 'JPEG', 32, 'crop')).toBeNull();
    const deep = await plain.clone().toColourspace('rgb16').png().toBuffer();
    expect(smallCopy(deep, 'PNG', 32, 'crop')).toBeNull();
    const large = await picture(300, 300, 3).png({ compressionLevel: 0 }).toBuffer();
    expect(smallCopy(large, 'PNG', 32, 'crop')).toBeNull();
    expect(smallCopy(await picture(90, 20, 3).png().toBuffer(), 'PNG', 32, 'crop')).toBeNull();
    expect(smallCopy(await plain.clone().webp().toBuffer(), 'WebP', 32, 'crop')).toBeNull();
  });

  it('leaves to libvips what is damaged', async () => {
    const png = await picture(24, 24, 3).png().toBuffer();
    const jpeg = await picture(24, 24, 3).jpeg().toBuffer();
    for (let length = 3; length < png.length - 12; length += 7) {
      expect(smallCopy(png.subarray(0, length), 'PNG', 24, 'crop'), `${length}`).toBeNull();
    }
    for (let length = 3; length < jpeg.length; length += 5) {
      expect(smallCopy(jpeg.subarray(0, length), 'JPEG', 24, 'crop'), `${length}`).toBeNull();
    }
    const random = new Generator(3);
    const pixels = png.indexOf('IDAT');
    for (let i = 0; i < 200; i++) {
      const spoilt = Buffer.from(png);
      // From the pixels on: what stands before them but the header may be damaged and does not matter.
      const at = pixels + random.below(spoilt.length - pixels - 12);
      spoilt[at] = spoilt[at]! ^ (1 << random.below(8));
      expect(smallCopy(spoilt, 'PNG', 24, 'crop'), `${at}`).toBeNull();
    }
  });
});

describe('wholeCopy', () => {
  it('reads TIFFs as libvips does, packed or not, turned upright', async () => {
    for (const compression of ['none', 'lzw', 'deflate', 'packbits'] as const) {
      for (const channels of [1, 3, 4] as const) {
        const image = picture(20, 12, channels).toColourspace(channels === 1 ? 'b-w' : 'srgb');
        const read = wholeCopy(await image.clone().tiff({ compression }).toBuffer(), 'TIFF');
        expect(read).toMatchObject({ width: 20, height: 12 });
        const wanted = await rgbaOf(sharp(await image.clone().png().toBuffer()));
        expect(worst(seen(read.pixels), seen(wanted))).toBeLessThanOrEqual(channels === 4 ? 2 : 0);
      }
    }
    const turned = await picture(20, 12, 3)
      .withMetadata({ orientation: 6 })
      .tiff({ compression: 'lzw' })
      .toBuffer();
    expect(wholeCopy(turned, 'TIFF')).toMatchObject({ width: 12, height: 20 });
    const deep = await picture(20, 12, 3).toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer();
    expect(wholeCopy(deep, 'TIFF').pixels.length).toBe(20 * 12 * 4);
  });

  it('names a kind of TIFF that is not read', async () => {
    const bytes = await picture(20, 12, 3).tiff({ compression: 'jpeg' }).toBuffer();
    expect(() => wholeCopy(bytes, 'TIFF')).toThrow('it is a TIFF image of a kind that is not read');
  });
});
