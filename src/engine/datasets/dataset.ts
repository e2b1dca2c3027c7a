import type {
  DataChoices,
  DataOptions,
  DataSource,
  DatasetSummary,
  Duplicates,
  ImageSizes,
  LeftOut,
} from '../../contract/dataset';
import { planNetwork } from '../../core/network/plan';
import type { PixelCache } from '../images/pixel-cache';
import { samplesOf } from './facts';

/** Images in memory: `pixels` `[n, side, side, channels]`, `labels` `[n]` (-1 for none), `files` `[n]` or empty. */
export interface ImageSet {
  n: number;
  pixels: Uint8Array;
  labels: Int32Array;
  files: string[];
}

/** A data set as it was read, split into training and test images. */
export interface Dataset {
  source: DataSource;
  /** As asked for, with what was decided from the data filled in: read again with these it is the same. */
  options: DataOptions;
  name: string;
  side: number;
  channels: 1 | 3;
  labelNames: string[];
  train: ImageSet;
  test: ImageSet;
  /** SHA-256 over the pixels and labels of both parts. */
  fingerprint: string;
  leftOut: LeftOut[];
  notes: string[];
  /** Of the files; empty, null and 0 for data that has none. */
  formats: DatasetSummary['formats'];
  sizes: ImageSizes | null;
  cached: number;
  choices: DataChoices;
  duplicates: Duplicates;
}

/** What a loader tells while it works, and the signal that ends it. */
export interface LoadContext {
  onProgress: (progress: { text: string; done: number; total: number }) => void;
  signal: AbortSignal;
  /** Where decoded pixels are kept between sessions; none are when there is no such place. */
  cache?: PixelCache | null;
}

/** What a person wants to know of a data set; `latent` decides the parameter count. */
export function summarise(data: Dataset, latent: number): DatasetSummary {
  const { source, name, side, channels, leftOut, notes, formats, sizes, cached } = data;
  const { options, choices, duplicates } = data;
  const train = countLabels(data.train.labels, data.labelNames.length);
  const test = countLabels(data.test.labels, data.labelNames.length);
  return {
    source,
    name,
    train: data.train.n,
    test: data.test.n,
    side,
    channels,
    classes: data.labelNames.map((label, i) => ({ name: label, train: train[i]!, test: test[i]! })),
    leftOut,
    notes,
    parameterCount: planNetwork({ side, channels, latent }).parameterCount,
    whole: true,
    formats,
    sizes,
    options,
    choices,
    duplicates,
    samples: samplesOf(data),
    cached,
  };
}

function countLabels(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) if (label >= 0) counts[label]!++;
  return counts;
}
