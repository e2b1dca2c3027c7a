import type { Atelier } from '../atelier';
import { reporting, say } from '../notices';

/** Pixels of the picture to a CSS pixel of the map. */
const scale = 2;

/** What stands over the map and belongs into a picture of it, drawn onto a canvas that is as much larger as its width tells. */
export type PaintOverlay = (context: CanvasRenderingContext2D) => void;

/** Saves the map as it is seen as a PNG, twice as fine as on a plain screen, where the user says. */
export async function saveMapPicture(atelier: Atelier): Promise<void> {
  const { store, bridge, map, pictureLayers } = atelier;
  if (map === null || store.getState().space.positions === null) {
    say(store, 'info', 'There is no map yet to take a picture of.');
    return;
  }
  await reporting(store, async () => {
    const png = await withOverlay(await map.capture(scale), pictureLayers);
    const name = store.getState().space.request?.title ?? 'Latent map';
    const written = await bridge.exportPicture({ name: name.slice(0, 100), png });
    if (written !== null) say(store, 'success', `Saved the picture as ${written.path}`);
  });
}

async function withOverlay(picture: Blob, layers: Iterable<PaintOverlay>): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The picture of the map could not be drawn.');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  for (const paint of layers) paint(context);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture of the map could not be encoded.');
  return new Uint8Array(await blob.arrayBuffer());
}
