import { useEffect, useState } from 'react';
import type { LatentPath } from '../../../contract/space';
import { frameAfter } from '../../store/latent/path';
import { useAtelier, useAtelierState } from '../atelier-context';
import { PixelImage } from '../pixel-image';
import { useReducedMotion } from '../use-appearance';
import { crossFade } from './cross-fade';
import { frameMs } from './frame-time';

/** Thirty pictures a second. */
const pictureMs = 1000 / 30;

/** The frame that is shown, large; while the path plays it fades into the next. */
export function FilmNow({ path, shown }: { path: LatentPath; shown: number }) {
  const { images, steps } = path;
  const { side, channels } = images;
  const label = `Frame ${shown + 1} of ${steps}`;
  const faded = useFaded(path, shown);
  return (
    <figure className="film-now">
      <PixelImage
        {...{ side, channels, label }}
        pixels={faded ?? images.pixels}
        index={faded === null ? shown : 0}
        testId="film-now"
      />
      <figcaption>
        {shown + 1} / {steps}
      </figcaption>
    </figure>
  );
}

/** What is between the shown frame and the next while the path plays; null at a frame itself. */
function useFaded({ images }: LatentPath, shown: number): Uint8Array | null {
  const { store } = useAtelier();
  const playing = useAtelierState((state) => state.path.playing);
  const speed = useAtelierState((state) => state.settings.playback.speed);
  const reduced = useReducedMotion();
  const [faded, setFaded] = useState<{ of: number; pixels: Uint8Array } | null>(null);
  const fades = playing && !reduced && images.pixels.length > 0;
  useEffect(() => {
    if (!fades) return undefined;
    const began = performance.now();
    const next = frameAfter(store.getState()).frame;
    const timer = setInterval(() => {
      const share = Math.min(1, (performance.now() - began) / frameMs(speed));
      setFaded({ of: shown, pixels: crossFade(images, shown, next, share) });
    }, pictureMs);
    return () => clearInterval(timer);
  }, [fades, images, shown, speed, store]);
  return fades && faded?.of === shown ? faded.pixels : null;
}
