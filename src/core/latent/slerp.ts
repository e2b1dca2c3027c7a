import { checkSameLength, lerp } from './lerp';

/** Below this sine two directions are one line as far as float32 can tell. */
const NEARLY_STRAIGHT = 1e-6;

/**
 * The point `t` of the way from `a` to `b` about the origin, all `[latent]`: the direction turns evenly (White
 * 2016, "Sampling generative networks") while the norm goes evenly from the one norm to the other, so that the
 * path stays as far out as a Gaussian posterior lies. Exactly `a` at 0 and `b` at 1.
 *
 * Where no direction is to be turned, because one vector is zero or both point the same way, it is `lerp`.
 * Opposite vectors have no one shortest way: it then goes through the direction square to `a` that lies nearest
 * to the axis along which `a` is smallest, the same one every time (in one dimension, where there is none, `lerp`).
 * Throws RangeError when the vectors differ in length.
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array {
  checkSameLength(a, b);
  if (t === 0) return a.slice();
  if (t === 1) return b.slice();
  const unitA = Float64Array.from(a);
  const unitB = Float64Array.from(b);
  const normA = norm(unitA);
  const normB = norm(unitB);
  if (normA === 0 || normB === 0) return lerp(a, b, t);
  scale(unitA, 1 / normA);
  scale(unitB, 1 / normB);
  const cosine = dot(unitA, unitB);
  // The part of b square to a: with it as second axis the turn is a plain rotation, exact for small angles too.
  let aside = squareTo(unitA, unitB);
  let sine = norm(aside);
  if (sine < NEARLY_STRAIGHT) {
    if (cosine > 0 || a.length < 2) return lerp(a, b, t);
    const axis = new Float64Array(a.length);
    axis[smallestAxis(unitA)] = 1;
    aside = squareTo(unitA, axis);
    sine = 0;
  }
  const asideNorm = norm(aside);
  const angle = Math.atan2(sine, cosine) * t;
  const length = normA + (normB - normA) * t;
  const along = length * Math.cos(angle);
  const across = (length * Math.sin(angle)) / asideNorm;
  return Float32Array.from(unitA, (x, d) => along * x + across * aside[d]!);
}

function norm(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

function scale(vector: Float64Array, factor: number): void {
  for (let d = 0; d < vector.length; d++) vector[d]! *= factor;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, d) => sum + x * b[d]!, 0);
}

/** The part of `vector` square to the unit vector `unit`. */
function squareTo(unit: Float64Array, vector: Float64Array): Float64Array {
  const along = dot(unit, vector);
  return vector.map((x, d) => x - along * unit[d]!);
}

function smallestAxis(vector: Float64Array): number {
  let smallest = 0;
  vector.forEach((x, d) => {
    if (Math.abs(x) < Math.abs(vector[smallest]!)) smallest = d;
  });
  return smallest;
}
