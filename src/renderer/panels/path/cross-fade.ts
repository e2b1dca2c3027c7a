/**
 * Between two images of a stack `[n, side, side, channels]`, 0 to 255: `share` 0 is the first and 1 the second.
 * Returns one image, `[side, side, channels]`.
 */
export function crossFade(
  { pixels, side, channels }: { pixels: Uint8Array; side: number; channels: 1 | 3 },
  first: number,
  second: number,
  share: number,
): Uint8Array {
  const size = side * side * channels;
  const [from, to] = [pixels.subarray(first * size), pixels.subarray(second * size)];
  return Uint8Array.from({ length: size }, (_, i) => from[i]! + (to[i]! - from[i]!) * share + 0.5);
}
