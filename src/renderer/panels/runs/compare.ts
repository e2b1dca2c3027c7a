import type { AlignedData } from 'uplot';
import type { RunSummary } from '../../../contract/run';
import type { EpochMetrics } from '../../../contract/training';
import { sourceName } from '../../store/training/runs';
import { imageShape } from '../format';

interface Measure {
  short: string;
  title: string;
  unit: string;
  of: (epoch: EpochMetrics) => number | null;
}

/** What runs are compared by; of the test set, where it is a loss. */
export const measures = {
  elbo: {
    short: '−ELBO',
    title: 'Negative ELBO, test set',
    unit: 'nats per image',
    of: ({ test }) => test.elbo,
  },
  bce: {
    short: 'Reconstruction',
    title: 'Reconstruction, test set',
    unit: 'nats per image',
    of: ({ test }) => test.bce,
  },
  kl: { short: 'KL', title: 'KL, test set', unit: 'nats per image', of: ({ test }) => test.kl },
  active: {
    short: 'Active units',
    title: 'Active units',
    unit: 'latent dimensions',
    of: ({ activeUnits }) => activeUnits,
  },
  gradient: {
    short: 'Gradient',
    title: 'Norm of the gradient',
    unit: 'mean of each epoch',
    of: ({ gradientNorm }) => gradientNorm,
  },
} as const satisfies Record<string, Measure>;
export type MeasureName = keyof typeof measures;

/** Columns for the plot: the epochs, then the measure of each run; null where a run has none. */
export function compareTable(runs: readonly RunSummary[], measure: MeasureName): AlignedData {
  const epochs = [...new Set(runs.flatMap((run) => run.metrics.map(({ epoch }) => epoch)))].sort(
    (a, b) => a - b,
  );
  const columns = runs.map((run) => {
    const values = new Map(run.metrics.map((row) => [row.epoch, measures[measure].of(row)]));
    return epochs.map((epoch) => {
      const value = values.get(epoch) ?? null;
      return value !== null && Number.isFinite(value) ? value : null;
    });
  });
  return [epochs, ...columns];
}

/** The settings in which some of the runs differ, each with its value in every run. */
export function differingSettings(runs: readonly RunSummary[]): { name: string; values: string[] }[] {
  const settings: readonly (readonly [string, (run: RunSummary) => string])[] = [
    ['Data', ({ description }) => sourceName(description.source)],
    ['Images', ({ description: { network } }) => imageShape(network.side, network.channels)],
    ['Images at most', ({ description: { options } }) => String(options.limit ?? 'all')],
    ['Latent size', ({ description: { network } }) => String(network.latent)],
    ['Objective', ({ description: { config } }) => (config.objective === 'elbo' ? 'ELBO' : 'Notebook')],
    ['Beta', ({ description: { config } }) => String(config.beta)],
    ['Warm-up', ({ description: { config } }) => String(config.warmup)],
    ['Epochs', ({ description: { config } }) => String(config.epochs)],
    ['Batch', ({ description: { config } }) => String(config.batch)],
    ['Learning rate', ({ description: { config } }) => String(config.learningRate)],
    ['Patience', ({ description: { config } }) => String(config.earlyStopping?.patience ?? 'none')],
    ['Seed', ({ description: { config } }) => String(config.seed)],
  ];
  return settings
    .map(([name, of]) => ({ name, values: runs.map(of) }))
    .filter(({ values }) => new Set(values).size > 1);
}
