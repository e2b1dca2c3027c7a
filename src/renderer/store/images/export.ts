import type { LeftOut } from '../../../contract/dataset';
import type { EmbeddingFormat, GridContent, Written } from '../../../contract/export';
import type { Atelier } from '../atelier';
import { reporting, say } from '../notices';
import { watchingExport } from './export-progress';

/** Which part of the encoded images is written: rows of the embedding and columns by group or name; all when not given. */
export interface ExportPart {
  rows?: readonly number[] | undefined;
  columns?: readonly string[] | undefined;
}

/** Writes the encoded images as CSV, to where the user says. */
export async function exportCsv(atelier: Atelier): Promise<void> {
  await exportEmbedding(atelier, 'csv');
}

/** Writes the encoded images, or a part of them, in a format, to where the user says. */
export async function exportEmbedding(
  atelier: Atelier,
  format: EmbeddingFormat,
  { rows, columns }: ExportPart = {},
): Promise<void> {
  await exporting(atelier, ({ bridge }) =>
    bridge.exportEmbedding({
      format,
      ...(rows === undefined ? {} : { rows: [...rows] }),
      ...(columns === undefined ? {} : { columns: [...columns] }),
    }),
  );
}

/** Writes images of the embedding as one picture. */
export async function exportGrid(
  atelier: Atelier,
  what: GridContent,
  rows?: readonly number[],
): Promise<void> {
  await exporting(atelier, ({ bridge }) =>
    bridge.exportGrid({ what, ...(rows === undefined ? {} : { rows: [...rows] }) }),
  );
}

/** Writes the report on files that were left out. */
export async function exportReport({ store, bridge }: Atelier, leftOut: readonly LeftOut[]): Promise<void> {
  await reporting(store, async () => {
    tell(store, await bridge.exportReport({ leftOut: [...leftOut] }), 'file');
  });
}

async function exporting(
  atelier: Atelier,
  write: (atelier: Atelier) => Promise<Written | null>,
): Promise<void> {
  const { store } = atelier;
  if (store.getState().space.embedding === null) {
    say(store, 'info', 'There is nothing to export yet: train a model or open a run first.');
    return;
  }
  await watchingExport(atelier, async () => tell(store, await write(atelier), 'row'));
}

function tell(store: Atelier['store'], written: Written | null, unit: string): void {
  if (written === null) return;
  const [first, ...others] = written.files;
  const rows = `${written.rows.toLocaleString('en-US')} ${unit}${written.rows === 1 ? '' : 's'}`;
  const beside =
    others.length === 0 ? '' : ` and ${others.length} ${others.length === 1 ? 'file' : 'files'} beside it`;
  say(store, 'success', `Wrote ${rows} to ${first ?? ''}${beside}`);
}
