import { z } from 'zod';

/** One contestant's training speed: its rounds, and their median, by which it is compared. */
export const speed = z.object({
  version: z.string(),
  imagesPerSecond: z.number().positive(),
  rounds: z.array(z.number().positive()).min(1),
});
export type Speed = z.infer<typeof speed>;

/** Stages of a map, and all from the request to the map, starting threads and carrying arrays included. */
export interface MapSeconds {
  neighbours: number;
  graph: number;
  layout: number;
  quality: number;
  whole: number;
}

/** What the trained network and the map take, each for the images it names. */
export interface Costs {
  /** Median of several. */
  encode: { images: number; seconds: number };
  /** Medians of several. */
  decode: { images: number; milliseconds: number }[];
  map: {
    images: number;
    anew: MapSeconds;
    /** After the vectors have moved a little, on from the former map: medians by itself and while a run trains. */
    again: MapSeconds;
    besideTraining: MapSeconds;
    /** Median of several. */
    place: { vectors: number; milliseconds: number };
  };
}

/** All that `bench` prints with `--json`. */
export interface BenchResult extends Partial<Costs> {
  date: string;
  machine: { cpu: string; cores: number; memoryGiB: number; platform: string };
  versions: Record<string, string>;
  settings: { batch: number; warmUpSteps: number; steps: number; rounds: number };
  /** `node` is this process; the others are null when they were not asked for. */
  training: { node: Speed; electron: Speed | null; pytorch: Speed | null };
  /** Of the medians: how many times as fast the first is as the second. */
  ratios: { nodeToPyTorch?: number; electronToPyTorch?: number; electronToNode?: number };
}

/** The median of one number or more. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}

export function speedOf(version: string, rounds: number[]): Speed {
  return { version, imagesPerSecond: median(rounds), rounds };
}
