import type { LatentPath } from '../../contract/space';
import { encodeCsvRow } from '../../core/formats/csv';
import type { BlockOptions } from '../network/vae';
import { writeTogether } from '../runs/write-whole';
import { describe, descriptionBeside, hashed, type Origin } from './describe-export';

/** Meaning and unit of every column of a path. */
const MEANINGS = {
  frame: 'number of the frame, from 0',
  mu: 'latent vector of the frame, one column for each dimension',
  distance_percentile: "distance to the nearest image, as a percentile of the images' own such distances",
  nearest: 'number of the nearest image in the embedding, from 0',
  nearest_distance: 'Euclidean distance to it',
};

/**
 * Writes a path as CSV, one row for each frame: its latent vector, how far it is from the data, and the nearest image;
 * and beside it `….json`, which says what they are, between which images `stops` the path runs and where the numbers come
 * from. Returns the files. Throws UserError when the disk is full or the place is not writable, and the signal's reason.
 */
export async function writePathCsv(
  target: string,
  path: LatentPath,
  stops: readonly number[],
  origin: Omit<Origin, 'map' | 'mapConfig'>,
  watch: BlockOptions = {},
): Promise<string[]> {
  const { steps, method } = path;
  const { chunks, digest } = hashed(pathCsv(path));
  const about = descriptionBeside(target, async () => ({
    ...(await describe('path', origin, { stops, method, frames: steps, meanings: MEANINGS })),
    sha256: digest(),
  }));
  await writeTogether([{ target, chunks: () => chunks }, about], watch);
  return [target, about.target];
}

function* pathCsv({
  steps,
  latents,
  distance,
  nearest,
  nearestDistance,
}: LatentPath): Generator<string, void, undefined> {
  const latent = latents.length / steps;
  yield encodeCsvRow([
    'frame',
    ...Array.from({ length: latent }, (_, i) => `mu_${i}`),
    'distance_percentile',
    'nearest',
    'nearest_distance',
  ]);
  for (let i = 0; i < steps; i++) {
    const vector = latents.subarray(i * latent, (i + 1) * latent);
    yield encodeCsvRow([i, ...vector, distance[i]!, nearest[i]!, nearestDistance[i]!]);
  }
}
