import type { DecoderPool } from '../images/decoder-pool';
import type { FoundFile } from './walk-folder';

/** Sides that are proposed. Larger ones, to 128, can be asked for: time grows with the square of the side. */
const SIDES = [64, 32, 28, 16] as const;
/** As many files as tell the size and the colour of a folder; more would only be read twice. */
const SAMPLE = 200;
const NEARLY_ALL = 0.95;

/** The shape proposed for a folder's images, and a sentence that says what it rests on. */
export interface ProposedShape {
  side: number;
  channels: 1 | 3;
  note: string;
}

/**
 * Looks at up to 200 files spread evenly over the folder. The side is the largest of 16, 28, 32 and 64 that the median
 * image fills, so that few images are enlarged; one channel when nearly all images are grey. Null when none is readable.
 */
export async function proposeShape(
  files: readonly FoundFile[],
  pool: DecoderPool,
  signal: AbortSignal,
): Promise<ProposedShape | null> {
  const count = Math.min(SAMPLE, files.length);
  const sample = Array.from({ length: count }, (_, i) => files[Math.floor((i * files.length) / count)]!);
  const answers = await Promise.all(sample.map((file) => pool.decode({ kind: 'probe', file: file.path })));
  signal.throwIfAborted();
  const probes = answers.filter((answer) => answer.kind === 'probe');
  if (probes.length === 0) return null;
  const shorter = probes.map(({ width, height }) => Math.min(width, height)).sort((a, b) => a - b);
  const median = shorter[Math.floor(shorter.length / 2)]!;
  const side = SIDES.find((candidate) => candidate <= median) ?? 16;
  const grey = probes.filter((probe) => probe.grey).length;
  const channels = grey >= NEARLY_ALL * probes.length ? 1 : 3;
  const all = count === files.length ? '' : ` (judged from ${probes.length} of ${files.length} files)`;
  const colour = channels === 1 ? 'grey' : 'in colour';
  return {
    side,
    channels,
    note: `Images are read at ${side} by ${side} pixels, ${colour}: half of them are ${median} pixels or more on their shorter side, and ${grey} of ${probes.length} are grey${all}.`,
  };
}
