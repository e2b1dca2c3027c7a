/** The absolute difference of image `index` of a stack and one image of the same shape, 0 to 255. */
export function differenceOf(pixels: Uint8Array, index: number, image: Uint8Array): Uint8Array {
  const start = index * image.length;
  return image.map((value, place) => Math.abs(value - (pixels[start + place] ?? 0)));
}

/** How many of a hundred values are smaller than this one. */
export function percentileOf(values: Float32Array, value: number): number {
  let smaller = 0;
  for (const other of values) if (other < value) smaller += 1;
  return values.length === 0 ? 0 : Math.floor((100 * smaller) / values.length);
}
