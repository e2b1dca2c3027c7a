import path from 'node:path';
import { createHash } from 'node:crypto';
import type { EngineArguments, EngineOutput } from '../../contract/engine-calls';
import { UserError } from '../../contract/errors';
import type { RowMatch } from '../../contract/pair-calls';
import type { Embedding } from '../../contract/space';
import { foreignColumn, type ForeignColumn } from '../../core/formats/foreign-table';
import { withNamesOfTheirOwn } from '../../core/formats/table-header';
import { matchRows, type RowMatch as FoundMatch } from '../../core/tables/match-rows';
import { columnOf } from '../datasets/vectors/foreign-embedding';
import { pairFiles } from '../datasets/vectors/pair-files';
import { readCompanion } from '../datasets/vectors/read-companion';
import { readTable } from '../datasets/vectors/read-vectors';
import { readError } from '../runs/file-errors';
import type { EngineState } from './state';

/** Of a wider array each column has no meaning of its own. */
const WIDEST_ARRAY = 3;
/** The columns that this app writes of its own accord; a map has them without a table. */
const OWN_NAME = /^(index|split|label|label_name|file|x|y|z|bce|kl|distortion|(mu|logvar)_\d+)$/;
const NAMES_OF_OUR_TABLE = ['index', 'mu_0', 'mu_1'];

/** What files are to each other, and to the map that is open. Throws as `pairFiles` does. */
export async function pairWithSpace(
  state: EngineState,
  { paths }: EngineArguments<'vectors.pair'>,
): Promise<EngineOutput<'vectors.pair'>> {
  const files = paths.map((each) => path.resolve(each));
  const [only] = files;
  const space = state.space;
  const fits =
    files.length === 1 && only !== undefined && space !== null
      ? await fittedTo(space.embedding, only).catch((error: unknown) => {
          if (error instanceof UserError) return error;
          throw error;
        })
      : null;
  const columns =
    fits === null || fits instanceof UserError || fits.columns.length === 0 || only === undefined
      ? null
      : {
          path: only,
          names: fits.columns.map(({ name }) => name),
          match: toldOf(fits.match),
          points: space?.embedding.n ?? 0,
        };
  try {
    return { ...(await pairFiles(files)), columns };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (columns !== null) return { vectors: null, images: null, labels: [], columns };
    // Without vectors it can only have been meant for the map.
    throw fits instanceof UserError ? fits : error;
  }
}

/** Adds the columns of a table to the space that is open. Throws UserError when its rows are not those of the points. */
export async function addColumns(
  state: EngineState,
  { path: target, fingerprint: wanted }: EngineArguments<'space.addColumns'>,
): Promise<EngineOutput<'space.addColumns'>> {
  const file = path.resolve(target);
  const { embedding } = state.requireSpace();
  const fits = await fittedTo(embedding, file);
  const fingerprint = fingerprintOf(fits.columns);
  if (wanted !== undefined && wanted !== fingerprint) {
    throw new UserError(`The columns in ${file} are not those that were in the map: they have changed.`);
  }
  if (fits.columns.length === 0)
    throw new UserError(`${file} has no columns that the map does not have already.`);
  const space = state.requireSpace();
  if (space.embedding !== embedding)
    throw new UserError('Meanwhile other images took the place of those in the map: add the columns again.');
  const own = embedding.columns ?? [];
  const columns = withNamesOfTheirOwn([...own, ...fits.columns.map(columnOf)]);
  state.space = { ...space, embedding: { ...embedding, columns } };
  return {
    columns,
    added: columns.slice(own.length).map(({ name }) => name),
    match: toldOf(fits.match),
    fingerprint,
    notes: [...fits.notes, ...notesOn(fits.match, embedding.n)],
  };
}

interface Fitted {
  match: FoundMatch;
  /** A cell for each point, empty where it has no row. */
  columns: ForeignColumn[];
  notes: string[];
}

async function fittedTo({ n, files }: Embedding, file: string): Promise<Fitted> {
  const { columns: all, notes } = await columnsIn(file, n, files);
  let match: FoundMatch | null;
  try {
    match = matchRows(all, { n, files });
  } catch (error) {
    throw readError(error, file);
  }
  const rows = all[0]?.n ?? 0;
  if (match === null) {
    throw new UserError(
      `${path.basename(file)} has ${rows} rows for the ${n} points of the map, and no column of their files or of their numbers (index): its rows cannot be matched.`,
    );
  }
  const { key, rows: places } = match;
  const isOurs = NAMES_OF_OUR_TABLE.every((name) => all.some((column) => column.name === name));
  const others = all.filter(({ name }) => name !== key && !(isOurs ? OWN_NAME.test(name) : name === 'index'));
  const columns = others.map(({ name, texts }) =>
    foreignColumn(
      name,
      Array.from(places, (row) => (row < 0 ? '' : texts[row]!)),
    ),
  );
  const left = all.length - others.length - (key === null ? 0 : 1);
  const aside = isOurs && left > 0 ? [`${left} of its columns are left aside, for the map has its own.`] : [];
  return { match, columns, notes: [...notes, ...aside] };
}

/** The columns of a table: as one with a row for each point, else as one that says to which each row belongs. */
async function columnsIn(
  file: string,
  n: number,
  files: readonly string[],
): Promise<{ columns: readonly ForeignColumn[]; notes: readonly string[] }> {
  if (path.extname(file).toLowerCase() === '.npy') {
    const found = await readCompanion(file, n, 'point');
    if (found.columns.length > WIDEST_ARRAY) {
      throw new UserError(
        `${path.basename(file)} holds vectors of ${found.columns.length} numbers, and no columns for the map.`,
      );
    }
    return found;
  }
  try {
    return await readCompanion(file, n, 'point');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { columns, metadata, notes } = await readTable(file).catch(() => {
      throw error;
    });
    const all = [...columns, ...metadata];
    const mayMatch = matchesSome(all, n, files);
    if (!mayMatch) throw error;
    return { columns: all, notes };
  }
}

function matchesSome(columns: readonly ForeignColumn[], n: number, files: readonly string[]): boolean {
  try {
    return matchRows(columns, { n, files }) !== null;
  } catch {
    return true;
  }
}

function toldOf({ by, key, matched, unused }: FoundMatch): RowMatch {
  return { by, key, matched, unused };
}

function notesOn({ matched, unused }: FoundMatch, n: number): string[] {
  return [
    ...(matched < n
      ? [`${n - matched} of ${n} points have no row in it, and nothing in these columns.`]
      : []),
    ...(unused > 0
      ? [
          `${unused} of its rows ${unused === 1 ? 'belongs to no point and is' : 'belong to no point and are'} left aside.`,
        ]
      : []),
  ];
}

function fingerprintOf(columns: readonly ForeignColumn[]): string {
  const hash = createHash('sha256');
  for (const { name, texts } of columns) hash.update(JSON.stringify([name, texts]));
  return hash.digest('hex');
}
