import path from 'node:path';
import type { Embedding } from '../../contract/space';
import { parseCsv, withoutDefusing } from '../../core/formats/csv';
import { embeddingCsv } from '../../core/formats/embedding-table';
import { FormatError } from '../../core/formats/format-error';
import { readNpy } from '../../core/formats/npy';
import { LIMITS, readPlain, readPlainText } from '../../files/plain-file';
import { tableOf } from '../export/table-of';
import { codeOf, readError } from './file-errors';
import type { RunFolder } from './run-folder';
import { writeWhole } from './write-whole';

const MU = 'latents.npy';
const LOGVAR = 'logvar.npy';
/** What the rows of the two are of: a table in the exports' format. */
const IMAGES = 'images.csv';
const COLUMNS = ['index', 'split', 'label', 'label_name', 'file', 'bce', 'kl'];

/** Keeps in a run's folder what its newest weights make of its test set. Throws UserError when it cannot be written. */
export async function keepLatents(run: RunFolder, embedding: Embedding): Promise<void> {
  const { n, latent, mu, logvar } = embedding;
  await run.writeArray(MU, [n, latent], mu);
  await run.writeArray(LOGVAR, [n, latent], logvar);
  const table = tableOf(embedding, null);
  const known = COLUMNS.filter((name) => name !== 'file' || table.file !== undefined).filter(
    (name) => !name.startsWith('label') || (table.labelNames?.length ?? 0) > 0,
  );
  await writeWhole(path.join(run.folder, IMAGES), embeddingCsv({ ...table, columns: known }));
}

/**
 * The test set as the run keeps it, without its images; null when the run keeps nothing of it that can be read. What
 * is not known of an image, in a run of an older version, is NaN or none.
 */
export async function recallLatents(run: RunFolder): Promise<Embedding | null> {
  const { network, labelNames } = run.description;
  const { latent, side, channels } = network;
  const [mu, logvar] = await Promise.all([readRows(run, MU, latent), readRows(run, LOGVAR, latent)]);
  if (mu === null || logvar?.length !== mu.length) return null;
  const n = mu.length / latent;
  const images = await readImages(run, n);
  return {
    n,
    latent,
    side,
    channels,
    mu,
    logvar,
    bce: Float32Array.from(images.column('bce'), numberOf),
    kl: Float32Array.from(images.column('kl'), numberOf),
    labels: Int32Array.from(images.column('label'), (text) => (text === '' ? -1 : Number(text))),
    isTest: new Uint8Array(n).fill(1),
    labelNames,
    files: images.has('file') ? images.column('file').map(withoutDefusing) : [],
    pixels: new Uint8Array(),
  };
}

async function readRows(run: RunFolder, name: string, latent: number): Promise<Float32Array | null> {
  const file = path.join(run.folder, name);
  try {
    const { shape, data } = readNpy(await readPlain(file, LIMITS.array));
    const isRows = shape.length === 2 && shape[1] === latent && shape[0]! > 0;
    return isRows && data instanceof Float32Array ? data : null;
  } catch (error) {
    if (error instanceof FormatError || codeOf(error) === 'ENOENT') return null;
    throw readError(error, file);
  }
}

interface ImageColumns {
  has: (name: string) => boolean;
  /** `[n]`; empty texts for a column that is not there. */
  column: (name: string) => string[];
}

async function readImages(run: RunFolder, n: number): Promise<ImageColumns> {
  const file = path.join(run.folder, IMAGES);
  let header: string[] = [];
  let rows: string[][] = [];
  try {
    const [first, ...others] = parseCsv(await readPlainText(file, LIMITS.list));
    if (others.length === n) [header, rows] = [first ?? [], others];
  } catch (error) {
    // Without it the latents are worth having all the same.
    if (!(error instanceof FormatError) && codeOf(error) !== 'ENOENT') throw readError(error, file);
  }
  return {
    has: (name) => header.includes(name),
    column: (name) => {
      const at = header.indexOf(name);
      return Array.from({ length: n }, (_, row) => (at < 0 ? '' : (rows[row]?.[at] ?? '')));
    },
  };
}

function numberOf(text: string): number {
  if (text === 'inf' || text === '-inf') return text === 'inf' ? Infinity : -Infinity;
  return text === '' ? NaN : Number(text);
}
