import { z } from 'zod';
import { latentMap } from './space';
import { trainingSamples } from './training';
import { count, float64 } from './values';

/** Epochs whose map and reconstructions a run keeps: at most so many, evenly chosen; 0 for none. */
export const keptEpochs = z.number().int().min(0).max(1000);
export const KEPT_EPOCHS = 30;

/** The training losses of a run's steps, nats per image, the oldest first: each `[n]`. */
const stepLosses = z.object({ steps: float64, bce: float64, kl: float64 });

/** Test images over what the model made of them after an epoch. */
export const epochSamples = trainingSamples.extend({ epoch: count });
export type EpochSamples = z.infer<typeof epochSamples>;

/** Where the points stood after an epoch, and how far that map was to be trusted. */
export const epochMap = latentMap.extend({ epoch: count, step: count });
export type EpochMap = z.infer<typeof epochMap>;

/** What a run keeps of its training besides the figures of its epochs; samples and maps with the first epoch first. */
export const runHistory = z.object({
  curve: stepLosses.nullable(),
  samples: z.array(epochSamples),
  maps: z.array(epochMap),
  /** Sentences on what is not there, or is damaged. */
  notes: z.array(z.string()),
});
export type RunHistory = z.infer<typeof runHistory>;
