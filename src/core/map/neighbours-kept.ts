import { MapTree } from './map-tree';
import type { NeighbourGraph } from './neighbours';

/** How many of the nearest in the latent space are still among the nearest in the map. */
export interface NeighboursKept {
  /** Mean share, 0 to 1; null when there is no neighbour to keep. */
  mean: number | null;
  k: number;
  /** Of each point, `[n]`; NaN when it has no neighbour. */
  shares: Float32Array;
}

/**
 * Of each point's `k` nearest in the latent space, given by `neighbours`, the share that is among its `k`
 * nearest in the map `[n, dims]`. `k` is reduced to what the graph has. Throws RangeError when the map has another
 * length.
 */
export function neighboursKept(
  neighbours: NeighbourGraph,
  map: Float32Array,
  dims: number,
  k = 15,
): NeighboursKept {
  const { n, k: stride, indices } = neighbours;
  const used = Math.min(k, stride);
  const tree = new MapTree(map, n, dims, used);
  const shares = new Float32Array(n).fill(Number.NaN);
  if (used < 1) return { mean: null, k: used, shares };
  // Of each point, the row whose latent neighbour it was last: so that the mark need not be taken away.
  const marks = new Int32Array(n).fill(-1);
  let sum = 0;
  for (let row = 0; row < n; row++) {
    for (let at = row * stride; at < row * stride + used; at++) marks[indices[at]!] = row;
    let count = 0;
    for (const neighbour of tree.nearest(row)) if (marks[neighbour] === row) count++;
    shares[row] = count / used;
    sum += count / used;
  }
  return { mean: sum / n, k: used, shares };
}
