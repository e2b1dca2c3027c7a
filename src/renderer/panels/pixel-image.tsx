import { useLayoutEffect, useRef } from 'react';

interface PixelImageProps {
  /** `[n, side, side, channels]`, 0 to 255. */
  pixels: Uint8Array;
  /** Which of the n images. */
  index?: number;
  side: number;
  channels: 1 | 3;
  /** What the image shows; an empty one is left to the text beside it. */
  label: string;
  className?: string;
  testId?: string;
}

/**
 * One image of a stack, drawn pixel by pixel: nothing is smoothed that the network did not smooth. Of an empty stack,
 * which is that of vectors without images, a point.
 */
export function PixelImage({ pixels, index = 0, side, channels, label, className, testId }: PixelImageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // Before the frame is painted, so that no empty canvas is seen and no frame of the map holds the pixels up.
  useLayoutEffect(() => {
    if (canvas.current !== null) drawPixels(canvas.current, pixels, index, side, channels);
  }, [pixels, index, side, channels]);
  const classes = ['pixel-image', className, pixels.length === 0 ? 'pixel-image-none' : undefined];
  return (
    <canvas
      ref={canvas}
      className={classes.filter((name) => name !== undefined).join(' ')}
      width={side}
      height={side}
      data-testid={testId}
      {...(label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
    />
  );
}

/** Draws image `index` of a stack `[n, side, side, channels]` onto a canvas of `side` pixels; of an empty one nothing. */
export function drawPixels(
  canvas: HTMLCanvasElement,
  pixels: Uint8Array,
  index: number,
  side: number,
  channels: 1 | 3,
): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  if (canvas.width !== side) canvas.width = side;
  if (canvas.height !== side) canvas.height = side;
  if (pixels.length === 0) {
    context.clearRect(0, 0, side, side);
    return;
  }
  const image = context.createImageData(side, side);
  const { data } = image;
  const count = side * side;
  let from = index * count * channels;
  for (let pixel = 0; pixel < count; pixel += 1) {
    const to = pixel * 4;
    data[to] = pixels[from]!;
    data[to + 1] = pixels[channels === 1 ? from : from + 1]!;
    data[to + 2] = pixels[channels === 1 ? from : from + 2]!;
    data[to + 3] = 255;
    from += channels;
  }
  context.putImageData(image, 0, 0);
}
