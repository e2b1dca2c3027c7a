import { z } from 'zod';
import { count, float32, float64, imageShape, int32, uint8 } from './values';

/** Which images of a data set. */
export const split = z.enum(['train', 'test', 'all']);
export type Split = z.infer<typeof split>;

/**
 * A further column that a data set brings along: `values` `[n]`; NaN or an empty text where one has none. Numbers that
 * float32 does not give back, as large identifiers, stay texts; `numbers` `[n]` is then what they are coloured by.
 */
export const embeddingColumn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), name: z.string().min(1), values: float32 }),
  z.object({
    kind: z.literal('text'),
    name: z.string().min(1),
    values: z.array(z.string()),
    numbers: float64.optional(),
  }),
]);
export type EmbeddingColumn = z.infer<typeof embeddingColumn>;

/** Images that could not be had. */
export const absentImages = z.object({
  /** In a sentence. */
  why: z.string(),
  /** They are where they were, but others than those that were trained on. */
  changed: z.boolean(),
  /** `[n]`, 1 for an image that could not be had: its `pixels` are a reconstruction from mu, or black. */
  rows: uint8,
});
export type AbsentImages = z.infer<typeof absentImages>;

/**
 * The encoded images of a data set: everything the map, the inspector and the exports know of each point.
 * `mu` and `logvar` are `[n, latent]`; `bce` and `kl` `[n]` nats; `labels` `[n]`, -1 for none; `isTest` `[n]`, 1 or 0.
 */
export const embedding = z.object({
  ...imageShape,
  latent: count,
  mu: float32,
  logvar: float32,
  bce: float32,
  kl: float32,
  labels: int32,
  isTest: uint8,
  /** `[n]`, the splits as the data names them, where it has others than train and test; empty where it has none. */
  splits: z.array(z.string()).optional(),
  labelNames: z.array(z.string()),
  /** File of each image relative to its folder; empty for data that has no files. */
  files: z.array(z.string()),
  /** `[n, side, side, channels]` */
  pixels: uint8,
  columns: z.array(embeddingColumn).optional(),
  /** SHA-256 of the data set that these are of. */
  fingerprint: z.string().optional(),
  absent: absentImages.optional(),
  /** Why these are not the images that were asked for, in a sentence: those of the run have changed. */
  changed: z.string().optional(),
});
export type Embedding = z.infer<typeof embedding>;

export const mapMethod = z.enum(['umap', 'pca']);
/** How far two vectors are apart when their neighbours are sought. Mu vectors have lengths that mean something: Euclidean. */
export const mapMetric = z.enum(['euclidean', 'cosine']);

export const mapConfig = z.object({
  method: mapMethod.default('umap'),
  dims: z.union([z.literal(2), z.literal(3)]).default(3),
  neighbors: z.number().int().min(2).max(200).default(15),
  minDist: z.number().min(0).max(1).default(0.1),
  metric: mapMetric.default('euclidean'),
  seed: z.number().int().min(0).max(0xffffffff).default(0),
  /** Start from the former map, so that the picture moves and does not jump. */
  continueFromLast: z.boolean().default(false),
});
export type MapConfig = z.infer<typeof mapConfig>;

/** How the nearest in latent space were found. */
export const neighbourSearch = z.object({
  /** Whether all pairs were compared. */
  exact: z.boolean(),
  /** The share of the true nearest that was found: 1 when exact, else as measured on `sampled` points. */
  recall: z.number(),
  sampled: count,
});
export type NeighbourSearch = z.infer<typeof neighbourSearch>;

/** Where each point stands: `positions` `[n, dims]`, and how far that is to be trusted. */
export const latentMap = z.object({
  n: count,
  dims: z.union([z.literal(2), z.literal(3)]),
  method: mapMethod,
  metric: mapMetric,
  positions: float32,
  epochs: count,
  seconds: z.object({ neighbours: z.number(), graph: z.number(), layout: z.number(), quality: z.number() }),
  /** Of the 15 nearest, on `sampled` points; 1 is a map that brings no strangers close. */
  trustworthiness: z.number().nullable(),
  sampled: count,
  /** Mean share of a point's 15 nearest in latent space that are among its 15 nearest in the map: 1 keeps them all. */
  neighboursKept: z.number().nullable(),
  /** `[n]`, 0 to 1: the share of a point's 15 nearest in latent space that are NOT among its 15 nearest in the map; NaN where it was not measured. */
  distortion: float32,
  /** With PCA the share of the variance along each axis, `[dims]`; empty otherwise. */
  explainedVariance: z.array(z.number()),
  neighbours: neighbourSearch,
  /** Points laid out jointly, when the others were placed by their nearest of these; null when all were. */
  landmarks: count.nullable(),
  notes: z.array(z.string()),
});
export type LatentMap = z.infer<typeof latentMap>;

/** A map of some of the encoded images, to see at once what settings do: `rows` `[map.n]` names them. */
export const mapPreview = z.object({ rows: int32, map: latentMap });
export type MapPreview = z.infer<typeof mapPreview>;

export const mapProgress = z.object({
  stage: z.enum(['neighbours', 'graph', 'layout', 'quality']),
  fraction: z.number(),
  /** While the layout runs: `[n, dims]`, for the map to form before one's eyes. */
  positions: float32.nullable(),
});
export type MapProgress = z.infer<typeof mapProgress>;

/** `pixels` `[n, side, side, channels]`, 0 to 255. */
export const decodedImages = z.object({
  ...imageShape,
  pixels: uint8,
});
export type DecodedImages = z.infer<typeof decodedImages>;

/** The decoder's own numbers, for files and comparisons: `values` `[n, side, side, channels]`, 0 to 1. */
export const decodedValues = z.object({
  ...imageShape,
  values: float32,
});
export type DecodedValues = z.infer<typeof decodedValues>;

export const pathMethod = z.enum(['lerp', 'slerp', 'graph']);
export type PathMethod = z.infer<typeof pathMethod>;

/** A path from one encoded image to another, by their index in the embedding, through the images `via`. */
export const pathRequest = z.object({
  from: count,
  to: count,
  via: z.array(count).max(30).default([]),
  steps: z.number().int().min(2).max(256),
  method: pathMethod,
});
export type PathRequest = z.input<typeof pathRequest>;

/**
 * A path between encoded images: `latents` `[steps, latent]`, `positions` `[steps, dims]` in the map (none when there
 * is no map), `distance` `[steps]` from the nearest encoded image, as a percentile of the data's own. `nearest`
 * `[steps]` is that image and `nearestDistance` `[steps]` how far it is; `stops` the frames of the stops, ends included.
 */
export const latentPath = z.object({
  steps: count,
  method: pathMethod,
  latents: float32,
  positions: float32.nullable(),
  distance: float32,
  nearest: int32,
  nearestDistance: float32,
  stops: z.array(count),
  /** Along the data: no chain of neighbours joins two stops, so that a gap in the data was leapt. */
  bridged: z.boolean(),
  images: decodedImages,
});
export type LatentPath = z.infer<typeof latentPath>;
