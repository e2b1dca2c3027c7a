import { closestPair } from './closest-pair';
import { cheapestWays, roadsBetweenNeighbours, wayTo } from './neighbour-roads';
import { checkFrames } from './path';

export interface GraphPathRequest {
  /** `[n, latent]`. */
  vectors: Float32Array;
  n: number;
  latent: number;
  /** `[n, k]`, as in a neighbour graph. */
  neighbours: Int32Array;
  distances: Float32Array;
  k: number;
  from: number;
  to: number;
  frames: number;
}

export interface GraphPath {
  /** `[frames, latent]`, both ends exact. */
  latents: Float32Array;
  /** The vectors that the path follows, both ends among them. */
  chain: number[];
  /** Whether no chain of neighbours joins the ends, so that a gap in the data had to be leapt. */
  bridged: boolean;
}

/**
 * A path along the data from one vector to another: the cheapest chain of neighbours, smoothed, at even speed.
 * When the ends lie in parts of the data that no neighbours join, the two parts are bridged where they come
 * (nearly) closest. Throws RangeError when an end is not there, a length does not fit, or frames are fewer than 2.
 */
export function graphPath(request: GraphPathRequest): GraphPath {
  const { vectors, n, latent, neighbours, distances, k, from, to, frames } = request;
  checkFrames(frames);
  if (vectors.length !== n * latent || neighbours.length !== n * k || distances.length !== n * k) {
    throw new RangeError(
      `The vectors and neighbours are not those of ${n} points with ${k} neighbours each.`,
    );
  }
  for (const end of [from, to]) {
    if (!Number.isInteger(end) || end < 0 || end >= n)
      throw new RangeError(`There is no vector ${end} among ${n}.`);
  }
  const roads = roadsBetweenNeighbours(neighbours, distances, n, k);
  const ways = cheapestWays(roads, from, to);
  let chain: number[];
  const bridged = ways.costs[to] === Infinity;
  if (bridged) {
    const waysBack = cheapestWays(roads, to);
    const [a, b] = closestPair(vectors, latent, reached(ways.costs), reached(waysBack.costs));
    chain = [...wayTo(a, ways), ...wayTo(b, waysBack).reverse()];
  } else {
    chain = wayTo(to, ways);
  }
  const points = chain.map((i) => vectors.subarray(i * latent, (i + 1) * latent));
  return { latents: resample(smooth(points), latent, frames), chain, bridged };
}

function reached(costs: Float64Array): number[] {
  return [...costs.keys()].filter((i) => costs[i]! < Infinity);
}

/** Takes the corners off: each inner point moves half way to the middle of its two neighbours. */
function smooth(points: readonly Float32Array[]): Float32Array[] {
  return points.map((point, i) => {
    const before = points[i - 1];
    const after = points[i + 1];
    if (before === undefined || after === undefined) return point;
    return point.map((x, d) => 0.5 * x + 0.25 * (before[d]! + after[d]!));
  });
}

/** `frames` points at even distances along the line through `points`, both ends exact. */
function resample(points: readonly Float32Array[], latent: number, frames: number): Float32Array {
  const lengths = points.map((point, i) => (i === 0 ? 0 : distance(points[i - 1]!, point)));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const path = new Float32Array(frames * latent);
  let stretch = 1;
  let walked = 0;
  for (let frame = 0; frame < frames; frame++) {
    const wanted = (total * frame) / (frames - 1);
    while (stretch < points.length - 1 && walked + lengths[stretch]! < wanted) walked += lengths[stretch++]!;
    const start = points[stretch - 1]!;
    const end = points[stretch] ?? start;
    const length = lengths[stretch] ?? 0;
    const t = length > 0 ? (wanted - walked) / length : 0;
    path.set(
      start.map((x, d) => x + (end[d]! - x) * t),
      frame * latent,
    );
  }
  path.set(points[0]!, 0);
  path.set(points.at(-1)!, (frames - 1) * latent);
  return path;
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, x, d) => sum + (x - b[d]!) ** 2, 0));
}
