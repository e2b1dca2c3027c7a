import type { Plane } from './jpeg-scan';

/** `[height, width]` of the one component of a grey image. */
export function toGrey({ samples, stride }: Plane, width: number, height: number): Uint8Array {
  const grey = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) grey.set(samples.subarray(y * stride, y * stride + width), y * width);
  return grey;
}

/** `[height, width, 3]` of Y, Cb and Cr (JFIF 1.02), in libjpeg's 16-bit fixed point. */
export function toRgb(planes: readonly Plane[], width: number, height: number): Uint8Array {
  const [y, cb, cr] = [planes[0]!, planes[1]!, planes[2]!];
  const rgb = new Uint8Array(width * height * 3);
  const blues = new Uint8Array(y.stride + 2);
  const reds = new Uint8Array(y.stride + 2);
  let to = 0;
  for (let line = 0; line < height; line++) {
    upsampled(cb, y, line, blues);
    upsampled(cr, y, line, reds);
    for (let x = 0; x < width; x++) {
      const light = y.samples[line * y.stride + x]!;
      const blue = blues[x]! - 128;
      const red = reds[x]! - 128;
      rgb[to++] = clamped(light + ((91881 * red + 32768) >> 16));
      rgb[to++] = clamped(light + ((-22554 * blue - 46802 * red + 32768) >> 16));
      rgb[to++] = clamped(light + ((116130 * blue + 32768) >> 16));
    }
  }
  return rgb;
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** One full line of a component that has half the samples, by libjpeg's triangle filter (jdsample.c). */
function upsampled(plane: Plane, full: Plane, line: number, out: Uint8Array): void {
  const { samples, stride, width, height } = plane;
  if (full.h === 1) {
    out.set(samples.subarray(line * stride, line * stride + width));
    return;
  }
  const own = full.v === 1 ? line : line >> 1;
  const near = own * stride;
  if (width <= 2) {
    // Too narrow for the filter, as libjpeg has it.
    for (let x = 0; x < width; x++) out[2 * x] = out[2 * x + 1] = samples[near + x]!;
    return;
  }
  if (full.v === 1) {
    out[0] = samples[near]!;
    out[1] = (samples[near]! * 3 + samples[near + 1]! + 2) >> 2;
    for (let x = 1; x < width - 1; x++) {
      const three = samples[near + x]! * 3;
      out[2 * x] = (three + samples[near + x - 1]! + 1) >> 2;
      out[2 * x + 1] = (three + samples[near + x + 1]! + 2) >> 2;
    }
    const end = near + width - 1;
    out[2 * width - 2] = (samples[end]! * 3 + samples[end - 1]! + 1) >> 2;
    out[2 * width - 1] = samples[end]!;
    return;
  }
  const other = Math.min(height - 1, Math.max(0, own + (line % 2 === 0 ? -1 : 1)));
  const far = other * stride;
  let here = samples[near]! * 3 + samples[far]!;
  let next = samples[near + 1]! * 3 + samples[far + 1]!;
  out[0] = (here * 4 + 8) >> 4;
  out[1] = (here * 3 + next + 7) >> 4;
  for (let x = 1; x < width; x++) {
    const before = here;
    here = next;
    out[2 * x] = (here * 3 + before + 8) >> 4;
    if (x === width - 1) {
      out[2 * x + 1] = (here * 4 + 7) >> 4;
      return;
    }
    next = samples[near + x + 1]! * 3 + samples[far + x + 1]!;
    out[2 * x + 1] = (here * 3 + next + 7) >> 4;
  }
}
