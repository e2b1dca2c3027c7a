import type { Generator } from '../random/generator';
import { cholesky, logDeterminant, mahalanobis } from './cholesky';
import { kMeans } from './k-means';
import { weightedMoments } from './moments';
import type { Steps } from './steps';

/** `k` Gaussians with full covariances: `weights` `[k]`, and for each its mean `[d]` and Cholesky factor `[d, d]`. */
export interface GaussianMixture {
  k: number;
  d: number;
  weights: Float64Array;
  means: Float64Array[];
  factors: Float64Array[];
}

export interface MixtureOptions {
  components: number;
  random: Generator;
  /** Rounds of EM at most. */
  rounds?: number;
}

/** So few vectors for each component at least; with fewer the number of components is reduced. */
const LEAST_ROWS = 10;
/** The fit is done when a round gains less than this, nats per vector. */
const LEAST_GAIN = 0.02;
/** Of the mean variance: what every covariance has added to its diagonal, so that vectors on a plane have one too. */
const RIDGE = 1e-6;
/** Vectors that all coincide vary by nothing: they count as this much. */
const LEAST_VARIANCE = 1e-9;
/** A component this many nats below the best one has no part in a vector. */
const NO_PART = 30;

/**
 * Fits a mixture of Gaussians to `vectors` `[n, d]`: k-means, then EM (Dempster, Laird and Rubin 1977). Each covariance
 * is drawn a little towards that of all vectors, as Fraley and Raftery (2007) do, with the weight of one vector: this
 * keeps components of few vectors from degenerating. Full covariances: the mu vectors of a VAE lie close to a
 * surface of few dimensions, which diagonal ones cannot follow (Ghosh et al. 2020 take 10 full ones). Yields between
 * passes over parts of the data. Throws RangeError for no vectors, a wrong length, or vectors that are not finite.
 */
export function* fitMixture(
  vectors: Float32Array,
  n: number,
  d: number,
  { components, random, rounds = 20 }: MixtureOptions,
): Steps<GaussianMixture> {
  if (n < 2 || vectors.length !== n * d || !vectors.every(Number.isFinite)) {
    throw new RangeError(`A mixture needs 2 finite vectors or more of ${d} numbers.`);
  }
  const k = Math.max(1, Math.min(components, Math.floor(n / LEAST_ROWS)));
  const all = weightedMoments(vectors, n, d, () => 1);
  const ridge = RIDGE * Math.max(trace(all.covariance, d) / d, LEAST_VARIANCE);
  const prior = scaled(all.covariance, d, k ** (-2 / d), ridge);
  const groups = yield* kMeans(vectors, n, d, k, random);
  // [k, n], so that a pass over one component walks along memory.
  const shares = new Float32Array(k * n);
  groups.forEach((group, i) => (shares[group * n + i] = 1));
  let mixture = yield* maximise(vectors, n, d, shares, k, prior);
  let last = -Infinity;
  for (let round = 0; round < rounds; round++) {
    const logDensity = yield* expect(vectors, n, mixture, shares);
    mixture = yield* maximise(vectors, n, d, shares, k, prior);
    if (logDensity - last < LEAST_GAIN) break;
    last = logDensity;
  }
  return mixture;
}

/** The mean log density of `vectors` `[n, d]`, nats per vector. */
export function* meanLogDensity(vectors: Float32Array, n: number, mixture: GaussianMixture): Steps<number> {
  return yield* expect(vectors, n, mixture, null);
}

/** The mixture as it is in some of its dimensions, the others integrated out. */
export function marginalMixture(mixture: GaussianMixture, dimensions: Int32Array): GaussianMixture {
  const { d } = mixture;
  const kept = dimensions.length;
  if (kept === d) return mixture;
  const factors = mixture.factors.map((factor) => {
    const covariance = new Float64Array(kept * kept);
    dimensions.forEach((row, i) =>
      dimensions.forEach((column, j) => {
        let sum = 0;
        for (let at = 0; at < d; at++) sum += factor[row * d + at]! * factor[column * d + at]!;
        covariance[i * kept + j] = sum;
      }),
    );
    return cholesky(covariance, kept);
  });
  const means = mixture.means.map((mean) => Float64Array.from(dimensions, (dimension) => mean[dimension]!));
  return { ...mixture, d: kept, means, factors };
}

