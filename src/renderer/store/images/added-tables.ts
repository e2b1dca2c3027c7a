import type { Embedding } from '../../../contract/space';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import type { SpaceRequest } from '../map/space-state';
import { say, sentenceOf } from '../notices';
import { setColourBy } from '../session/settings';
import { folderName } from '../training/training';

type Tables = NonNullable<SpaceRequest['tables']>;

/**
 * Points with the columns of those tables that were added when there were as many. One that cannot be had, or has changed,
 * is named once and kept for the project. `kept` is what became of the tables.
 */
export async function withTables(
  { store, bridge }: Atelier,
  embedding: Embedding,
  tables: Tables | undefined,
): Promise<{ embedding: Embedding; kept?: Tables }> {
  if (tables === undefined) return { embedding };
  let columns = embedding.columns;
  const kept: Tables[number][] = [];
  for (const table of tables) {
    const { path, fingerprint, n } = table;
    if (n === embedding.n && table.lost !== true) {
      try {
        ({ columns } = await bridge.spaceAddColumns({ path, fingerprint }));
      } catch (error) {
        say(store, 'error', `The columns of ${folderName(path)} are not in the map. ${sentenceOf(error)}`);
        kept.push({ ...table, lost: true });
        continue;
      }
    }
    kept.push(table);
  }
  return { embedding: columns === undefined ? embedding : { ...embedding, columns }, kept };
}

/** Adds the columns that were offered to the map that is open, and colours by the first; all places stay as they are. */
export async function addOfferedColumns(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  const { offer } = store.getState().data;
  const { embedding } = store.getState().space;
  if (offer === null || embedding === null) return;
  change(store, 'data', { offer: null });
  try {
    const { path } = offer;
    const { columns, added, fingerprint, notes } = await bridge.spaceAddColumns({ path });
    const { space } = store.getState();
    if (space.embedding !== embedding || space.request === null) return;
    const { request } = space;
    const tables = [...(request.tables ?? []), { path, fingerprint, n: embedding.n }];
    change(store, 'space', { embedding: { ...embedding, columns }, request: { ...request, tables } });
    if (added[0] !== undefined) setColourBy(atelier, `column:${added[0]}`);
    const what = added.length === 1 ? 'The column' : `${added.length} columns`;
    say(
      store,
      'success',
      [`${what} ${added.join(', ')} of ${folderName(path)} added to the map.`, ...notes].join(' '),
    );
  } catch (error) {
    say(store, 'error', sentenceOf(error));
  }
}
