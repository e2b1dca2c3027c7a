import type { Atelier } from '../atelier';
import type { AtelierStore } from '../atelier-store';
import { reporting, say } from '../notices';
import type { Progress } from '../progress';

/** Exports under way, and whether the user has ended them. */
const underWay = new WeakMap<AtelierStore, { count: number; cancelled: boolean }>();

/** Writes something: meanwhile the window says how far it is, and the user may end it. */
export async function watchingExport({ store }: Atelier, write: () => Promise<void>): Promise<void> {
  const exports = underWay.get(store) ?? { count: 0, cancelled: false };
  underWay.set(store, exports);
  exports.count += 1;
  await reporting(store, async () => {
    try {
      await write();
    } catch (error) {
      if (!exports.cancelled) throw error;
      say(store, 'info', 'The export was cancelled: nothing was written.');
    }
  });
  exports.count -= 1;
  if (exports.count > 0) return;
  exports.cancelled = false;
  store.setState({ exporting: null });
}

/** What is told of an export that is over, or was cancelled, comes too late. */
export function hearExportProgress({ store }: Atelier, progress: Progress): void {
  const exports = underWay.get(store);
  if (exports !== undefined && exports.count > 0 && !exports.cancelled)
    store.setState({ exporting: progress });
}

/** Ends what is being written; no file of it is left. */
export async function cancelExport({ store, bridge }: Atelier): Promise<void> {
  const exports = underWay.get(store);
  if (exports === undefined || exports.count === 0) return;
  exports.cancelled = true;
  store.setState({ exporting: { text: 'Cancelling the export', fraction: null } });
  await reporting(store, async () => {
    await bridge.exportCancel({});
  });
}
