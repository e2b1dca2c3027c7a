import { z } from 'zod';
import { channels, count } from './values';

/** Where images come from. */
export const dataSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fashion-mnist') }),
  z.object({ kind: z.literal('folder'), path: z.string().min(1) }),
]);
export type DataSource = z.infer<typeof dataSource>;

/** How a folder's images are made square: cut to the middle, padded, or stretched. */
export const fit = z.enum(['crop', 'pad', 'stretch']);

/** What a user may say about reading a data set; what is left out is decided from the data. */
export const dataOptions = z.object({
  /** Images to use for training at most; the rest is left aside and said so. */
  limit: count.min(1).optional(),
  /** Side in pixels of the square images, 16 to 128; Fashion-MNIST is 28. */
  side: z.number().int().min(16).max(128).optional(),
  /** 1 for grey, 3 for colour. */
  channels: channels.optional(),
  fit: fit.optional(),
  /** Seeds the train/test split of a folder. */
  splitSeed: count.optional(),
});
export type DataOptions = z.infer<typeof dataOptions>;

/** A file that was not read, and why, in words for a person. */
export const leftOut = z.object({ file: z.string(), reason: z.string() });
export type LeftOut = z.infer<typeof leftOut>;

/** What is known of a data set before or after it is read. */
export const datasetSummary = z.object({
  source: dataSource,
  name: z.string(),
  train: count,
  test: count,
  side: count,
  channels,
  /** Names of the classes; a label is an index into it. Empty when the images have no labels. */
  classes: z.array(z.object({ name: z.string(), train: count, test: count })),
  leftOut: z.array(leftOut),
  /** Sentences on what was sampled, resized or assumed. */
  notes: z.array(z.string()),
  /** Parameters of the network for these images, with the latent size asked about. */
  parameterCount: count,
});
export type DatasetSummary = z.infer<typeof datasetSummary>;
