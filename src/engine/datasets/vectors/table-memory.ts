import { stat } from 'node:fs/promises';
import type { ForeignTable } from '../../../core/formats/foreign-table';
import { readTable } from './read-vectors';

/** The table that was looked at last, so that to open it is not to read it a second time. */
export class TableMemory {
  private last: { key: string; table: WeakRef<ForeignTable> } | null = null;

  /** The table of a file, as it is now, with the columns of the files of `labels`. Throws UserError as `readTable` does. */
  async read(file: string, labels: readonly string[] = []): Promise<ForeignTable> {
    if (labels.length > 0) return readTable(file, labels);
    const key = await keyOf(file);
    const known = key !== null && this.last?.key === key ? this.last.table.deref() : undefined;
    if (known !== undefined) return known;
    const table = await readTable(file);
    this.last = key === null ? null : { key, table: new WeakRef(table) };
    return table;
  }
}

/** What tells a file from what it was before; null when it cannot be looked at, which reading it will say. */
async function keyOf(file: string): Promise<string | null> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  if (found === null) return null;
  return [file, found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(':');
}
