import type { PickedItem } from '../../../contract/window-calls';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { openPreview } from './folder-preview';
import { importVectors } from './import-vectors';

/** What this app's own export for the Embedding Projector has beside vectors and metadata; a map needs none of it. */
const PROJECTOR_EXTRAS = /\.(sprite\.png|config\.json|projector_config\.pbtxt)$/;

/** Whether what was picked is vectors, with or without labels, and nothing else. */
export function areVectors(items: readonly PickedItem[]): boolean {
  return (
    items.some(({ kind }) => kind === 'vectors') &&
    items.every(
      ({ kind, path }) =>
        kind === 'vectors' || (kind === 'file' && (isText(path) || PROJECTOR_EXTRAS.test(path))),
    )
  );
}

function isText(path: string): boolean {
  return /\.txt$/i.test(path);
}

/**
 * Opens vectors with the labels that were picked with them, or images in an array. A table that fits the map that is open is
 * offered to be added to it; nothing takes its place unasked. Throws what the engine says of files that do not go together.
 */
export async function openVectors(atelier: Atelier, items: readonly PickedItem[]): Promise<void> {
  const { store, bridge } = atelier;
  const paths = items.map(({ path }) => path).filter((path) => !PROJECTOR_EXTRAS.test(path));
  const { vectors, images, labels, columns } = await bridge.vectorsPair({ paths });
  if (columns !== null) {
    change(store, 'data', { offer: { ...columns, holdsVectors: vectors !== null } });
    return;
  }
  if (images !== null) openPreview(atelier, { kind: 'images', paths: [images, ...labels] });
  else if (vectors !== null) await importVectors(atelier, vectors, labels);
}

/** Opens the table that was offered as a map of its own. */
export async function openOffered(atelier: Atelier): Promise<void> {
  const { offer } = atelier.store.getState().data;
  closeOffer(atelier);
  if (offer !== null) await importVectors(atelier, offer.path);
}

export function closeOffer({ store }: Atelier): void {
  change(store, 'data', { offer: null });
}
