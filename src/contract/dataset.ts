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

/** What is behind transparent pixels and around padded images, as the network sees it. */
export const ground = z.union([
  z.enum(['black', 'white']),
  z.string().regex(/^#[0-9a-f]{6}$/i, 'A colour is # and six hexadecimal digits.'),
]);
export type Ground = z.infer<typeof ground>;

/** Numbers of a file that become 0 and 255. */
export const levelRange = z
  .object({ low: z.number(), high: z.number() })
  .refine(({ low, high }) => low < high, 'The lower level must be below the higher one.');
export type LevelRange = z.infer<typeof levelRange>;

/**
 * Which numbers of a file become 0 and 255. `stored`: the least and the greatest that its kind can hold, 0 and 1 in
 * floating point; `file`: the least and the greatest in each file; `percentile`: those below and above which 0.1 % of a
 * sample of the data set lie; or two numbers. A data set that was read has numbers in place of `percentile`.
 */
export const levels = z.union([z.enum(['stored', 'file', 'percentile']), levelRange]);
export type Levels = z.infer<typeof levels>;

/**
 * Where labels come from: the folders, a table (CSV or TSV) of file names and labels, or the file names by a pattern in
 * which `{label}` stands for the label, `#` for digits and `*` for anything.
 */
export const labelSource = z.discriminatedUnion('from', [
  z.object({ from: z.literal('folders') }),
  /** `path`: absolute, or relative to the folder of the images. */
  z.object({
    from: z.literal('file'),
    path: z.string().min(1),
    /** The column of labels, or those of which the one that is 1 is the label; found when nothing is said, and recorded. */
    columns: z.array(z.string()).min(1).optional(),
  }),
  z.object({ from: z.literal('names'), pattern: z.string().includes('{label}') }),
]);
export type LabelSource = z.infer<typeof labelSource>;

/** The rules by which folders are read now; a run of an older version was made by those of number 1 or 2. */
export const RULES = 3;

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
  ground: ground.optional(),
  levels: levels.optional(),
  /** Of files with several pages or frames: the first alone, or each as an image of its own. */
  pages: z.enum(['first', 'all']).optional(),
  labels: labelSource.optional(),
  /** `given`: train and test as folders of these names, or a column of the label table, say; `drawn`: a share of each class. */
  splits: z.enum(['given', 'drawn']).optional(),
  /** Names of classes whose images are left out. */
  without: z.array(z.string()).optional(),
  /** Share of each class kept for testing; a fifth when nothing is said. */
  testShare: z.number().min(0.01).max(0.9).optional(),
  /** Seeds the train/test split of a folder. */
  splitSeed: count.optional(),
  /**
   * 2: folders of the system are left out, a folder around all others is looked through, folders of parts are splits,
   * whole-number classes are in numeric order, and numbers that `stored` levels would clip get levels of their own.
   * 3: a folder within a part that repeats it, or is around its classes, is looked through, and parts may have a name before
   * them (`seg_train`). In a table whose columns of labels were not recorded, those are found by more names, and by a
   * single 1 in each row.
   */
  rules: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
});
export type DataOptions = z.infer<typeof dataOptions>;

/** How an image is made into pixels where nothing else is said. */
export const usualPixels = {
  fit: 'crop',
  invert: false,
  ground: 'black',
  levels: 'stored',
} as const satisfies DataOptions;

/** What options that do not say so meant before they could. */
const BEFORE = { ...usualPixels, pages: 'first', rules: 1 } as const satisfies DataOptions;

/** Options as a run or a project recorded them: those of an older version go on meaning what they meant. */
export const recordedOptions = dataOptions.transform((options): DataOptions => ({ ...BEFORE, ...options }));

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

/** Two files with the same bytes; `across`: one is for training and the other for testing. */
export const samePicture = z.object({ first: z.string(), second: z.string(), across: z.boolean() });
export type SamePicture = z.infer<typeof samePicture>;

/** Images that are there more than once: of `images` in all, `across` between training and test; `pairs` of the first 1000. */
export const duplicates = z.object({ images: count, across: count, pairs: z.array(samePicture) });
export type Duplicates = z.infer<typeof duplicates>;

/** What of a data set can be read otherwise. */
export const dataChoices = z.object({
  /** Folders that look like parts of a data set, with the part each is; empty when there are none. */
  parts: z.array(z.object({ folder: z.string(), part: z.enum(['train', 'test']) })),
  /** The table of labels has a column of parts. */
  partsInTable: z.boolean(),
  /** Tables beside the images that may hold their labels. */
  labelFiles: z.array(z.string()),
  /** A pattern that most file names fit; null when none does. */
  namePattern: z.string().nullable(),
  /** Classes that were left out by choice, with their images. */
  without: z.array(z.object({ name: z.string(), count })),
  /** Files with more pages or frames than one; null when that is not known yet. */
  manyPages: count.nullable(),
});
export type DataChoices = z.infer<typeof dataChoices>;

/** Of data that has no files. */
export const noChoices: DataChoices = {
  parts: [],
  partsInTable: false,
  labelFiles: [],
  namePattern: null,
  without: [],
  manyPages: null,
};
export const noDuplicates: Duplicates = { images: 0, across: 0, pairs: [] };

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
  /** As asked for, with what was decided from the data filled in. */
  options: dataOptions,
  choices: dataChoices,
  /** None are known after a first look. */
  duplicates,
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
