import type { DataOptions } from '../../../contract/dataset';
import { pixelsOfRun, type PixelOptions } from '../../../contract/prepared-as';
import type { RunAtHand } from '../training/training-state';
import type { FolderPreview } from './data-state';

type Model = Pick<RunAtHand, 'network' | 'options'>;

/** How the previewed images would be made into pixels otherwise than the model's own were. */
export interface Unlike {
  /** The model's own way, and that of the preview, in words. */
  own: string;
  these: string;
  /** Some of it was not chosen here, or cannot be otherwise: the images must be looked at again first. */
  mustChange: boolean;
}

/** What is unlike the model's own images; null when nothing is, or nothing is known yet. */
export function unlikeTheRun({ summary, options }: FolderPreview, run: Model): Unlike | null {
  if (summary === null) return null;
  const own = pixelsOfRun(run);
  const these: PixelOptions = {
    ...pixelsOfRun({ network: run.network, options: summary.options }),
    side: summary.side,
    channels: summary.channels,
  };
  const keys = (Object.keys(own) as (keyof PixelOptions)[]).filter(
    (key) => JSON.stringify(own[key]) !== JSON.stringify(these[key]),
  );
  if (keys.length === 0) return null;
  const isFixed = (key: keyof PixelOptions): boolean => key === 'side' || key === 'channels';
  return {
    own: inWords(own, keys),
    these: inWords(these, keys),
    mustChange: keys.some((key) => isFixed(key) || options[key] === undefined),
  };
}

const FITS = { crop: 'cropped', pad: 'padded', stretch: 'stretched' } as const;

function inWords(pixels: PixelOptions, keys: readonly (keyof PixelOptions)[]): string {
  const { side, channels, fit, invert, ground, levels } = pixels;
  const words: Record<Exclude<keyof PixelOptions, 'channels'>, string> = {
    side: `${side} × ${side} ${channels === 1 ? 'grey' : 'colour'}`,
    fit: FITS[fit],
    invert: invert ? 'inverted' : 'not inverted',
    ground: `on ${ground}`,
    levels: `levels ${levelsInWords(levels)}`,
  };
  const shown = new Set(keys.map((key) => (key === 'channels' ? 'side' : key)));
  return [...shown].map((key) => words[key]).join(', ');
}

function levelsInWords(levels: NonNullable<DataOptions['levels']>): string {
  if (levels === 'stored') return 'as stored';
  if (levels === 'file') return 'by each file';
  return levels === 'percentile' ? 'by a sample' : `${levels.low} to ${levels.high}`;
}
