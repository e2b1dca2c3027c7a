import os from 'node:os';
import { UserError } from '../../contract/errors';
import { paddedWidth } from '../../core/map/distance-kernel';

/** Squares of differences of numbers larger than this are beyond float32. */
const LARGEST = 1e18;
const GIB = 2 ** 30;
/** As much as WebAssembly can address, less what else it holds. */
const MOST_COMPARED = 4 * GIB - 64 * 2 ** 20;
/** Copies of the vectors while neighbours are sought: as given, shared, to compare, to multiply. */
const COPIES = 4;
/** Bytes of graph and layout for each neighbour of each point, as measured. */
const BYTES_PER_NEIGHBOUR = 110;

/**
 * Throws UserError, in one sentence, unless `vectors` `[n, d]` can be mapped with `k` neighbours: all numbers
 * finite and at most 1e18, and room for the work in `memory` bytes.
 */
export function checkVectors(
  vectors: Float32Array,
  n: number,
  d: number,
  k: number,
  memory = os.totalmem(),
): void {
  for (let at = 0; at < vectors.length; at++) {
    const value = vectors[at]!;
    if (Math.abs(value) <= LARGEST) continue;
    const what = Number.isFinite(value) ? 'a number beyond 1e18' : 'a value that is not a finite number';
    throw new UserError(
      `Vector ${Math.floor(at / d)} holds ${what} in dimension ${at % d}, so there is no map of it: mend or leave out that row.`,
    );
  }
  const bytes = n * d * 4 * COPIES + n * k * BYTES_PER_NEIGHBOUR;
  if (bytes <= memory && n * paddedWidth(d) * 4 <= MOST_COMPARED) return;
  const needed =
    bytes > memory ? `about ${(bytes / GIB).toFixed(1)} GiB of memory` : 'more than 4 GiB at once';
  throw new UserError(
    `A map of ${n} vectors of ${d} takes ${needed}, which is not to be had here: map a sample of the rows, or fewer dimensions.`,
  );
}
