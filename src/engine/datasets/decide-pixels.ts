import { usualPixels as usual, type DataOptions } from '../../contract/dataset';
import type { DecoderPool } from '../images/decoder-pool';
import type { ImageFormat, Oddities } from '../images/protocol';
import type { Target } from '../images/raster';
import { flatness, flatNote } from './flat-note';
import type { FoundFile } from './found-file';
import { probeFiles } from './probe-files';
import { levelsInWords, sampleLevels } from './sample-levels';

type Decided = Pick<Target, 'fit' | 'invert' | 'ground' | 'levels'>;

/** As asked for; levels by a sample are found out, and `note` says what they are. Null levels: they must be. */
export async function decidePixels(
  files: readonly FoundFile[],
  asked: DataOptions,
  pool: DecoderPool,
  signal: AbortSignal,
): Promise<{ how: Decided; notes: string[] }> {
  const { fit = usual.fit, invert = usual.invert, ground = usual.ground, levels = usual.levels } = asked;
  if (levels !== 'percentile') return { how: { fit, invert, ground, levels }, notes: [] };
  const found = await sampleLevels(files, pool, signal);
  if (found === null) return { how: { fit, invert, ground, levels: 'stored' }, notes: [] };
  const note = `Levels by 0.1 to 99.9 % of the numbers in ${found.files} files: ${levelsInWords(found.levels)}.`;
  return { how: { fit, invert, ground, levels: found.levels }, notes: [note] };
}

/**
 * Levels for images whose numbers the usual ones do not fit, floating point outside of 0 to 1 or numbers with a sign, where
 * nobody chose any; null when theirs fit, or others than TIFF files lie among them.
 */
export async function levelsThatFit(
  files: readonly FoundFile[],
  asked: DataOptions,
  seen: readonly (Oddities & { format: ImageFormat })[],
  pool: DecoderPool,
  signal: AbortSignal,
): Promise<{ levels: Target['levels']; note: string } | null> {
  const isChosen = asked.levels !== undefined || asked.rules === 1;
  const doNotFit = seen.filter(({ clipped, signed }) => clipped === true || signed === true).length;
  if (isChosen || doNotFit === 0 || seen.some(({ format }) => format !== 'TIFF')) return null;
  const found = await sampleLevels(files, pool, signal);
  if (found === null) return null;
  const what = `${doNotFit} of ${seen.length} images looked at hold numbers outside of 0 to 1 or below 0`;
  return {
    levels: found.levels,
    note: `${what}, so levels were chosen by 0.1 to 99.9 % of the numbers in ${found.files} files: ${levelsInWords(found.levels)}.`,
  };
}

/** As many as tell whether other settings would show something. */
const TRIED = 12;

/** A sentence when half of the images or more show nothing, with what to choose; null otherwise. */
export async function noteOnFlat(
  files: readonly FoundFile[],
  { pixelsOf, channels }: { pixelsOf: (row: number) => Uint8Array; channels: 1 | 3 },
  how: Decided,
  pool: DecoderPool,
  signal: AbortSignal,
): Promise<string | null> {
  const found = flatness(files.length, pixelsOf, channels);
  if (flatNote(found, how, { ground: false, levels: false }) === null) return null;
  const tried = files.slice(found.first ?? 0).slice(0, TRIED);
  const shows = async (other: Pick<Decided, 'ground' | 'levels'>): Promise<boolean> => {
    const probes = await probeFiles(tried, other, pool, signal);
    const { looked, dark, even } = flatness(probes.length, (row) => probes[row]!.pixels, 3);
    return looked > 0 && 2 * (dark + even) < looked;
  };
  const visible = {
    ground: await shows({ ground: how.ground === 'white' ? 'black' : 'white', levels: how.levels }),
    levels: await shows({ ground: how.ground, levels: 'file' }),
  };
  return flatNote(found, how, visible);
}
