import { UserError } from '../../contract/errors';
import { epochMetrics, type EpochMetrics } from '../../contract/training';
import { CSV_LINE_END, encodeCsvCell, parseCsv } from '../../core/formats/csv';
import { LIMITS, readPlainText } from '../../files/plain-file';
import { codeOf, readError } from './file-errors';

const FIXED = [
  'epoch',
  'step',
  'train_bce',
  'train_kl',
  'train_elbo',
  'test_bce',
  'test_kl',
  'test_elbo',
  'active_units',
  'gradient_norm',
  'beta',
  'learning_rate',
  'best',
  'images_per_second',
  'seconds',
  'diagnosis',
  'diagnosis_sentence',
  'diagnosis_suggestion',
] as const;
type Fixed = (typeof FIXED)[number];

/**
 * `metrics.csv`: one row for each epoch; losses in nats per image, the negative ELBO under `elbo`; `best` is 1 where an
 * epoch was the best so far; `kl_0`, ... last.
 */
export function encodeMetrics(rows: readonly EpochMetrics[]): string {
  const dimensions = rows[0]?.klPerDimension.length ?? 0;
  const header = [...FIXED, ...Array.from({ length: dimensions }, (_, i) => `kl_${i}`)].join(',');
  return [header, ...rows.map(encodeRow)].map((line) => line + CSV_LINE_END).join('');
}

function encodeRow(row: EpochMetrics): string {
  const { diagnosis, train, test } = row;
  const losses = [train.bce, train.kl, train.elbo, test.bce, test.kl, test.elbo];
  const settings = [row.gradientNorm, row.beta, row.learningRate].map((value) => value ?? '');
  const speed = [row.imagesPerSecond, row.seconds];
  const texts = [diagnosis.state, diagnosis.sentence, diagnosis.suggestion ?? ''];
  return [
    // Metrics keep all their digits, where `encodeCsvCell` would write those of a float32.
    ...[row.epoch, row.step, ...losses, row.activeUnits, ...settings, row.best ? 1 : 0, ...speed].map(String),
    ...texts.map(encodeCsvCell),
    ...row.klPerDimension.map(String),
  ].join(',');
}

/** Reads `metrics.csv` back; a run without one has no epoch yet. Throws UserError when it is damaged. */
export async function readMetrics(file: string): Promise<EpochMetrics[]> {
  let text: string;
  try {
    text = await readPlainText(file, LIMITS.description);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw readError(error, file);
  }
  try {
    const [header, ...rows] = parseCsv(text);
    const columns = new Map((header ?? []).map((name, i) => [name, i]));
    return rows.map((cells) => decodeRow(cells, columns));
  } catch (error) {
    throw new UserError(
      `The metrics in ${file} are damaged: move the file away to go on without its history.`,
      {
        cause: error,
      },
    );
  }
}

function decodeRow(cells: readonly string[], columns: ReadonlyMap<string, number>): EpochMetrics {
  const text = (name: Fixed): string => cells[columns.get(name) ?? -1] ?? '';
  const number = (name: Fixed): number => toNumber(text(name));
  // Older runs have no such column.
  const noted = (name: Fixed): number | null => (text(name) === '' ? null : toNumber(text(name)));
  return epochMetrics.parse({
    epoch: number('epoch'),
    step: number('step'),
    train: { bce: number('train_bce'), kl: number('train_kl'), elbo: number('train_elbo') },
    test: { bce: number('test_bce'), kl: number('test_kl'), elbo: number('test_elbo') },
    activeUnits: number('active_units'),
    klPerDimension: [...columns.keys()]
      .filter((name) => /^kl_\d+$/.test(name))
      .map((name) => toNumber(cells[columns.get(name)!]!)),
    imagesPerSecond: number('images_per_second'),
    seconds: number('seconds'),
    gradientNorm: noted('gradient_norm'),
    beta: noted('beta'),
    learningRate: noted('learning_rate'),
    best: text('best') === '1',
    diagnosis: {
      state: text('diagnosis'),
      sentence: text('diagnosis_sentence'),
      suggestion: text('diagnosis_suggestion') === '' ? null : text('diagnosis_suggestion'),
    },
  });
}

function toNumber(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}
