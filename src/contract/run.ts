import { z } from 'zod';
import { dataSource, recordedOptions } from './dataset';
import { bestEpoch, epochMetrics, trainingConfig } from './training';
import { channels, count } from './values';

/** What a person calls a run. */
export const runName = z.string().trim().min(1).max(80);

/** What `run.json` holds: a run folder describes itself. */
export const runDescription = z.object({
  format: z.literal('latent-atelier-run'),
  formatVersion: z.literal(1),
  /** Given by a person; without it the folder's own name is used. */
  name: runName.optional(),
  created: z.string(),
  /** It came with the app: nothing is written into its folder, and it is not trained further. */
  shipped: z.boolean().optional(),
  source: dataSource,
  options: recordedOptions,
  config: trainingConfig,
  network: z.object({
    side: count,
    channels,
    latent: count,
    parameterCount: count,
  }),
  /** SHA-256 over the training and test pixels and labels; null when the weights came from elsewhere. */
  dataFingerprint: z.string().nullable(),
  labelNames: z.array(z.string()),
  versions: z.record(z.string(), z.string()),
});
export type RunDescription = z.infer<typeof runDescription>;

/** A run as the window lists it. */
export const runSummary = z.object({
  runFolder: z.string(),
  name: z.string(),
  description: runDescription,
  metrics: z.array(epochMetrics),
  /** Of the newest checkpoint. */
  step: count,
  steps: count,
  /** The epoch whose checkpoint is kept as the best; null when none is. */
  best: bestEpoch.nullable(),
  /** All epochs are trained, or it was stopped early. */
  finished: z.boolean(),
});
export type RunSummary = z.infer<typeof runSummary>;
