import type { AddedImages } from '../../../contract/project';
import { addImages } from './add-images';
import type { Atelier } from '../atelier';
import { say, sentenceOf } from '../notices';
import { encodeImages } from '../map/space';
import type { SpaceRequest } from '../state';

/**
 * Encodes the images of a map: the first ones, and then those that were added. Answers what was added in the end, null
 * for a data set that could not be had, which is told; null as a whole when there is nothing to go on with.
 */
export async function showImages(
  atelier: Atelier,
  first: SpaceRequest,
  added: readonly AddedImages[],
): Promise<(AddedImages | null)[] | null> {
  if (!(await encodeImages(atelier, first))) return null;
  const shown: (AddedImages | null)[] = [];
  for (const images of added) {
    try {
      const now = await addImages(atelier, images);
      if (now === null) return null;
      shown.push(now);
      if (now.fingerprint !== images.fingerprint)
        say(atelier.store, 'error', `The images of ${images.title} have changed since they were added.`);
    } catch (error) {
      shown.push(null);
      say(atelier.store, 'error', `The images of ${images.title} are left out: ${sentenceOf(error)}`);
    }
  }
  return shown;
}
