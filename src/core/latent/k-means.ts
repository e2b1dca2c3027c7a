import type { Generator } from '../random/generator';
import { squaredDistance } from './squared-distance';
import type { Steps } from './steps';

const ROUNDS = 15;

/**
 * Which of `k` groups each of `n` vectors `[n, d]` belongs to, `[n]`: k-means++ seeding (Arthur and Vassilvitskii
 * 2007), then at most 15 of Lloyd's rounds. A group may end up empty where vectors coincide. A generator, for it is
 * long: it yields after each pass over the data. Throws RangeError when `k` is not from 1 to n.
 */
export function* kMeans(
  vectors: Float32Array,
  n: number,
  d: number,
  k: number,
  random: Generator,
): Steps<Int32Array> {
  if (!Number.isInteger(k) || k < 1 || k > n)
    throw new RangeError(`There are no ${k} groups of ${n} vectors.`);
  const centres = new Float32Array(k * d);
  const closest = new Float64Array(n).fill(Infinity);
  for (let centre = 0; centre < k; centre++) {
    const row = centre === 0 ? random.below(n) : drawnBy(closest, random);
    centres.set(vectors.subarray(row * d, (row + 1) * d), centre * d);
    for (let i = 0; i < n; i++) {
      closest[i] = Math.min(closest[i]!, squaredDistance(vectors, i * d, centres, centre * d, d));
    }
    yield;
  }
  const groups = new Int32Array(n).fill(-1);
  for (let round = 0; round < ROUNDS; round++) {
    const moved = assign(vectors, n, d, centres, k, groups);
    yield;
    if (moved === 0) break;
    average(vectors, n, d, centres, k, groups);
  }
  return groups;
}

function drawnBy(weights: Float64Array, random: Generator): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // All vectors coincide with a centre: any will do.
  if (total === 0) return random.below(weights.length);
  let left = random.uniform() * total;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

function assign(
  vectors: Float32Array,
  n: number,
  d: number,
  centres: Float32Array,
  k: number,
  groups: Int32Array,
): number {
  let moved = 0;
  for (let i = 0; i < n; i++) {
    let best = 0;
    let least = Infinity;
    for (let centre = 0; centre < k; centre++) {
      const square = squaredDistance(vectors, i * d, centres, centre * d, d);
      if (square < least) {
        least = square;
        best = centre;
      }
    }
    if (groups[i] !== best) moved++;
    groups[i] = best;
  }
  return moved;
}

function average(
  vectors: Float32Array,
  n: number,
  d: number,
  centres: Float32Array,
  k: number,
  groups: Int32Array,
): void {
  const sums = new Float64Array(k * d);
  const sizes = new Int32Array(k);
  for (let i = 0; i < n; i++) {
    const group = groups[i]!;
    sizes[group]!++;
    for (let j = 0; j < d; j++) sums[group * d + j]! += vectors[i * d + j]!;
  }
  // An empty group keeps its centre.
  for (let at = 0; at < k * d; at++) {
    const size = sizes[Math.floor(at / d)]!;
    if (size > 0) centres[at] = sums[at]! / size;
  }
}
