import { batchesOf } from '../images/batches';
import type { DecoderPool } from '../images/decoder-pool';
import type { ImageFormat, Oddities } from '../images/protocol';
import type { Target } from '../images/raster';
import type { FoundFile } from './found-file';
import { pagesOf } from './read-pixels';

/** As many files as tell the size and the colour of a folder; more would only be read twice. */
const SAMPLE = 200;
/** Side of the small copies that come with it. */
export const PROBE_SIDE = 64;

/** How one image looks; `pixels` `[64, 64, 3]` is its middle square. */
export interface Probe extends Oddities {
  file: FoundFile;
  width: number;
  height: number;
  format: ImageFormat;
  grey: boolean;
  pixels: Uint8Array;
}

/** Up to 200 files, spread evenly. */
export function spreadOver(files: readonly FoundFile[]): FoundFile[] {
  const count = Math.min(SAMPLE, files.length);
  return Array.from({ length: count }, (_, i) => files[Math.floor((i * files.length) / count)]!);
}

/** Looks at up to 200 files spread evenly over the folder; those that cannot be read are passed over. */
export async function probeFiles(
  files: readonly FoundFile[],
  how: Pick<Target, 'ground' | 'levels'>,
  pool: DecoderPool,
  signal: AbortSignal,
): Promise<Probe[]> {
  const sample = spreadOver(files);
  const size = PROBE_SIDE * PROBE_SIDE * 3;
  const probes = await Promise.all(
    batchesOf(sample).map(async (batch) => {
      const paths = batch.map((i) => sample[i]!.path);
      const copies = new Uint8Array(batch.length * size);
      const answers = await pool.decode(
        { kind: 'probe', files: paths, side: PROBE_SIDE, ...how, ...pagesOf(batch.map((i) => sample[i]!)) },
        copies,
      );
      return batch.flatMap((i, place): Probe[] => {
        const told = answers[place]!;
        if (told.kind !== 'probed') return [];
        const pixels = copies.subarray(place * size, (place + 1) * size);
        return [{ ...told, file: sample[i]!, pixels }];
      });
    }),
  );
  signal.throwIfAborted();
  return probes.flat();
}
