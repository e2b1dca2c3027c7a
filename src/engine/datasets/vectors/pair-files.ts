import path from 'node:path';
import { UserError } from '../../../contract/errors';
import { imageAxes } from '../../../core/formats/image-array';
import { readNpyHeader } from '../../../core/formats/npy';
import { rolesOf } from '../../../core/tables/table-roles';
import { readParsed } from '../../runs/read-bytes';
import { COMPANION_ENDINGS, readCompanion } from './read-companion';
import { rowsOf } from './metadata-beside';
import { readTable } from './read-vectors';

/** What files are to each other. */
export interface Pair {
  vectors: string | null;
  images: string | null;
  labels: string[];
}

/** What one file may be: `rank` says how surely it holds vectors, 0 that it does not. */
interface Candidate {
  file: string;
  name: string;
  kind: 'vectors' | 'images';
  n: number;
  rank: number;
  /** Why it holds none. */
  why: string;
}

const LABEL_HINT = /label|target|class|meta|annot|info|cluster|categor|group|split|^y(_|-|\.|$)|_y$/i;
/** Of a table of fewer columns than this something else may well be the vectors. */
const FEW_COLUMNS = 3;

/**
 * Tells which of some files holds vectors, or an array of images, and which have a row for each of them. Throws UserError when
 * none holds any, several do, or the rows do not fit.
 */
export async function pairFiles(files: readonly string[]): Promise<Pair> {
  const candidates = await Promise.all(files.map(candidateOf));
  const [first, second] = candidates.toSorted((a, b) => b.rank - a.rank);
  if (first === undefined || first.rank === 0) {
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined) throw new UserError(only.why);
    const names = candidates.map(({ name }) => name);
    throw new UserError(
      `None of ${listed(names)} holds vectors, so there is nothing that the others could belong to: choose the file of vectors with them.`,
    );
  }
  if (second !== undefined && second.rank === first.rank) {
    throw new UserError(
      `${first.name} and ${second.name} both hold vectors (${first.n} and ${second.n}), and a map is of one file: open them one after the other.`,
    );
  }
  const labels = candidates.filter((each) => each !== first);
  for (const { file, name } of labels) {
    if (!isCompanion(file))
      throw new UserError(
        `${name} cannot be the labels of ${first.name}: labels are ${COMPANION_ENDINGS.join(', ')}.`,
      );
    // Both counts are in its sentence when they differ.
    await readCompanion(file, first.n, first.kind === 'images' ? 'image' : 'vector');
  }
  return {
    vectors: first.kind === 'vectors' ? first.file : null,
    images: first.kind === 'images' ? first.file : null,
    labels: labels.map(({ file }) => file),
  };
}

function isCompanion(file: string): boolean {
  const ending = path.extname(file).toLowerCase();
  return COMPANION_ENDINGS.some((known) => known === ending);
}

async function candidateOf(file: string): Promise<Candidate> {
  const name = path.basename(file);
  const base = { file, name, n: 0, rank: 0 };
  const hint = LABEL_HINT.test(path.parse(file).name) ? 6 : 0;
  try {
    if (path.extname(file).toLowerCase() === '.npy') {
      const { shape, descr } = await readParsed(file, readNpyHeader);
      const [n = 0] = shape;
      if (imageAxes(shape) !== null) return { ...base, kind: 'images', n, rank: 10, why: '' };
      const isFlat = shape.filter((side, axis) => axis === 0 || side !== 1).length < 2 && shape.length < 3;
      if (/[US]\d+$/.test(descr) || (isFlat && shape.length < 2)) {
        const why = `${name} has one ${/[US]/.test(descr) ? 'text' : 'number'} for each of ${n} rows and no vectors: choose the file of vectors with it.`;
        return { ...base, kind: 'vectors', why };
      }
      return { ...base, kind: 'vectors', n, rank: Math.max(1, 9 - hint), why: '' };
    }
    const table = await readTable(file);
    const { d } = rolesOf(table).vectors;
    const isArray = table.arrays.length > 0;
    const rank = Math.max(1, (isArray ? 9 : d < FEW_COLUMNS ? 3 : 7) - hint);
    return { ...base, kind: 'vectors', n: rowsOf(table), rank, why: '' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const why = error instanceof UserError ? error.message : `${name} holds no vectors: ${error.message}`;
    return { ...base, kind: 'vectors', why };
  }
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`;
}
