import { Generator } from '../random/generator';
import { pca } from './pca';
import { sampledRows } from './sampled-rows';

/** How wide the start is along its widest axis: umap-learn's 10 units, the scale the layout's step size is made for. */
const WIDTH = 10;
/** Identical vectors start at the same place and would stay together for ever, since no force has a direction there. */
const NOISE = 1e-4;

/** Rows by which the axes are found, enough to tell where they point: the fewer, the wider they are. */
const AXES_ROWS = { most: 2000, fewest: 500, numbers: 400_000 };

/**
 * Where the layout starts: the principal components `[n, dims]` (of a sample), which put the large structure in its place so
 * that 200 epochs suffice, and which are the same for every seed, so that maps of the same data look alike.
 * Scaled to 10 units about the origin, with a little seeded noise. Throws as `pca` does.
 */
export function initialPositions(
  vectors: Float32Array,
  n: number,
  d: number,
  dims: number,
  seed: number,
): Float32Array {
  const { most, fewest, numbers } = AXES_ROWS;
  const wanted = Math.min(most, Math.max(fewest, Math.floor(numbers / d)));
  const rows = n > wanted ? sampledRows(n, { rows: wanted, seed: 0 }) : [];
  const { positions } = pca(vectors, n, d, dims, rows);
  let farthest = 0;
  for (const x of positions) farthest = Math.max(farthest, Math.abs(x));
  const scale = farthest > 0 ? WIDTH / 2 / farthest : 0;
  const noise = new Generator(seed).fork(1);
  return positions.map((x) => x * scale + NOISE * noise.normal());
}
