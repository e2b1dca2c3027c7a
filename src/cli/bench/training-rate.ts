import { trainingConfig } from '../../contract/training';
import { permutation } from '../../core/random/shuffle';
import type { ImageSet } from '../../engine/datasets/dataset';
import type { Vae } from '../../engine/network/vae';
import { streams } from '../../engine/training/streams';
import { gatherBytes } from '../../engine/network/batch';
import { drawNoise } from '../../engine/network/latent';
import { lossWeights } from '../../engine/training/objective';
import { ProcessStepper } from '../../engine/training/process-stepper';

/** The notebook's settings. */
export const settings = trainingConfig.parse({});
/** Steps before the clock starts, in which memory is taken and kernels are chosen; the peer takes as many. */
export const WARM_UP_STEPS = 5;

/**
 * Images per second of `steps` steps of training, as a run takes them: shuffled, with noise, loss and Adam. `onStart` is
 * called when the clock starts.
 */
export async function trainingRate(
  vae: Vae,
  images: ImageSet,
  steps: number,
  signal: AbortSignal,
  onStart: () => void = () => undefined,
): Promise<number> {
  const { batch, seed, objective, learningRate, beta } = settings;
  const order = permutation(images.n, streams.shuffle(seed, 0));
  const noise = streams.noise(seed);
  const { plan } = vae;
  const stepper = await ProcessStepper.start(plan, batch, {
    weights: vae.weights(),
    learningRate,
    resume: null,
  });
  const take = async (from: number, count: number): Promise<void> => {
    for (let step = from; step < from + count; step++) {
      signal.throwIfAborted();
      const rows = Uint32Array.from({ length: batch }, (_, i) => order[(step * batch + i) % images.n]!);
      await stepper.step({
        n: batch,
        images: gatherBytes(images.pixels, rows, plan),
        eps: drawNoise(noise, batch, plan.latent),
        weights: lossWeights(objective, batch, plan, beta),
      });
    }
  };
  try {
    await take(0, WARM_UP_STEPS);
    onStart();
    const began = performance.now();
    await take(WARM_UP_STEPS, steps);
    return (steps * batch * 1000) / (performance.now() - began);
  } finally {
    await stepper.close();
  }
}
