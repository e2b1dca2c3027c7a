import type { DataOptions } from '../../../contract/dataset';
import { pixelsOfRun, preparedAs, type PixelOptions } from '../../../contract/prepared-as';
import type { RunAtHand } from '../training/training-state';
import type { FolderPreview } from './data-state';

type Model = Pick<RunAtHand, 'network' | 'options'>;

/** Where the previewed images, as they are shown, are unlike the model's own, in words. */
export interface Unlike {
  /** How the model's own were read where nothing else was chosen: in its map these are read so too. */
  adapted: string | null;
  /** What was chosen here, which holds in its map as well. */
  chosen: { own: string; these: string } | null;
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
  const isChosen = (key: keyof PixelOptions): boolean =>
    key !== 'side' && key !== 'channels' && options[key] !== undefined;
  const chosen = keys.filter(isChosen);
  const adapted = keys.filter((key) => !isChosen(key));
  return {
    adapted: adapted.length === 0 ? null : inWords(own, adapted),
    chosen: chosen.length === 0 ? null : { own: inWords(own, chosen), these: inWords(these, chosen) },
  };
}

/** How the previewed images are read for the model's map: in its shape, and as its own unless chosen otherwise. */
export function forTheMap({ source, options }: FolderPreview, run: Model): DataOptions {
  const { side, channels } = run.network;
  return preparedAs(run, source, { ...options, side, channels });
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
