import { useEffect, useRef } from 'react';
import type { Embedding } from '../../../contract/space';
import type { AtelierState } from '../../store/state';
import { useAtelier } from '../atelier-context';
import { drawPixels } from '../pixel-image';

/**
 * The image as the sliders move it. It is drawn as soon as it is decoded, past React: between the hand and the picture
 * nothing else is to be done.
 */
export function MovedImage({ embedding: { side, channels } }: { embedding: Embedding }) {
  const { store } = useAtelier();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (pixels: Uint8Array | null) => {
      if (canvas.current === null || pixels?.length !== side * side * channels) return;
      drawPixels(canvas.current, pixels, 0, side, channels);
      canvas.current.dataset['drawn'] = String(Number(canvas.current.dataset['drawn'] ?? 0) + 1);
    };
    draw(movedPixels(store.getState()));
    return store.subscribe(movedPixels, draw);
  }, [store, side, channels]);
  return (
    <canvas
      ref={canvas}
      className="pixel-image sliders-image"
      width={side}
      height={side}
      role="img"
      aria-label="The moved image, decoded"
      data-testid="moved-image"
    />
  );
}

/** What the sliders' vector decodes to; before they are moved, what they start from. */
function movedPixels({ latent, selection }: AtelierState): Uint8Array | null {
  const { images, base } = latent.sliders;
  if (images !== null) return images.pixels;
  if (base === null) return null;
  if (base.image === null) return latent.place.shown?.decoded.images.pixels ?? null;
  const { decoded } = selection;
  return decoded?.index === base.image ? decoded.images.pixels : null;
}
