import type { EpochMetrics, Losses, TrainingConfig, TrainingSamples } from '../../contract/training';
import { diagnose } from '../../core/diagnosis/collapse';
import { activeUnits, klPerDimension } from '../../core/diagnosis/kl';
import { gatherBytes } from '../network/batch';
import type { BlockOptions, Vae } from '../network/vae';
import type { EpochSums } from './checkpoint';
import type { TrainingData } from './data';
import { streams } from './streams';

/** Test images that are shown over their reconstructions. */
const SAMPLES = 10;

/** A run's metrics, and what the contract's row of them does not hold. */
export interface EpochResult extends EpochMetrics {
  /** Euclidean norm of the loss's gradient at the epoch's last step; null when that is not known. */
  gradientNorm: number | null;
}

/** Evaluates the test set after an epoch. `epoch` counts those done. Rejects as `Vae.evaluate` does. */
export async function epochResult(
  vae: Vae,
  data: TrainingData,
  config: TrainingConfig,
  { epoch, step, sums }: { epoch: number; step: number; sums: EpochSums },
  options: BlockOptions,
): Promise<EpochResult> {
  const { latent } = vae.plan;
  const found = await vae.evaluate(data.test, streams.evaluation(config.seed), options);
  const test = inNats(mean(found.bce), mean(found.kl));
  const units = activeUnits(found.mu, data.nTest, latent);
  const { objective, beta, warmup } = config;
  return {
    epoch,
    step,
    train: inNats(sums.bce / sums.images, sums.kl / sums.images),
    test,
    activeUnits: units,
    klPerDimension: Array.from(klPerDimension(found.mu, found.logvar, data.nTest, latent)),
    imagesPerSecond: sums.images / sums.seconds,
    seconds: sums.seconds,
    diagnosis: diagnose({ activeUnits: units, latent, kl: test.kl, objective, beta, epoch, warmup }),
    gradientNorm: sums.gradientNorm,
  };
}

/** A fixed few of the test images, spread over the set, and the decoder's picture of their mu. */
export async function reconstructions(vae: Vae, data: TrainingData): Promise<TrainingSamples> {
  const { side, channels } = vae.plan;
  const n = Math.min(SAMPLES, data.nTest);
  const rows = Uint32Array.from({ length: n }, (_, i) => Math.floor((i * data.nTest) / n));
  const originals = gatherBytes(data.test, rows, vae.plan);
  const { mu } = await vae.encode(originals);
  return { n, side, channels, originals, reconstructions: await vae.decodeToBytes(mu, n) };
}

/** Both parts and their sum, the negative ELBO. */
export function inNats(bce: number, kl: number): Losses {
  return { bce, kl, elbo: bce + kl };
}

function mean(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}
