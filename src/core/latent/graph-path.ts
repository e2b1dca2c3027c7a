import { closestPair } from './closest-pair';
import { cheapestWay, type Roads } from './neighbour-roads';
import { placeOnPath, stopFrames } from './path';
import { partly, type Steps } from './steps';

export interface GraphPathRequest {
  /** `[n, latent]`. */
  vectors: Float32Array;
  latent: number;
  /** Those between the neighbours of the vectors. */
  roads: Roads;
  /** The vectors it passes through, by their number. */
  stops: readonly number[];
  frames: number;
}

export interface GraphPath {
  /** `[frames, latent]`, every stop exact at its frame (`stopFrames`). */
  latents: Float32Array<ArrayBuffer>;
  /** The vectors that the path follows, the stops among them. */
  chain: number[];
  /** Whether no chain of neighbours joins two stops, so that a gap in the data had to be leapt. */
  bridged: boolean;
}

/**
 * A path along the data from stop to stop: the cheapest chain of neighbours, smoothed, each stretch at even speed and
 * all in the same time. When two stops lie in parts of the data that no neighbours join, the two parts are bridged
 * where they come (nearly) closest. In steps that yield the share done. Throws RangeError when a stop is not there, a
 * length does not fit, there is no stop, or frames are fewer than the stops or 2.
 */
export function* graphPath(request: GraphPathRequest): Steps<GraphPath> {
  const { vectors, latent, roads, stops, frames } = request;
  const { n } = roads;
  const stopsAt = stopFrames(stops.length, frames);
  if (vectors.length !== n * latent) {
    throw new RangeError(`${vectors.length} numbers are not ${n} vectors of ${latent}.`);
  }
  for (const stop of stops) {
    if (!Number.isInteger(stop) || stop < 0 || stop >= n)
      throw new RangeError(`There is no vector ${stop} among ${n}.`);
  }
  const pairs =
    stops.length === 1 ? [[stops[0]!, stops[0]!]] : stops.slice(1).map((to, i) => [stops[i]!, to]);
  const ways: Way[] = [];
  for (const [i, [from, to]] of pairs.entries()) {
    const steps = chainBetween(roads, vectors, latent, from!, to!);
    ways.push(yield* partly(steps, i / pairs.length, (i + 1) / pairs.length));
  }
  const lines = ways.map(({ chain }) =>
    smooth(chain.map((i) => vectors.subarray(i * latent, (i + 1) * latent))),
  );
  const latents = new Float32Array(frames * latent);
  for (let frame = 0; frame < frames; frame++) {
    const { stretch, t } = placeOnPath(stopsAt, frame);
    latents.set(pointAlong(lines[stretch]!, t), frame * latent);
  }
  return {
    latents,
    // A stop is the end of one way and the start of the next.
    chain: ways.flatMap(({ chain }, i) => (i === 0 ? chain : chain.slice(1))),
    bridged: ways.some(({ bridged }) => bridged),
  };
}

interface Way {
  chain: number[];
  bridged: boolean;
}

function* chainBetween(
  roads: Roads,
  vectors: Float32Array,
  latent: number,
  from: number,
  to: number,
): Steps<Way> {
  const found = yield* cheapestWay(roads, from, to);
  if (found.way !== null) return { chain: found.way, bridged: false };
  const [out, back] = found.ends;
  const [a, b] = yield* closestPair(vectors, latent, out.reached(), back.reached());
  return { chain: [...out.wayTo(a), ...back.wayTo(b).reverse()], bridged: true };
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

/** The point at the part `t` of the length of the line through `points`, both ends exact. */
function pointAlong(points: readonly Float32Array[], t: number): Float32Array {
  if (t === 0 || points.length === 1) return points[0]!;
  if (t === 1) return points.at(-1)!;
  const lengths = points.map((point, i) => (i === 0 ? 0 : distance(points[i - 1]!, point)));
  let left = t * lengths.reduce((sum, length) => sum + length, 0);
  let end = 1;
  while (end < points.length - 1 && lengths[end]! < left) left -= lengths[end++]!;
  const start = points[end - 1]!;
  const share = lengths[end]! > 0 ? left / lengths[end]! : 0;
  return start.map((x, d) => x + (points[end]![d]! - x) * share);
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, x, d) => sum + (x - b[d]!) ** 2, 0));
}
