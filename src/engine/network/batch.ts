/** byte / 255, rounded once to float32, as PyTorch's division gives it. */
const UNIT = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Images as the network takes them: `upright` is what is reconstructed, `turned` what the encoder sees. */
export interface Batch {
  n: number;
  /** [n, side, side, channels] in [0, 1] */
  upright: Float32Array;
  /** The same, each image turned by 180 degrees (see `encoderGeometry`). */
  turned: Float32Array;
}

/** The size of an image and its number of channels. */
export interface ImageShape {
  side: number;
  channels: number;
}

/**
 * Gathers images from `pixels`, [count, side, side, channels] as bytes or in [0, 1], by their `rows`. The arrays
 * are fresh, because tensors made of them share their memory.
 */
export function gather(pixels: Uint8Array | Float32Array, rows: ArrayLike<number>, shape: ImageShape): Batch {
  const size = shape.side * shape.side * shape.channels;
  const n = rows.length;
  const upright = new Float32Array(n * size);
  for (let i = 0; i < n; i++) {
    const start = rows[i]! * size;
    const to = i * size;
    if (pixels instanceof Uint8Array) {
      for (let j = 0; j < size; j++) upright[to + j] = UNIT[pixels[start + j]!]!;
    } else {
      upright.set(pixels.subarray(start, start + size), to);
    }
  }
  return { n, upright, turned: turn(upright, n, shape) };
}

/** Each of n images turned by 180 degrees: its pixels in reverse order, the channels of each as they were. */
function turn(images: Float32Array, n: number, { side, channels }: ImageShape): Float32Array {
  const size = side * side * channels;
  const turned = new Float32Array(images.length);
  for (let i = 0; i < n; i++) {
    for (let pixel = 0; pixel < side * side; pixel++) {
      const from = i * size + pixel * channels;
      const to = i * size + (side * side - 1 - pixel) * channels;
      for (let c = 0; c < channels; c++) turned[to + c] = images[from + c]!;
    }
  }
  return turned;
}

/** The images at `rows` of `pixels`, as bytes. */
export function gatherBytes(
  pixels: Uint8Array,
  rows: ArrayLike<number>,
  shape: ImageShape,
): Uint8Array<ArrayBuffer> {
  const size = shape.side * shape.side * shape.channels;
  const images = new Uint8Array(rows.length * size);
  for (let i = 0; i < rows.length; i++) {
    images.set(pixels.subarray(rows[i]! * size, (rows[i]! + 1) * size), i * size);
  }
  return images;
}
