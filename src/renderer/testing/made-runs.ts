import type { RunSummary } from '../../contract/run';
import { trainingConfig, type EpochMetrics, type TrainingProgress } from '../../contract/training';

export function epochMetrics(epoch: number, changes: Partial<EpochMetrics> = {}): EpochMetrics {
  const losses = { bce: 230, kl: 17, elbo: 247 };
  return {
    epoch,
    step: epoch * 10,
    train: losses,
    test: losses,
    activeUnits: 2,
    klPerDimension: [9, 8],
    imagesPerSecond: 500,
    seconds: 2,
    gradientNorm: 12,
    beta: 1,
    learningRate: 1e-3,
    best: true,
    diagnosis: { state: 'healthy', sentence: '2 of 2 latent dimensions are active.', suggestion: null },
    ...changes,
  };
}

export function progress(step: number, changes: Partial<TrainingProgress> = {}): TrainingProgress {
  return {
    state: 'running',
    runFolder: '/runs/one',
    epoch: 1,
    epochs: 10,
    step,
    steps: 100,
    losses: { bce: 300 - step, kl: 10, elbo: 310 - step },
    imagesPerSecond: 500,
    secondsLeft: 60,
    ...changes,
  };
}

export function runSummary(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    runFolder: '/runs/old',
    name: 'old',
    description: {
      format: 'latent-atelier-run',
      formatVersion: 1,
      created: '2026-11-01T00:00:00Z',
      source: { kind: 'fashion-mnist' },
      options: {},
      config: trainingConfig.parse({ epochs: 10, latent: 2 }),
      network: { side: 28, channels: 1, latent: 2, parameterCount: 1 },
      dataFingerprint: null,
      labelNames: ['Coat', 'Bag'],
      versions: {},
    },
    metrics: [epochMetrics(1)],
    step: 10,
    steps: 100,
    best: null,
    finished: false,
    ...changes,
  };
}