/** `n` vectors drawn from a mixture, `[n, d]`. */
export function sampleMixture(
  mixture: GaussianMixture,
  n: number,
  random: Generator,
): Float32Array<ArrayBuffer> {
  const { d } = mixture;
  const drawn = new Float32Array(n * d);
  const noise = new Float64Array(d);
  for (let i = 0; i < n; i++) {
    const component = componentFor(mixture, random.uniform());
    const mean = mixture.means[component]!;
    const factor = mixture.factors[component]!;
    for (let j = 0; j < d; j++) noise[j] = random.normal();
    for (let row = 0; row < d; row++) {
      let sum = mean[row]!;
      for (let j = 0; j <= row; j++) sum += factor[row * d + j]! * noise[j]!;
      drawn[i * d + row] = sum;
    }
  }
  return drawn;
}

function componentFor({ weights, k }: GaussianMixture, uniform: number): number {
  let left = uniform;
  for (let component = 0; component < k; component++) {
    left -= weights[component]!;
    if (left < 0) return component;
  }
  return k - 1;
}

/** Vectors between two chances to do other work. */
const ROWS_A_STEP = 500;

/** Writes each component's share of each vector `[k, n]`, if asked to; returns the mean log density. */
function* expect(
  vectors: Float32Array,
  n: number,
  { k, d, weights, means, factors }: GaussianMixture,
  shares: Float32Array | null,
): Steps<number> {
  const constants = factors.map(
    (factor, j) => Math.log(weights[j]!) - 0.5 * (d * Math.log(2 * Math.PI) + logDeterminant(factor, d)),
  );
  const logs = new Float64Array(k);
  const scratch = new Float64Array(d);
  let total = 0;
  let likely = 0;
  for (let i = 0; i < n; i++) {
    if (i % ROWS_A_STEP === 0) yield;
    let best = -Infinity;
    // First the component that was the last vector's best: the better the first, the sooner the others are given up.
    for (let step = 0; step < k; step++) {
      const j = (likely + step) % k;
      const limit = 2 * (constants[j]! - best + NO_PART);
      logs[j] = constants[j]! - 0.5 * mahalanobis(factors[j]!, means[j]!, vectors, i * d, scratch, limit);
      best = Math.max(best, logs[j]);
    }
    let sum = 0;
    for (let j = 0; j < k; j++) {
      if (logs[j] === best) likely = j;
      logs[j] = logs[j]! < best - NO_PART ? 0 : Math.exp(logs[j]! - best);
      sum += logs[j]!;
    }
    if (shares !== null) for (let j = 0; j < k; j++) shares[j * n + i] = logs[j]! / sum;
    total += best + Math.log(sum);
  }
  return total / n;
}

function* maximise(
  vectors: Float32Array,
  n: number,
  d: number,
  shares: Float32Array,
  k: number,
  prior: Float64Array,
): Steps<GaussianMixture> {
  const mixture: GaussianMixture = { k, d, weights: new Float64Array(k), means: [], factors: [] };
  for (let j = 0; j < k; j++) {
    const { total, mean, covariance } = weightedMoments(vectors, n, d, (i) => shares[j * n + i]!);
    yield;
    for (let at = 0; at < d * d; at++) {
      covariance[at] = (prior[at]! + covariance[at]! * total) / (1 + total);
    }
    // A pseudo-count of one, so that a component without vectors keeps a weight that has a logarithm.
    mixture.weights[j] = (total + 1) / (n + k);
    mixture.means.push(mean);
    mixture.factors.push(cholesky(covariance, d));
    yield;
  }
  return mixture;
}

function trace(matrix: Float64Array, d: number): number {
  let sum = 0;
  for (let i = 0; i < d; i++) sum += matrix[i * d + i]!;
  return sum;
}

function scaled(matrix: Float64Array, d: number, factor: number, ridge: number): Float64Array {
  return matrix.map((value, at) => value * factor + (at % (d + 1) === 0 ? ridge : 0));
}
