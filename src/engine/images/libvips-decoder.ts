import sharp, { type Sharp } from 'sharp';
import { PIXEL_LIMIT, type ImageFormat } from './protocol';
import { groundOf, luma, tripled, type Shaped, type Target } from './raster';
import { Refusal } from './refusal';
import { tooLarge, wholeCopy } from './rust-decoder';

// Each loader is a way in for a hostile file, and SVG's reads files beside it: only these four formats stay open.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
// The pool runs one process for each core; a cache would only hold files that never come again.
sharp.concurrency(1);
sharp.cache(false);

/**
 * An image made into its target by libvips, which reduces BMP and TIFF files too, once image-rs has decoded them.
 * Throws Refusal when it is too large or of a kind that is not read, Error when it is damaged.
 */
export async function byLibvips(bytes: Buffer, format: ImageFormat, target: Target): Promise<Shaped> {
  if (format === 'BMP' || format === 'TIFF') {
    const { pixels, ...raw } = wholeCopy(bytes, format);
    const { width, height } = raw;
    const image = sharp(pixels, { raw });
    return { width, height, pixels: await reduced(image, target) };
  }
  const image = sharp(bytes, {
    failOn: 'warning',
    limitInputPixels: PIXEL_LIMIT,
    autoOrient: true,
    pages: 1,
  });
  const { autoOrient } = await image.metadata();
  const { width, height } = autoOrient;
  if (width * height > PIXEL_LIMIT) throw new Refusal(tooLarge(), true);
  return { width, height, pixels: await reduced(image, target) };
}

async function reduced(image: Sharp, target: Target): Promise<Uint8Array> {
  const { side, channels, fit } = target;
  const value = groundOf(target);
  const ground = { r: value, g: value, b: value };
  const how = { crop: 'cover', pad: 'contain', stretch: 'fill' } as const;
  const { data } = await image
    .flatten({ background: ground })
    .resize(side, side, { fit: how[fit], background: ground })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = data.length === side * side ? tripled(data) : data;
  if (pixels.length !== side * side * 3) throw new Refusal('its colours could not be converted', true);
  return channels === 1 ? luma(pixels) : pixels;
}
