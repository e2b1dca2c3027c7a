import type { Atelier } from './atelier';
import { reporting, say } from './notices';

/** Writes the encoded images as CSV, to where the user says. */
export async function exportCsv({ store, bridge }: Atelier): Promise<void> {
  if (store.getState().space.embedding === null) {
    say(store, 'info', 'There is nothing to export yet: train a model or open a run first.');
    return;
  }
  await reporting(store, async () => {
    const written = await bridge.exportCsv({});
    if (written === null) return;
    const rows = written.rows.toLocaleString('en-US');
    say(store, 'success', `Wrote ${rows} ${written.rows === 1 ? 'row' : 'rows'} to ${written.path}`);
  });
}
