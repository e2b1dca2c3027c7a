import type { WindowEventPayload } from '../../../contract/window-calls';
import type { Atelier } from '../atelier';
import { change, type AtelierStore } from '../atelier-store';
import { reporting } from '../notices';

/** Hears how far a search for neighbours is that a path or a latent tool waits for; at its end there is none. */
export function hearSearch(
  store: AtelierStore,
  { text, done, total }: WindowEventPayload<'search.progress'>,
): void {
  const isOver = done >= total;
  if (isOver && store.getState().latent.search === null) return;
  change(store, 'latent', { search: isOver ? null : { text, fraction: done / total } });
}

/** Ends the search; whatever waits for it says so where it would have shown its answer. */
export async function stopSearch({ store, bridge }: Atelier): Promise<void> {
  await reporting(store, async () => {
    await bridge.spaceStopSearch({});
  });
}
