import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ForeignTable } from '../../../core/formats/foreign-table';
import { metadataPlaces } from './metadata-beside';
import { readTable } from './read-vectors';

/** The table that was looked at last, so that to open it is not to read it a second time. */
export class TableMemory {
  private last: { key: string; table: WeakRef<ForeignTable> } | null = null;

  /** The table of a file, as it is now, with the columns of the files of `labels`. Throws UserError as `readTable` does. */
  async read(file: string, labels: readonly string[] = []): Promise<ForeignTable> {
    const beside = metadataPlaces(file).map((name) => path.join(path.dirname(file), name));
    const key = await stateOf([file, ...labels, ...beside]);
    const known = this.last?.key === key ? this.last.table.deref() : undefined;
    if (known !== undefined) return known;
    const table = await readTable(file, labels);
    this.last = { key, table: new WeakRef(table) };
    return table;
  }
}

/** What tells files from what they were before; of one that cannot be looked at, that. */
async function stateOf(files: readonly string[]): Promise<string> {
  const states = files.map(async (file) => {
    const found = await stat(file, { bigint: true }).catch(() => null);
    if (found === null) return [file, 'missing'];
    return [file, ...[found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].map(String)];
  });
  return JSON.stringify(await Promise.all(states));
}
