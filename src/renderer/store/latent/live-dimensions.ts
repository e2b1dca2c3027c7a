import type { Embedding } from '../../../contract/space';
import { isCollapsed } from '../../../core/diagnosis/collapse';
import { activeOf, hasPosterior, liveDimensions } from '../../../core/latent/live-dimensions';

/** What of an embedding's dimensions counts. */
interface Live {
  /** Those in which distances from the data are measured. */
  dimensions: ReadonlySet<number>;
  /** Those whose mu varies; of vectors without a posterior all. */
  active: ReadonlySet<number>;
  /** The posterior says nothing of the images. */
  collapsed: boolean;
}

const known = new WeakMap<Embedding, Live>();

/** Found once for each embedding. */
export function liveOf(embedding: Embedding): Live {
  const before = known.get(embedding);
  if (before !== undefined) return before;
  const { kl, n, latent } = embedding;
  const found = activeOf(embedding);
  const [active, dimensions] = [new Set(found), new Set(liveDimensions(embedding, found))];
  const meanKl = kl.reduce((sum, nats) => sum + nats, 0) / n;
  const collapsed =
    n > 1 && hasPosterior(kl) && isCollapsed({ activeUnits: active.size, latent, kl: meanKl });
  const live = { dimensions, active, collapsed };
  known.set(embedding, live);
  return live;
}

/** In which dimensions distances from the data are measured, in words; null where it is all of them. */
export function measuredIn(embedding: Embedding | null): string | null {
  if (embedding === null) return null;
  const { dimensions } = liveOf(embedding);
  return dimensions.size === embedding.latent
    ? null
    : `in the ${dimensions.size} active of ${embedding.latent} dimensions`;
}
