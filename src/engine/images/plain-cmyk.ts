import type { Sharp } from 'sharp';
import { vips } from './vips';

/**
 * A CMYK image without a profile in RGB: the share of light that the inks leave, as Pillow and browsers have it and as
 * CMYK TIFF files are read here. libvips would take the inks of an American printing press for it.
 */
export async function plainCmyk(image: Sharp): Promise<Sharp> {
  const { data, info } = await image
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const pixels = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < pixels.length; from += 4, to += 3) {
    const light = 255 - data[from + 3]!;
    for (let c = 0; c < 3; c++) pixels[to + c] = Math.round(((255 - data[from + c]!) * light) / 255);
  }
  return vips(pixels, { raw: { width, height, channels: 3 } });
}
