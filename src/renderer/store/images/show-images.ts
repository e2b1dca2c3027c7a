import type { AddedImages } from '../../../contract/project';
import { addImages } from './add-images';
import type { Atelier } from '../atelier';
import { sentenceOf } from '../notices';
import { encodeImages } from '../map/space';
import type { SpaceRequest } from '../map/space-state';

/** What became of a data set that belongs in the map: it is there again, or why it is not. */
export type Shown = { added: AddedImages } | { why: string };

/**
 * Encodes the images of a map: the first ones, and then those that were added, each only if it is the very same. Null
 * when there is nothing to go on with.
 */
export async function showImages(
  atelier: Atelier,
  first: SpaceRequest,
  added: readonly AddedImages[],
): Promise<Shown[] | null> {
  if (!(await encodeImages(atelier, first))) return null;
  const shown: Shown[] = [];
  for (const images of added) {
    try {
      const now = await addImages(atelier, images);
      if (now === null) return null;
      shown.push({ added: now });
    } catch (error) {
      shown.push({ why: sentenceOf(error) });
    }
  }
  return shown;
}
