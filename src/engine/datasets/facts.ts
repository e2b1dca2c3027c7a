import type { DatasetSummary, ImageSamples, ImageSizes } from '../../contract/dataset';
import type { ImageFormat } from '../images/protocol';
import type { Dataset } from './dataset';

interface Sized {
  width: number;
  height: number;
}

/** How many images there are of each format, most frequent first. */
export function formatsOf(images: readonly { format: ImageFormat }[]): DatasetSummary['formats'] {
  const counts = new Map<string, number>();
  for (const { format } of images) counts.set(format, (counts.get(format) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

/** The smallest, the median and the largest image by area; null when there are none. */
export function sizesOf(images: readonly Sized[]): ImageSizes | null {
  if (images.length === 0) return null;
  const byArea = images.map(({ width, height }) => ({ width, height }));
  byArea.sort((a, b) => a.width * a.height - b.width * b.height);
  return {
    of: images.length,
    smallest: byArea[0]!,
    median: byArea[Math.floor(byArea.length / 2)]!,
    largest: byArea.at(-1)!,
  };
}

/** Images that show what a data set is. */
const SAMPLES = 24;

/** Places of up to 24 images, as many of each class as there is room for, spread over the class. */
export function samplePlaces(labels: ArrayLike<number>): number[] {
  const classes = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const members = classes.get(labels[i]!);
    if (members === undefined) classes.set(labels[i]!, [i]);
    else members.push(i);
  }
  const groups = [...classes].sort(([a], [b]) => a - b).map(([, members]) => members);
  const shown = groups.length <= SAMPLES ? groups : spread(groups, SAMPLES);
  const each = Math.floor(SAMPLES / Math.max(1, shown.length));
  return shown.flatMap((members) => spread(members, each));
}

function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

/** A few training images of every class. */
export function samplesOf({ train, side, channels }: Dataset): ImageSamples {
  const places = samplePlaces(train.labels);
  const size = side * side * channels;
  const pixels = new Uint8Array(places.length * size);
  places.forEach((row, i) => pixels.set(train.pixels.subarray(row * size, (row + 1) * size), i * size));
  return {
    n: places.length,
    side,
    channels,
    labels: Int32Array.from(places, (i) => train.labels[i]!),
    pixels,
  };
}
