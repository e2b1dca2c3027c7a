import { UserError } from '../../contract/errors';
import type { GridContent, Written } from '../../contract/export';
import type { DecodedImages, Embedding } from '../../contract/space';
import type { BlockOptions } from '../network/vae';
import { writePng } from './pictures';

/** A PNG that most programs still open. */
const MOST_PIXELS = 300_000_000;

/**
 * Writes images of an embedding as one PNG, as square as can be. With `both` each row of originals stands over the row
 * of its reconstructions. `decoded` `[rows, side, side, channels]`. Throws UserError when the picture would be too large
 * or the place is not writable, and the signal's reason.
 */
export async function writeImageGrid(
  target: string,
  { side, channels, pixels }: Embedding,
  rows: readonly number[],
  what: GridContent,
  decoded: Uint8Array | null,
  watch: BlockOptions = {},
): Promise<Written> {
  const size = side * side * channels;
  const n = rows.length * (what === 'both' ? 2 : 1);
  if (n * (side + 1) * (side + 1) > MOST_PIXELS) {
    throw new UserError(
      `${n} images of ${side} pixels make a picture of more than ${MOST_PIXELS / 1e6} million pixels: choose fewer.`,
    );
  }
  const original = (i: number): Uint8Array => pixels.subarray(rows[i]! * size, (rows[i]! + 1) * size);
  const reconstruction = (i: number): Uint8Array => decoded!.subarray(i * size, (i + 1) * size);
  const across = Math.max(1, Math.ceil(Math.sqrt(n)));
  const grid = new Uint8Array(Math.ceil(n / across) * across * 2 * size);
  let place = 0;
  const put = (image: Uint8Array): void => grid.set(image, place++ * size);
  for (let start = 0; start < rows.length; start += across) {
    const end = Math.min(rows.length, start + across);
    for (let i = start; i < end; i++) put(what === 'reconstructions' ? reconstruction(i) : original(i));
    if (what !== 'both') continue;
    // A last row that is not full leaves its rest empty, so that its reconstructions stand below it.
    place = Math.ceil(place / across) * across;
    for (let i = start; i < end; i++) put(reconstruction(i));
  }
  const images: DecodedImages = { n: place, side, channels, pixels: grid };
  const bytes = await writePng(target, images, across, watch);
  return { files: [target], rows: rows.length, bytes };
}
