import type { LevelRange } from '../../contract/dataset';
import { batchesOf } from '../images/batches';
import type { DecoderPool } from '../images/decoder-pool';
import type { FoundFile } from './found-file';
import { spreadOver } from './probe-files';
import { pagesOf } from './read-pixels';

/** Numbers that are taken of each file. */
const PER_FILE = 2048;
const [LOWEST, HIGHEST] = [0.001, 0.999];

/**
 * The numbers below and above which 0.1 % of those in a sample of up to 200 files lie, and a sentence that says so; null
 * when none of the files can be read.
 */
export async function sampleLevels(
  files: readonly FoundFile[],
  pool: DecoderPool,
  signal: AbortSignal,
): Promise<{ levels: LevelRange; files: number } | null> {
  const sample = spreadOver(files);
  const answers = await Promise.all(
    batchesOf(sample).map((batch) => {
      const part = batch.map((i) => sample[i]!);
      const paths = part.map((each) => each.path);
      return pool.decode({ kind: 'values', files: paths, ...pagesOf(part), most: PER_FILE });
    }),
  );
  signal.throwIfAborted();
  const told = answers.flat().flatMap((answer) => (answer.kind === 'valued' ? [answer.values] : []));
  const values = Float64Array.from(told.flat()).sort();
  if (values.length === 0) return null;
  const [low, high] = [quantile(values, LOWEST), quantile(values, HIGHEST)];
  return { levels: low < high ? { low, high } : { low, high: low + 1 }, files: told.length };
}

/** Between the two nearest of sorted values, as NumPy has it. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const [a, b] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return a + (b - a) * (at - below);
}

/** Levels in a sentence. */
export function levelsInWords({ low, high }: LevelRange): string {
  const text = (value: number): string => String(Number(value.toPrecision(6)));
  return `${text(low)} is black and ${text(high)} white`;
}
