import type { EngineArguments } from '../../contract/engine-calls';
import type { LatentSamples } from '../../contract/latent';
import type { Embedding } from '../../contract/space';
import {
  fitMixture,
  marginalMixture,
  meanLogDensity,
  sampleMixture,
  type GaussianMixture,
} from '../../core/latent/gaussian-mixture';
import { inDimensions } from '../../core/latent/live-dimensions';
import { permutation } from '../../core/random/shuffle';
import { Generator } from '../../core/random/generator';
import { decodeAndLocate } from './latent-locate';
import { latentSpace } from './latent-space';
import { inTurns } from './latent-turns';
import { liveOf } from './live-space';
import type { EngineState } from './state';

/** More mu than this describe the mixture hardly better and take longer: 2 s for 64 dimensions. */
const MOST_FITTED = 5000;
/** The part of the images on which both densities are measured, when they are enough. */
const UNSEEN_SHARE = 1 / 11;
const LEAST_UNSEEN = 10;
/** Which images describe the mixture is not for the user's seed to decide: that one draws samples. */
const FIT_SEED = 0;
const NEAREST_SHOWN = 1;

interface Fit {
  mixture: GaussianMixture;
  fittedOn: number;
  logDensity: LatentSamples['logDensity'];
}

/** The fits of an embedding by their number of components: drawing again need not fit again. */
const fits = new WeakMap<Embedding, Map<number, Fit>>();

/** Draws images from the prior and from a mixture fitted to the data; a newer call ends an older one. */
export async function samples(
  state: EngineState,
  { n, seed, components }: EngineArguments<'space.samples'>,
): Promise<LatentSamples> {
  const signal = state.sampling.begin();
  const at = await latentSpace(state);
  const { embedding } = at.space;
  const known = fits.get(embedding) ?? new Map<number, Fit>();
  fits.set(embedding, known);
  const fit = known.get(components) ?? (await fitTo(embedding, components, signal));
  known.set(components, fit);
  const random = new Generator(seed);
  const fromPrior = random.fork(1);
  const prior = Float32Array.from({ length: n * embedding.latent }, () => fromPrior.normal());
  const mixture = sampleMixture(fit.mixture, n, random.fork(2));
  const options = { k: NEAREST_SHOWN, signal };
  return {
    prior: await decodeAndLocate(at, prior, n, options),
    mixture: await decodeAndLocate(at, mixture, n, options),
    components: fit.mixture.k,
    fittedOn: fit.fittedOn,
    logDensity: fit.logDensity,
  };
}

async function fitTo(embedding: Embedding, components: number, signal: AbortSignal): Promise<Fit> {
  const { mu, n, latent } = embedding;
  const order = permutation(n, new Generator(FIT_SEED));
  const some = Math.min(n, Math.floor(MOST_FITTED / (1 - UNSEEN_SHARE)));
  const spared = Math.floor(some * UNSEEN_SHARE);
  const unseen = spared < LEAST_UNSEEN ? 0 : spared;
  const gather = (rows: Uint32Array): Float32Array => {
    const gathered = new Float32Array(rows.length * latent);
    rows.forEach((row, i) => gathered.set(mu.subarray(row * latent, (row + 1) * latent), i * latent));
    return gathered;
  };
  const fittedOn = some - unseen;
  const random = new Generator(FIT_SEED);
  const mixture = await inTurns(
    fitMixture(gather(order.subarray(unseen, some)), fittedOn, latent, { components, random }),
    { signal },
  );
  if (unseen === 0) return { mixture, fittedOn, logDensity: null };
  // In a dimension that is not active a mixture is as narrow as one likes: that says nothing of how well it describes.
  const { dimensions } = liveOf(embedding);
  const others = inDimensions(gather(order.subarray(0, unseen)), unseen, latent, dimensions);
  const marginal = marginalMixture(mixture, dimensions);
  return {
    mixture,
    fittedOn,
    logDensity: {
      prior: meanLogPrior(others, unseen, dimensions.length),
      mixture: await inTurns(meanLogDensity(others, unseen, marginal), { signal }),
      unseen,
    },
  };
}

/** Mean log density of `vectors` `[n, latent]` under N(0, I), nats. */
function meanLogPrior(vectors: Float32Array, n: number, latent: number): number {
  const squares = vectors.reduce((sum, x) => sum + x * x, 0);
  return -0.5 * (latent * Math.log(2 * Math.PI) + squares / n);
}
