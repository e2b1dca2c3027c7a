import { activeDimensions } from '../diagnosis/kl';
import { sampledRows } from '../map/sampled-rows';

/** Encoded images: `mu` `[n, latent]` and `kl` `[n]`, which are not numbers where there is no posterior. */
export interface EncodedVectors {
  n: number;
  latent: number;
  mu: Float32Array;
  kl: Float32Array;
}

/** Of more images than this so many, chosen by chance, say which dimensions are live. */
const MOST_MEASURED = 20_000;

/**
 * The dimensions in which distances from the data are measured, rising: the active ones (`activeDimensions`). A draw of
 * the prior differs from every image in those that are not, although they change nothing in what is decoded. All of
 * them where none is active, and of vectors without a posterior, whose scale says nothing.
 */
export function liveDimensions(vectors: EncodedVectors, active = activeOf(vectors)): Int32Array {
  return active.length === 0 ? allOf(vectors) : active;
}

function allOf({ latent }: EncodedVectors): Int32Array {
  return Int32Array.from({ length: latent }, (_, dimension) => dimension);
}

/** The active dimensions of encoded images, rising, of very many those of a sample; of vectors without a posterior all. */
export function activeOf(vectors: EncodedVectors): Int32Array {
  const { mu, kl, n, latent } = vectors;
  if (!hasPosterior(kl)) return allOf(vectors);
  if (n <= MOST_MEASURED) return activeDimensions(mu, n, latent);
  const rows = sampledRows(n, { rows: MOST_MEASURED, seed: 0 });
  const some = new Float32Array(rows.length * latent);
  rows.forEach((row, i) => some.set(mu.subarray(row * latent, (row + 1) * latent), i * latent));
  return activeDimensions(some, rows.length, latent);
}

/** Whether KLs are those of a posterior; vectors from elsewhere may have none. */
export function hasPosterior(kl: Float32Array): boolean {
  return kl.length > 0 && !Number.isNaN(kl[0]);
}

/** Some dimensions of `vectors` `[n, d]`, `[n, dimensions]`; the very same array where all are asked for. */
export function inDimensions(
  vectors: Float32Array,
  n: number,
  d: number,
  dimensions: Int32Array,
): Float32Array {
  const kept = dimensions.length;
  if (kept === d) return vectors;
  const found = new Float32Array(n * kept);
  for (let i = 0; i < n; i += 1)
    for (let at = 0; at < kept; at += 1) found[i * kept + at] = vectors[i * d + dimensions[at]!]!;
  return found;
}
