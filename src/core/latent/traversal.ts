import { checkFrames } from './path';

/**
 * Between which values each dimension lies for most of the data: the percentiles `low` and `high` (0 to 100,
 * linear between ranks as NumPy's) of each column of `mu` `[n, latent]`, as `[latent, 2]`.
 * Throws RangeError when there is no vector or a percentile is out of range.
 */
export function dimensionRanges(
  mu: Float32Array,
  n: number,
  latent: number,
  low = 1,
  high = 99,
): Float32Array {
  if (n < 1 || mu.length !== n * latent) {
    throw new RangeError(
      `Ranges need one vector or more; ${mu.length} numbers are not ${n} vectors of ${latent}.`,
    );
  }
  if (!(low >= 0 && high <= 100 && low <= high)) {
    throw new RangeError(`The percentiles ${low} and ${high} are not in order from 0 to 100.`);
  }
  const ranges = new Float32Array(latent * 2);
  const column = new Float32Array(n);
  for (let d = 0; d < latent; d++) {
    for (let i = 0; i < n; i++) column[i] = mu[i * latent + d]!;
    column.sort();
    ranges[2 * d] = percentile(column, low);
    ranges[2 * d + 1] = percentile(column, high);
  }
  return ranges;
}

/**
 * `frames` copies of `vector` `[latent]` in which one dimension goes evenly from one value to another, both
 * ends exact: `[frames, latent]`. Throws RangeError when there is no such dimension or frames are fewer than 2.
 */
export function sweepDimension(
  vector: Float32Array,
  dimension: number,
  from: number,
  to: number,
  frames: number,
): Float32Array {
  checkFrames(frames);
  const latent = vector.length;
  if (!Number.isInteger(dimension) || dimension < 0 || dimension >= latent) {
    throw new RangeError(`There is no dimension ${dimension} among ${latent}.`);
  }
  const sweep = new Float32Array(frames * latent);
  for (let frame = 0; frame < frames; frame++) {
    const t = frame / (frames - 1);
    sweep.set(vector, frame * latent);
    sweep[frame * latent + dimension] = (1 - t) * from + t * to;
  }
  return sweep;
}

function percentile(sorted: Float32Array, percent: number): number {
  const rank = (percent / 100) * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  return below + (above - below) * (rank - Math.floor(rank));
}
