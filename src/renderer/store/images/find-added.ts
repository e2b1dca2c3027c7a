import { addImages } from './add-images';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { keep } from '../latent/pins';
import { restoreMap } from '../map/space';
import { reporting, say, sentenceOf } from '../notices';
import { chooseInPlace } from './choose-in-place';
import { openPreview } from './folder-preview';
import type { MissingImages } from './missing-images';

/** Lets the user point to the new place of a data set that is missing; its images come back with all that was done with them. */
export async function findAdded(atelier: Atelier, missing: MissingImages): Promise<void> {
  const { store } = atelier;
  await reporting(store, async () => {
    const source = await chooseInPlace(atelier, missing.images.source);
    if (source === null) return;
    const start = store.getState().space.embedding?.n ?? 0;
    try {
      const added = await addImages(atelier, { ...missing.images, source });
      if (added === null) return;
    } catch (error) {
      say(store, 'error', sentenceOf(error), {
        label: 'Look at these…',
        run: () => openPreview(atelier, source),
      });
      return;
    }
    say(store, 'success', `The images of ${missing.images.title} are in the map again.`);
    forget(atelier, missing);
    await putBack(atelier, missing, start);
  });
}

/** A data set that is missing does not belong in the map any more. */
export function giveUpAdded(atelier: Atelier, missing: MissingImages): void {
  forget(atelier, missing);
  say(atelier.store, 'info', `The images of ${missing.images.title} are taken out.`, {
    label: 'Undo',
    run: () => {
      const { missing: others } = atelier.store.getState().space;
      change(atelier.store, 'space', { missing: [...others, missing] });
    },
  });
}

function forget({ store }: Atelier, missing: MissingImages): void {
  const others = store.getState().space.missing.filter((each) => each !== missing);
  change(store, 'space', { missing: others });
}

/** Pins, selections and places of images that are there again, from row `start` on. */
async function putBack(
  atelier: Atelier,
  { pins, groups, places }: MissingImages,
  start: number,
): Promise<void> {
  const { store } = atelier;
  const { latent, groups: now, space, settings } = store.getState();
  keep(atelier, [...latent.pins, ...pins.map((pin) => ({ ...pin, index: pin.index + start }))]);
  const named = now.named.map((group) => {
    const theirs = groups.find(({ id }) => id === group.id)?.rows ?? [];
    return { ...group, rows: Uint32Array.from([...group.rows, ...theirs.map((row) => row + start)]) };
  });
  change(store, 'groups', { named });
  const { map } = space;
  if (map === null || places?.dims !== map.dims || places.positions.some(Number.isNaN)) return;
  const [positions, distortion] = [map.positions.slice(), map.distortion.slice()];
  positions.set(places.positions, start * map.dims);
  distortion.set(places.distortion, start);
  await restoreMap(atelier, { ...map, positions, distortion }, settings.layout);
}
