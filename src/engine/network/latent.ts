import type { Generator } from '../../core/random/generator';

/** The two heads' outputs, `[n, latent]` each. */
export interface Posterior {
  n: number;
  latent: number;
  mu: Float32Array;
  logvar: Float32Array;
}

/** Splits the heads' joint output `[n, 2 latent]`, mu first. */
export function splitHeads(heads: Float32Array, n: number, latent: number): Posterior {
  const mu = new Float32Array(n * latent);
  const logvar = new Float32Array(n * latent);
  for (let i = 0; i < n; i++) {
    const row = heads.subarray(2 * i * latent, 2 * (i + 1) * latent);
    mu.set(row.subarray(0, latent), i * latent);
    logvar.set(row.subarray(latent), i * latent);
  }
  return { n, latent, mu, logvar };
}

/** Standard normal numbers `[n, latent]`. */
export function drawNoise(generator: Generator, n: number, latent: number): Float32Array {
  const eps = new Float32Array(n * latent);
  for (let i = 0; i < eps.length; i++) eps[i] = generator.normal();
  return eps;
}

/** z = mu + exp(logvar / 2) eps, `[n, latent]` (Kingma and Welling 2014, section 2.4). */
export function sample({ mu, logvar }: Posterior, eps: Float32Array): Float32Array {
  const z = new Float32Array(mu.length);
  for (let i = 0; i < z.length; i++) z[i] = mu[i]! + Math.exp(logvar[i]! / 2) * eps[i]!;
  return z;
}

/** KL(q || N(0, I)) of each image in nats, `[n]`: -1/2 sum(1 + logvar - mu^2 - exp(logvar)). */
export function klPerImage({ n, latent, mu, logvar }: Posterior): Float32Array {
  const kl = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = i * latent; j < (i + 1) * latent; j++) {
      sum += mu[j]! * mu[j]! + Math.exp(logvar[j]!) - 1 - logvar[j]!;
    }
    kl[i] = sum / 2;
  }
  return kl;
}
