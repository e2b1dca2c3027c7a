import type { Probe } from './probe-files';

/** Sides that are proposed. Larger ones, to 128, can be asked for: time grows with the square of the side. */
const SIDES = [64, 32, 28, 16] as const;
const NEARLY_ALL = 0.95;

/** The shape proposed for images, and a sentence that says what it rests on. */
export interface ProposedShape {
  side: number;
  channels: 1 | 3;
  note: string;
}

/**
 * The side is the largest of 16, 28, 32 and 64 that the median image fills, so that few images are enlarged; one channel
 * when nearly all images are grey. `files`: how many there are of which these were looked at. Null when there are none.
 */
export function proposeShape(probes: readonly Probe[], files: number): ProposedShape | null {
  if (probes.length === 0) return null;
  const shorter = probes.map(({ width, height }) => Math.min(width, height)).sort((a, b) => a - b);
  const median = shorter[Math.floor(shorter.length / 2)]!;
  const side = SIDES.find((candidate) => candidate <= median) ?? 16;
  const grey = probes.filter((probe) => probe.grey).length;
  const channels = grey >= NEARLY_ALL * probes.length ? 1 : 3;
  const all = probes.length === files ? '' : ` (judged from ${probes.length} of ${files} files)`;
  const colour = channels === 1 ? 'grey' : 'in colour';
  return {
    side,
    channels,
    note: `Images are read at ${side} by ${side} pixels, ${colour}: half of them are ${median} pixels or more on their shorter side, and ${grey} of ${probes.length} are grey${all}.`,
  };
}
