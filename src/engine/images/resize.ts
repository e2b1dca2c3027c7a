import type { Fit, Raster } from './raster';

/** Half width of the Lanczos kernel, in pixels of the smaller image. */
const SUPPORT = 3;
/** Weights are whole numbers of 2^-22, so that a sum of 255 times them stays below 2^31. */
const PRECISION = 22;

/** A part of an image along one axis, in pixels; it may begin and end between them. */
interface Stretch {
  from: number;
  to: number;
}

/**
 * A square copy `[side, side, channels]` of an image: its middle square (`crop`), all of it on `ground` (`pad`), or all
 * of it drawn out (`stretch`). Bit for bit Pillow's `resize` with LANCZOS and `box`, which reduces without aliasing.
 */
export function squared(image: Raster, side: number, fit: Fit, ground: number): Uint8Array {
  const { width, height, channels } = image;
  if (fit === 'stretch') return resized(image, side, side, whole(width), whole(height));
  if (fit === 'crop') {
    const square = Math.min(width, height);
    return resized(image, side, side, middle(width, square), middle(height, square));
  }
  const longest = Math.max(width, height);
  const w = Math.max(1, Math.round((side * width) / longest));
  const h = Math.max(1, Math.round((side * height) / longest));
  const small = resized(image, w, h, whole(width), whole(height));
  if (w === side && h === side) return small;
  const padded = new Uint8Array(side * side * channels).fill(ground);
  const left = Math.floor((side - w) / 2);
  const top = Math.floor((side - h) / 2);
  for (let y = 0; y < h; y++) {
    const row = small.subarray(y * w * channels, (y + 1) * w * channels);
    padded.set(row, ((top + y) * side + left) * channels);
  }
  return padded;
}

const whole = (length: number): Stretch => ({ from: 0, to: length });
const middle = (length: number, part: number): Stretch => ({
  from: (length - part) / 2,
  to: (length + part) / 2,
});

/** `across` and `down` say which part of the image becomes `[height, width, channels]`. */
export function resized(
  image: Raster,
  width: number,
  height: number,
  across: Stretch,
  down: Stretch,
): Uint8Array {
  const { channels } = image;
  let { pixels } = image;
  if (width !== image.width || across.from !== 0 || across.to !== image.width) {
    const weights = weightsOf(image.width, width, across);
    pixels = reduced(pixels, weights, {
      lines: image.height,
      inStep: channels,
      inLine: image.width * channels,
      outStep: channels,
      outLine: width * channels,
      channels,
    });
  }
  if (height !== image.height || down.from !== 0 || down.to !== image.height) {
    const weights = weightsOf(image.height, height, down);
    pixels = reduced(pixels, weights, {
      lines: width,
      inStep: width * channels,
      inLine: channels,
      outStep: width * channels,
      outLine: channels,
      channels,
    });
  }
  return pixels;
}

/** For each pixel of the result the first pixel it is made of, how many there are, and their weights. */
interface Weights {
  n: number;
  taps: number;
  first: Int32Array;
  counts: Int32Array;
  /** `[n, taps]`. */
  values: Int32Array;
}

/** The last weights made: images of one folder often have one size. */
let last: { key: string; weights: Weights } | null = null;
let lastButOne: { key: string; weights: Weights } | null = null;

function weightsOf(inLength: number, outLength: number, { from, to }: Stretch): Weights {
  const key = `${inLength} ${outLength} ${from} ${to}`;
  if (last?.key === key) return last.weights;
  if (lastButOne?.key === key) [last, lastButOne] = [lastButOne, last];
  else {
    lastButOne = last;
    last = { key, weights: makeWeights(inLength, outLength, from, to) };
  }
  return last.weights;
}

function makeWeights(inLength: number, outLength: number, from: number, to: number): Weights {
  const scale = (to - from) / outLength;
  const spread = Math.max(1, scale);
  const support = SUPPORT * spread;
  const taps = Math.ceil(support) * 2 + 1;
  const weights: Weights = {
    n: outLength,
    taps,
    first: new Int32Array(outLength),
    counts: new Int32Array(outLength),
    values: new Int32Array(outLength * taps),
  };
  const row = new Float64Array(taps);
  for (let i = 0; i < outLength; i++) {
    const centre = from + (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(inLength, Math.trunc(centre + support + 0.5)) - first;
    let sum = 0;
    for (let tap = 0; tap < count; tap++) {
      row[tap] = lanczos((tap + first - centre + 0.5) / spread);
      sum += row[tap]!;
    }
    for (let tap = 0; tap < count; tap++) {
      const value = (row[tap]! / sum) * (1 << PRECISION);
      weights.values[i * taps + tap] = Math.trunc(value + (value < 0 ? -0.5 : 0.5));
    }
    weights.first[i] = first;
    weights.counts[i] = count;
  }
  return weights;
}

function lanczos(x: number): number {
  return x > -SUPPORT && x < SUPPORT ? sinc(x) * sinc(x / SUPPORT) : 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}

interface Layout {
  lines: number;
  inStep: number;
  inLine: number;
  outStep: number;
  outLine: number;
  channels: number;
}

function reduced(pixels: Uint8Array, weights: Weights, layout: Layout): Uint8Array {
  return layout.channels === 3
    ? reducedColour(pixels, weights, layout)
    : reducedGrey(pixels, weights, layout);
}

const HALF = 1 << (PRECISION - 1);

function reducedGrey(pixels: Uint8Array, weights: Weights, layout: Layout): Uint8Array {
  const { lines, inStep, inLine, outStep, outLine } = layout;
  const { n, taps, first, counts, values } = weights;
  const out = new Uint8Array(n * lines);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < n; i++) {
      let at = line * inLine + first[i]! * inStep;
      const end = i * taps + counts[i]!;
      let sum = HALF;
      for (let tap = i * taps; tap < end; tap++, at += inStep)
        sum = (sum + Math.imul(pixels[at]!, values[tap]!)) | 0;
      out[line * outLine + i * outStep] = clamped(sum >> PRECISION);
    }
  }
  return out;
}

/** As above, three sums at once: a weight that was looked up serves all of a pixel. */
function reducedColour(pixels: Uint8Array, weights: Weights, layout: Layout): Uint8Array {
  const { lines, inStep, inLine, outStep, outLine } = layout;
  const { n, taps, first, counts, values } = weights;
  const out = new Uint8Array(n * lines * 3);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < n; i++) {
      let at = line * inLine + first[i]! * inStep;
      const end = i * taps + counts[i]!;
      let red = HALF;
      let green = HALF;
      let blue = HALF;
      for (let tap = i * taps; tap < end; tap++, at += inStep) {
        const weight = values[tap]!;
        red = (red + Math.imul(pixels[at]!, weight)) | 0;
        green = (green + Math.imul(pixels[at + 1]!, weight)) | 0;
        blue = (blue + Math.imul(pixels[at + 2]!, weight)) | 0;
      }
      const to = line * outLine + i * outStep;
      out[to] = clamped(red >> PRECISION);
      out[to + 1] = clamped(green >> PRECISION);
      out[to + 2] = clamped(blue >> PRECISION);
    }
  }
  return out;
}

function clamped(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
