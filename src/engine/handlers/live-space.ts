import type { Embedding } from '../../contract/space';
import { inDimensions, liveDimensions } from '../../core/latent/live-dimensions';

/** The dimensions in which distances from the data are measured, and the mu of the images in them, `[n, dimensions]`. */
interface LiveSpace {
  dimensions: Int32Array;
  mu: Float32Array;
}

const known = new WeakMap<Embedding, LiveSpace>();

/** Found once for each embedding. */
export function liveOf(embedding: Embedding): LiveSpace {
  const before = known.get(embedding);
  if (before !== undefined) return before;
  const { mu, n, latent } = embedding;
  const dimensions = liveDimensions(embedding);
  const live = { dimensions, mu: inDimensions(mu, n, latent, dimensions) };
  known.set(embedding, live);
  return live;
}
