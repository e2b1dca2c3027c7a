import type { DataOptions, DataSource, DatasetSummary } from '../../../contract/dataset';
import type { AtelierStore } from '../atelier-store';

/** What whole readings found in this session, the newest last: of so many at most. */
const MOST_KNOWN = 8;
const known = new WeakMap<AtelierStore, Map<string, DatasetSummary>>();

interface Looked {
  source: DataSource;
  options: DataOptions;
}

/** Keeps what the reading of every file found, for the next look at the same files. */
export function keepWhole(store: AtelierStore, { source, options }: Looked, summary: DatasetSummary): void {
  const all = known.get(store) ?? new Map<string, DatasetSummary>();
  known.set(store, all);
  const key = JSON.stringify([source, options]);
  all.delete(key);
  all.set(key, summary);
  for (const oldest of all.keys()) if (all.size > MOST_KNOWN) all.delete(oldest);
}

/**
 * A first look with what an earlier whole reading of the same files found out: the damaged ones among them, and so how
 * many images there are. Where there are more or fewer files now, the look alone.
 */
export function withKnown(
  store: AtelierStore,
  { source, options }: Looked,
  look: DatasetSummary,
): DatasetSummary {
  const before = known.get(store)?.get(JSON.stringify([source, options]));
  if (before === undefined || filesOf(before) !== filesOf(look)) return look;
  const { train, test, classes, leftOut, formats } = before;
  return { ...look, train, test, classes, leftOut, formats };
}

function filesOf({ train, test, leftOut }: DatasetSummary): number {
  return train + test + leftOut.length;
}
