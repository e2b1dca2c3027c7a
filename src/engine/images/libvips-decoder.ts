import type { Sharp } from 'sharp';
import type { ImageFormat, Oddities } from './protocol';
import { groundOf, luma, tripled, type Shaped, type Target } from './raster';
import { openImage, readSamples } from './read-samples';
import { Refusal } from './refusal';
import { wholeCopy } from './rust-decoder';
import { levelled } from './samples';
import { vips } from './vips';

/**
 * An image made into its target by libvips, which reduces BMP files too, once image-rs has decoded them.
 * Throws Refusal when it is too large or of a kind that is not read, Error when it is damaged.
 */
export async function byLibvips(
  bytes: Buffer,
  format: ImageFormat,
  page: number,
  target: Target,
): Promise<Shaped & Oddities> {
  if (format === 'BMP') {
    const { pixels, ...raw } = wholeCopy(bytes, format);
    const { width, height } = raw;
    return { width, height, pixels: await reduced(vips(pixels, { raw }), target) };
  }
  const { image, width, height, pages } = await openImage(bytes, page);
  return { width, height, ...(pages > 1 ? { pages } : {}), pixels: await reduced(image, target) };
}

/** An image made into its target by its numbers, as TIFF and levels want it. Throws as above. */
export async function byNumbers(
  bytes: Buffer,
  format: ImageFormat,
  page: number,
  target: Target,
): Promise<Shaped & Oddities> {
  const { samples, pages, extra } = await readSamples(bytes, format, page);
  const { raster, clipped } = levelled(samples, target.levels, groundOf(target));
  const { pixels, ...raw } = raster;
  return {
    width: raster.width,
    height: raster.height,
    ...(pages > 1 ? { pages } : {}),
    ...(clipped ? { clipped } : {}),
    ...(samples.stored.low < 0 ? { signed: true as const } : {}),
    ...(extra ? { extra } : {}),
    pixels: await reduced(vips(pixels, { raw }), target),
  };
}

async function reduced(image: Sharp, target: Target): Promise<Uint8Array> {
  const { side, channels, fit } = target;
  const [r, g, b] = groundOf(target);
  const ground = { r, g, b };
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
