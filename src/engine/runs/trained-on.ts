import { hash } from 'node:crypto';
import path from 'node:path';
import { encodeCsvRow, parseCsv, withoutDefusing } from '../../core/formats/csv';
import { FormatError } from '../../core/formats/format-error';
import { LIMITS, readPlainText } from '../../files/plain-file';
import type { Dataset } from '../datasets/dataset';
import { codeOf, readError } from './file-errors';
import type { RunFolder } from './run-folder';
import { writeWhole } from './write-whole';

/** The images a run was made from, by name, and the SHA-256 of the pixels of each as the network sees them. */
const FILE = 'dataset.csv';
/** Names in a sentence. */
const FIRST = 3;

/** Notes in a run's folder which images it is trained on. Throws UserError when it cannot be written. */
export async function noteImages(run: RunFolder, data: Dataset): Promise<void> {
  if (data.train.files.length === 0) return;
  await writeWhole(path.join(run.folder, FILE), lines(digestsOf(data), new Set(data.test.files)));
}

function* lines(digests: ReadonlyMap<string, string>, tests: ReadonlySet<string>): Generator<string> {
  yield encodeCsvRow(['file', 'sha256', 'part']);
  for (const [file, digest] of digests)
    yield encodeCsvRow([file, digest, tests.has(file) ? 'test' : 'train']);
}

/** Whether the model was trained on an image; `maybe`: an older run notes only that the image was among its own. */
export type WasTrainedOn = 'yes' | 'no' | 'maybe';

/**
 * Of each image of `pixels` `[n, bytes]` whether a run was trained on it, by its pixels alone; null when none is, or when
 * the run does not note its images.
 */
export async function trainedOn(
  run: RunFolder,
  pixels: Uint8Array,
  bytes: number,
): Promise<WasTrainedOn[] | null> {
  const known = await readNoted(run);
  if (known === null) return null;
  const byDigest = new Map<string, WasTrainedOn>();
  for (const { digest, part } of known)
    if (part !== 'test' || !byDigest.has(digest)) byDigest.set(digest, ANSWERS[part]);
  const rows = Array.from(
    { length: pixels.length / bytes },
    (_, i) => byDigest.get(hash('sha256', pixels.subarray(i * bytes, (i + 1) * bytes))) ?? 'no',
  );
  return rows.some((row) => row !== 'no') ? rows : null;
}

const ANSWERS = { train: 'yes', test: 'no', '': 'maybe' } as const;

/**
 * In what the images at hand differ from those a run was made from, in words; null when that is not known, as of a run of
 * an older version, or when it is no image of its own that differs.
 */
export async function changesOf(run: RunFolder, data: Dataset): Promise<string | null> {
  const known = await readDigests(run);
  if (known === null) return null;
  const now = digestsOf(data);
  const changed = [...known].filter(([file, digest]) => (now.get(file) ?? digest) !== digest);
  const gone = [...known].filter(([file]) => !now.has(file));
  const added = [...now].filter(([file]) => !known.has(file));
  const told = (
    [
      [changed, 'changed'],
      [gone, gone.length === 1 ? 'is not there' : 'are not there'],
      [added, added.length === 1 ? 'is new' : 'are new'],
    ] as const
  )
    .filter(([files]) => files.length > 0)
    .map(([files, what]) => `${files.length} ${what}: ${namesOf(files.map(([file]) => file))}`);
  return told.length === 0 ? null : `of its ${known.size} images ${told.join('; ')}`;
}

function namesOf(files: readonly string[]): string {
  const first = files.slice(0, FIRST).join(', ');
  return files.length > FIRST ? `${first} and ${files.length - FIRST} more` : first;
}

/** By name; empty where the images have none. */
function digestsOf({ train, test, side, channels }: Dataset): Map<string, string> {
  const bytes = side * side * channels;
  const digests = [train, test].flatMap(({ files, pixels }) =>
    files.map((file, i) => [file, hash('sha256', pixels.subarray(i * bytes, (i + 1) * bytes))] as const),
  );
  return new Map(digests.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readDigests(run: RunFolder): Promise<Map<string, string> | null> {
  const noted = await readNoted(run);
  return noted === null ? null : new Map(noted.map(({ file, digest }) => [file, digest]));
}

interface Noted {
  file: string;
  digest: string;
  /** Empty in a run of an older version. */
  part: keyof typeof ANSWERS;
}

async function readNoted({ folder }: RunFolder): Promise<Noted[] | null> {
  const file = path.join(folder, FILE);
  try {
    const [, ...rows] = parseCsv(await readPlainText(file, LIMITS.list));
    return rows.map(([name = '', digest = '', part = '']) => ({
      file: withoutDefusing(name),
      digest,
      part: part === 'train' || part === 'test' ? part : '',
    }));
  } catch (error) {
    // Without it the sentence is shorter.
    if (error instanceof FormatError || codeOf(error) === 'ENOENT') return null;
    throw readError(error, file);
  }
}
