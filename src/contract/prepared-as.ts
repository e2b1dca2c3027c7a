import { usualPixels as usual, type DataOptions, type DataSource } from './dataset';
import type { RunDescription } from './run';

/** Everything that decides the pixels of an image besides its file. */
export type PixelOptions = {
  [K in 'side' | 'channels' | 'fit' | 'invert' | 'ground' | 'levels']: NonNullable<DataOptions[K]>;
};

/** How the images of a run were made into pixels. */
export function pixelsOfRun({ network, options }: Pick<RunDescription, 'network' | 'options'>): PixelOptions {
  const { fit = usual.fit, invert = usual.invert, ground = usual.ground, levels = usual.levels } = options;
  return { side: network.side, channels: network.channels, fit, invert, ground, levels };
}

/**
 * How other images are read for a run: as its own were, unless `asked` says otherwise. Fashion-MNIST has one size, and
 * whether that fits is found afterwards.
 */
export function preparedAs(
  run: Pick<RunDescription, 'network' | 'options'>,
  source: DataSource,
  asked: DataOptions = {},
): DataOptions {
  const { side, channels, ...others } = pixelsOfRun(run);
  return source.kind === 'fashion-mnist' ? { ...others, ...asked } : { side, channels, ...others, ...asked };
}
