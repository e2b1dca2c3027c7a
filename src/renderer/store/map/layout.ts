import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import type { LayoutSettings } from './map-state';
import { setSettings } from '../session/settings';
import { layOut, showLastMap } from './space';

/** Changes how the next map is laid out; the one at hand stays as it is. */
export function setLayout(atelier: Atelier, fields: Partial<LayoutSettings>): void {
  setSettings(atelier, { layout: { ...atelier.store.getState().settings.layout, ...fields } });
}

/** Lays the encoded images out anew with the settings as they are, from the beginning. */
export async function layOutAgain(atelier: Atelier): Promise<void> {
  await layOut(atelier, { fromLast: false });
}

/** The map in two dimensions when it has three, and the other way round. */
export async function changeDimensions(atelier: Atelier): Promise<void> {
  setLayout(atelier, { dims: atelier.store.getState().settings.layout.dims === 3 ? 2 : 3 });
  await layOutAgain(atelier);
}

/** Ends the map that is being made; the last one that was finished is shown again. */
export async function stopMapping(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  if (store.getState().space.progress === null) return;
  showLastMap(store);
  try {
    await bridge.spaceStopMap({});
  } catch {
    // Its answer is no longer waited for: an engine that is down makes no map either, and the banner tells of that.
    change(store, 'space', { progress: null });
  }
}
