import type { LatentPath } from '../../contract/space';
import { encodeCsvRow } from '../../core/formats/csv';

/**
 * One row for each frame of a path: its latent vector, how far it is from the data (as a percentile of the images' own
 * distances), and the nearest image with its distance.
 */
export function* pathCsv(path: LatentPath): Generator<string, void, undefined> {
  const { steps, latents, distance, nearest, nearestDistance } = path;
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
