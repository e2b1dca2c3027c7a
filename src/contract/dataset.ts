import { z } from 'zod';
import { channels, count, imageShape, int32, uint8 } from './values';

/** Where images come from. `images`: several folders or files at once, where each folder is a class. */
export const dataSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fashion-mnist') }),
  z.object({ kind: z.literal('folder'), path: z.string().min(1) }),
  z.object({ kind: z.literal('images'), paths: z.array(z.string().min(1)).min(1) }),
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
  /** Light for dark, as a scan of ink on paper wants it: the networks here learn bright things on a dark ground. */
  invert: z.boolean().optional(),
  /** Share of each class kept for testing; a fifth when nothing is said. */
  testShare: z.number().min(0.01).max(0.9).optional(),
  /** Seeds the train/test split of a folder. */
  splitSeed: count.optional(),
});
export type DataOptions = z.infer<typeof dataOptions>;

/** A file that was not read, and why, in words for a person. */
export const leftOut = z.object({ file: z.string(), reason: z.string() });
export type LeftOut = z.infer<typeof leftOut>;

const pixelSize = z.object({ width: count, height: count });

/** Widths and heights of the files' images, as seen (turned by EXIF), by area; of `of` images. */
export const imageSizes = z.object({ of: count, smallest: pixelSize, median: pixelSize, largest: pixelSize });
export type ImageSizes = z.infer<typeof imageSizes>;

/** A few images of every class: `pixels` `[n, side, side, channels]`, `labels` `[n]`, -1 for none. */
export const imageSamples = z.object({ ...imageShape, labels: int32, pixels: uint8 });
export type ImageSamples = z.infer<typeof imageSamples>;

/** What is known of a data set before or after it is read. */
export const datasetSummary = z.object({
  source: dataSource,
  name: z.string(),
  /** Why nothing can be done with these files, in a sentence: none of them is an image. */
  unusable: z.string().optional(),
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
  /** False after a first look: the counts are of files that begin as images do, and damaged ones are not known yet. */
  whole: z.boolean(),
  /** Images by file format, most frequent first; empty for data that has no files. */
  formats: z.array(z.object({ name: z.string(), count })),
  /** Null for data that has no files. */
  sizes: imageSizes.nullable(),
  samples: imageSamples,
  /** Images whose pixels were kept from an earlier reading. */
  cached: count,
});
export type DatasetSummary = z.infer<typeof datasetSummary>;

/** The decoded pixels that are kept between sessions: `bytes` on disk of at most `limit`. */
export const cacheState = z.object({
  folder: z.string(),
  bytes: count,
  limit: count,
  images: count,
  /** Why the last pixels could not be kept, in a sentence. */
  problem: z.string().nullable(),
});
export type CacheState = z.infer<typeof cacheState>;
