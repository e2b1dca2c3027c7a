/**
 * KL divergence of each latent dimension from N(0, 1), in nats, mean over the images:
 * -1/2 (1 + logvar - mu^2 - exp(logvar)) (Kingma and Welling 2014, appendix B). `mu`, `logvar`: `[n, latent]`;
 * result `[latent]`, all NaN for no image. Throws RangeError when an array has another length.
 */
export function klPerDimension(
  mu: Float32Array,
  logvar: Float32Array,
  n: number,
  latent: number,
): Float64Array {
  checkShape(mu, n, latent);
  checkShape(logvar, n, latent);
  const sums = new Float64Array(latent);
  for (let i = 0, at = 0; i < n; i++) {
    for (let d = 0; d < latent; d++, at++) {
      const m = mu[at]!;
      const v = logvar[at]!;
      // expm1 keeps the small divergences of unused dimensions, where 1 + v - exp(v) would cancel.
      sums[d]! += 0.5 * (m * m + Math.expm1(v) - v);
    }
  }
  return sums.map((sum) => sum / n);
}

/** The variance of mu above which a latent dimension is active (Burda, Grosse and Salakhutdinov 2016, section 5.2). */
export const ACTIVE_VARIANCE = 0.01;

/** How many latent dimensions are active, as `activeDimensions` finds them. */
export function activeUnits(
  mu: Float32Array,
  n: number,
  latent: number,
  threshold = ACTIVE_VARIANCE,
): number {
  return activeDimensions(mu, n, latent, threshold).length;
}

/**
 * The latent dimensions that carry information, rising: those whose mu varies over the images with an (unbiased)
 * variance above `threshold`. `mu`: `[n, latent]`. None for fewer than two images. Throws RangeError when `mu` has
 * another length.
 */
export function activeDimensions(
  mu: Float32Array,
  n: number,
  latent: number,
  threshold = ACTIVE_VARIANCE,
): Int32Array {
  checkShape(mu, n, latent);
  if (n < 2) return new Int32Array(0);
  const active: number[] = [];
  for (let d = 0; d < latent; d++) {
    let mean = 0;
    for (let at = d; at < mu.length; at += latent) mean += mu[at]!;
    mean /= n;
    let squares = 0;
    for (let at = d; at < mu.length; at += latent) squares += (mu[at]! - mean) ** 2;
    if (squares / (n - 1) > threshold) active.push(d);
  }
  return Int32Array.from(active);
}

function checkShape(values: Float32Array, n: number, latent: number): void {
  if (values.length !== n * latent) {
    throw new RangeError(`${values.length} numbers are not ${n} vectors of ${latent}.`);
  }
}
