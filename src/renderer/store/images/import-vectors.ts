import type { VectorsFile } from '../../../contract/project';
import type { RoleChoice, TableRoles } from '../../../contract/table';
import { choiceOf } from '../../../core/tables/table-roles';
import type { Atelier } from '../atelier';
import { change } from '../atelier-store';
import { isColourBy, type ColourBy } from '../map/map-state';
import { leaveProject } from '../session/leave-project';
import { setColourBy } from '../session/settings';
import { say, sentenceOf } from '../notices';
import { abandonMapping, forgetImages, layOut, showLastMap } from '../map/space';
import { folderName } from '../training/training';

/**
 * Opens vectors from elsewhere as a map to explore, and says what their columns were taken for and what is missing. Where
 * that is not plain, the user is asked before anything is laid out. `labels`: files with a row for each vector.
 */
export async function importVectors(
  atelier: Atelier,
  path: string,
  labels: readonly string[] = [],
): Promise<void> {
  const { store, bridge } = atelier;
  if (!(await leaveProject(atelier))) return;
  abandonMapping(store);
  change(store, 'space', { progress: { text: 'Reading the vectors', fraction: null }, error: null });
  try {
    const look = await bridge.vectorsLook({ path, ...labelsOf(labels) });
    if (look.roles !== null && look.roles.doubts.length === 0) await open(atelier, { path, labels });
    else {
      showLastMap(store);
      change(store, 'data', { table: { path, labels, look, choice: {}, busy: false, error: null } });
    }
  } catch (error) {
    change(store, 'space', { progress: null });
    say(store, 'error', sentenceOf(error));
  }
}

/** Shows the columns of the table that is in the map, to choose others. */
export async function chooseColumns(atelier: Atelier): Promise<void> {
  const { store, bridge } = atelier;
  const vectors = vectorsShown(atelier);
  if (vectors === null) return;
  const { path, choice = {}, labels = [] } = vectors;
  try {
    const look = await bridge.vectorsLook({ path, choice, ...labelsOf(labels) });
    change(store, 'data', { table: { path, labels, look, choice, busy: false, error: null } });
  } catch (error) {
    say(store, 'error', sentenceOf(error));
  }
}

/** The file of vectors in the map, with what its columns are; null when there is none. */
export function vectorsShown({ store }: Atelier): VectorsFile | null {
  const { request } = store.getState().space;
  return (request?.joined?.first ?? request)?.vectors ?? null;
}

/** Numbers the looks at a table: only the newest may be shown. */
let newestLook = 0;

/** Changes what a column of the table in the dialog is, and shows what the others are taken for then. */
export async function setTableChoice(atelier: Atelier, changed: RoleChoice): Promise<void> {
  const { store, bridge } = atelier;
  const { table } = store.getState().data;
  if (table === null) return;
  const choice = consistent({ ...table.choice, ...changed }, changed);
  const number = ++newestLook;
  const isNewest = (): boolean => number === newestLook && store.getState().data.table?.path === table.path;
  change(store, 'data', { table: { ...table, choice, busy: true } });
  try {
    const look = await bridge.vectorsLook({ path: table.path, choice, ...labelsOf(table.labels) });
    if (isNewest())
      change(store, 'data', { table: { ...table, choice, look, busy: false, error: look.why } });
  } catch (error) {
    // What cannot be is said, and what was there stays to choose from.
    if (isNewest())
      change(store, 'data', { table: { ...table, choice, busy: false, error: sentenceOf(error) } });
  }
}

/** A choice in which no column is a part of the vectors and something else: what was changed last stays. */
function consistent(choice: RoleChoice, changed: RoleChoice): RoleChoice {
  const { vectors } = choice;
  if (vectors === undefined) return choice;
  if (changed.vectors === undefined) {
    const others = new Set([choice.label, choice.split, choice.path]);
    const left = vectors.filter((name) => !others.has(name));
    return left.length === 0 ? choice : { ...choice, vectors: left };
  }
  const free = (name: string | null | undefined): string | null | undefined =>
    name != null && vectors.includes(name) ? null : name;
  return { ...choice, label: free(choice.label), split: free(choice.split), path: free(choice.path) };
}

export function closeTable({ store }: Atelier): void {
  newestLook++;
  change(store, 'data', { table: null });
}

/** Opens the table in the dialog with the columns that are chosen there. */
export async function openTable(atelier: Atelier): Promise<void> {
  const { store } = atelier;
  const { table } = store.getState().data;
  if (table?.look.roles == null) return;
  closeTable(atelier);
  if (!(await leaveProject(atelier))) return;
  abandonMapping(store);
  change(store, 'space', { progress: { text: 'Reading the vectors', fraction: null }, error: null });
  try {
    await open(atelier, { path: table.path, labels: table.labels, choice: choiceOf(table.look.roles) });
  } catch (error) {
    showLastMap(store);
    say(store, 'error', sentenceOf(error));
  }
}

/** As calls and projects have them: left out where there are none. */
function labelsOf(labels: readonly string[]): { labels?: string[] } {
  return labels.length === 0 ? {} : { labels: [...labels] };
}

interface VectorsToOpen {
  path: string;
  labels: readonly string[];
  choice?: RoleChoice;
}

async function open(atelier: Atelier, { path, labels, choice }: VectorsToOpen): Promise<void> {
  const { store, bridge } = atelier;
  const { embedding, map, missing, roles, taken, fingerprint } = await bridge.spaceImport({
    path,
    ...labelsOf(labels),
    ...(choice === undefined ? {} : { choice }),
  });
  forgetImages(atelier);
  change(store, 'space', {
    request: {
      title: folderName(path),
      split: 'all',
      vectors: { path, fingerprint, choice: choiceOf(roles), ...labelsOf(labels) },
    },
    step: null,
    embedding,
    progress: null,
    ...(map === null ? {} : { map, positions: map.positions, dims: map.dims }),
  });
  const colourBy = colourOf(roles);
  if (colourBy !== null) setColourBy(atelier, colourBy);
  say(store, 'info', [taken, ...missing].join(' '), {
    label: 'Columns…',
    run: () => void chooseColumns(atelier),
  });
  if (map === null) await layOut(atelier, { fromLast: false });
}

function colourOf({ colour, label }: TableRoles): ColourBy | null {
  if (colour === null) return null;
  const by = colour === label?.column ? 'label' : `column:${colour}`;
  return isColourBy(by) ? by : null;
}
