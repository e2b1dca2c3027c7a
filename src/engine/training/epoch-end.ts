import type { EpochMetrics, Losses, TrainingConfig, TrainingSamples } from '../../contract/training';
import { diagnose } from '../../core/diagnosis/collapse';
import { activeUnits, klPerDimension } from '../../core/diagnosis/kl';
import { gatherBytes } from '../network/batch';
import type { BlockOptions, Vae } from '../network/vae';
import type { EpochSums } from './checkpoint';
import type { TrainingData } from './data';
import { watchEpoch, type EpochWatch } from './epoch-watch';
import { streams } from './streams';

/** Test images that are shown over their reconstructions. */
const SAMPLES = 10;

/** An epoch's metrics, and what its run has come to with them. */
export interface EpochResult {
  metrics: EpochMetrics;
  watch: EpochWatch;
  /** Told once each: the posterior has collapsed with this epoch, or is active again since. */
  collapse: 'raised' | 'cleared' | null;
}

/** An epoch whose steps are done. */
export interface EpochDone {
  /** Epochs done, this one included. */
  epoch: number;
  step: number;
  sums: EpochSums;
  /** Weight of the KL at its last step. */
  beta: number;
  /** As the epoch before left it. */
  watch: EpochWatch;
}

/** Evaluates the test set after an epoch. Rejects as `Vae.evaluate` does. */
export async function epochResult(
  vae: Vae,
  data: TrainingData,
  config: TrainingConfig,
  { epoch, step, sums, beta, watch }: EpochDone,
  options: BlockOptions,
): Promise<EpochResult> {
  const { latent } = vae.plan;
  const found = await vae.evaluate(data.test, streams.evaluation(config.seed), options);
  const test = inNats(mean(found.bce), mean(found.kl));
  const units = activeUnits(found.mu, data.nTest, latent);
  const posterior = { activeUnits: units, latent, kl: test.kl, epoch, hadCollapsed: watch.collapsed };
  const { objective, warmup } = config;
  const diagnosis = diagnose({ ...posterior, objective, beta: config.beta, warmup });
  const next = watchEpoch(watch, { epoch, step, elbo: test.elbo }, config);
  // No active dimension is no recovery, however large the KL.
  const collapsed = diagnosis.state === 'collapsed' || (watch.collapsed && units === 0);
  return {
    metrics: {
      epoch,
      step,
      train: inNats(sums.bce / sums.images, sums.kl / sums.images),
      test,
      activeUnits: units,
      klPerDimension: Array.from(klPerDimension(found.mu, found.logvar, data.nTest, latent)),
      imagesPerSecond: sums.images / sums.seconds,
      seconds: sums.seconds,
      gradientNorm: sums.gradientNorms === null ? null : sums.gradientNorms / sums.steps,
      beta,
      learningRate: config.learningRate,
      best: next.best?.epoch === epoch,
      diagnosis,
    },
    watch: { ...next, collapsed },
    collapse: collapsed === watch.collapsed ? null : collapsed ? 'raised' : 'cleared',
  };
}

/** A fixed few of the test images, spread over the set, and the decoder's picture of their mu. */
export async function reconstructions(vae: Vae, data: TrainingData): Promise<Omit<TrainingSamples, 'step'>> {
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
