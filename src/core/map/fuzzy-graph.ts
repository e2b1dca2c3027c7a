import type { NeighbourGraph } from './neighbours';

/**
 * The symmetric fuzzy graph that UMAP lays out: edge e joins `heads[e]` and `tails[e]` with `weights[e]` in
 * (0, 1]. Every edge is there in both directions; heads rise, and tails rise within a head.
 */
export interface FuzzyGraph {
  n: number;
  heads: Int32Array;
  tails: Int32Array;
  weights: Float32Array;
}

/** The distance to each point's nearest distinct neighbour, and the scale of its other distances; both `[n]`. */
export interface SmoothDistances {
  rho: Float64Array;
  sigma: Float64Array;
}

const SEARCH_STEPS = 64;
const SEARCH_TOLERANCE = 1e-5;
/** A sigma is at least this part of the mean distance. */
const LEAST_SIGMA = 1e-3;

/**
 * Smooth nearest-neighbour distances (McInnes, Healy and Melville 2018, algorithm 3) as umap-learn finds them
 * with local_connectivity 1: sigma is such that the memberships of a point's neighbours add up to
 * log2(nNeighbors). umap-learn counts the point itself as its first neighbour, our graph does not: of each row
 * the first `nNeighbors - 1` are read. Throws RangeError when the graph has not so many.
 */
export function smoothDistances(graph: NeighbourGraph, nNeighbors: number): SmoothDistances {
  const others = checkedOthers(graph, nNeighbors);
  const { n, k, distances } = graph;
  const rho = new Float64Array(n);
  const sigma = new Float64Array(n);
  const target = Math.log2(nNeighbors);
  let sumOfAll = 0;
  for (let i = 0; i < n; i++) {
    for (let at = i * k; at < i * k + others; at++) sumOfAll += distances[at]!;
  }
  const meanOfAll = sumOfAll / (n * nNeighbors);
  for (let i = 0; i < n; i++) {
    const start = i * k;
    const end = start + others;
    let nearest = 0;
    let sum = 0;
    for (let at = start; at < end; at++) {
      const distance = distances[at]!;
      sum += distance;
      if (nearest === 0 && distance > 0) nearest = distance;
    }
    rho[i] = nearest;
    // The point itself, at distance 0, belongs to the mean.
    const mean = nearest > 0 ? sum / nNeighbors : meanOfAll;
    sigma[i] = Math.max(searchSigma(distances, start, end, nearest, target), LEAST_SIGMA * mean);
  }
  return { rho, sigma };
}

/**
 * The fuzzy union (set_op_mix_ratio 1) of all points' memberships: a + b - ab of the two directions of an edge.
 * Throws as `smoothDistances` does.
 */
export function fuzzyGraph(graph: NeighbourGraph, nNeighbors: number): FuzzyGraph {
  const others = checkedOthers(graph, nNeighbors);
  const { n, k, indices } = graph;
  const out = memberships(graph, others, smoothDistances(graph, nNeighbors));
  const back = transpose(graph, others, out);

  const heads = new Int32Array(2 * n * others);
  const tails = new Int32Array(2 * n * others);
  const weights = new Float32Array(2 * n * others);
  // Of the row at hand: membership by neighbour, 0 for none.
  const outgoing = new Float64Array(n);
  let edges = 0;
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    for (let j = 0; j < others; j++) {
      const tail = indices[i * k + j]!;
      outgoing[tail] = out[i * others + j]!;
      row.push(tail);
    }
    for (let at = back.starts[i]!; at < back.starts[i + 1]!; at++) {
      const tail = back.heads[at]!;
      const a = outgoing[tail]!;
      const b = back.weights[at]!;
      if (a === 0) row.push(tail);
      outgoing[tail] = a + b - a * b;
    }
    row.sort((a, b) => a - b);
    for (const tail of row) {
      // As the float32 it is kept as, which may be 0 where the double is not.
      const weight = Math.fround(outgoing[tail]!);
      outgoing[tail] = 0;
      if (weight === 0) continue;
      heads[edges] = i;
      tails[edges] = tail;
      weights[edges++] = weight;
    }
  }
  return { n, heads: heads.slice(0, edges), tails: tails.slice(0, edges), weights: weights.slice(0, edges) };
}

function checkedOthers({ k }: NeighbourGraph, nNeighbors: number): number {
  if (!Number.isInteger(nNeighbors) || nNeighbors < 2 || nNeighbors - 1 > k) {
    throw new RangeError(
      `A graph with ${k} neighbours of each point serves 2 to ${k + 1} UMAP neighbours (the point itself counts), not ${nNeighbors}.`,
    );
  }
  return nNeighbors - 1;
}

/** The sigma with which the memberships of the distances from `start` to `end` add up to `target`, by bisection. */
function searchSigma(
  distances: Float32Array,
  start: number,
  end: number,
  rho: number,
  target: number,
): number {
  let low = 0;
  let high = Infinity;
  let sigma = 1;
  for (let step = 0; step < SEARCH_STEPS; step++) {
    let sum = 0;
    for (let at = start; at < end; at++) {
      const beyond = distances[at]! - rho;
      sum += beyond > 0 ? Math.exp(-beyond / sigma) : 1;
    }
    if (Math.abs(sum - target) < SEARCH_TOLERANCE) break;
    if (sum > target) high = sigma;
    else low = sigma;
    sigma = high === Infinity ? 2 * sigma : (low + high) / 2;
  }
  return sigma;
}

/** How much each neighbour belongs to each point, `[n, others]`. */
function memberships(graph: NeighbourGraph, others: number, { rho, sigma }: SmoothDistances): Float64Array {
  const { n, k, distances } = graph;
  const weights = new Float64Array(n * others);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < others; j++) {
      const beyond = distances[i * k + j]! - rho[i]!;
      weights[i * others + j] = beyond > 0 ? Math.exp(-beyond / sigma[i]!) : 1;
    }
  }
  return weights;
}

/** The memberships by the point that belongs: of point j those from `starts[j]` to `starts[j + 1]`. */
function transpose(
  { n, k, indices }: NeighbourGraph,
  others: number,
  out: Float64Array,
): { starts: Int32Array; heads: Int32Array; weights: Float64Array } {
  const starts = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < others; j++) starts[indices[i * k + j]! + 1]!++;
  }
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const heads = new Int32Array(n * others);
  const weights = new Float64Array(n * others);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < others; j++) {
      const at = next[indices[i * k + j]!]!++;
      heads[at] = i;
      weights[at] = out[i * others + j]!;
    }
  }
  return { starts, heads, weights };
}
