import { decoderPaddings, type Upsampling } from './upsampling';

/** What decides a network's shape. `side`: 16 to 128 pixels; `latent`: 2 to 256. */
export interface NetworkSize {
  side: number;
  channels: 1 | 3;
  latent: number;
}

/** A convolution as PyTorch counts it; `index` is its place in the `Sequential`. */
export interface ConvPlan {
  index: number;
  inChannels: number;
  outChannels: number;
  kernel: number;
  stride: number;
  padding: number;
  inSide: number;
  outSide: number;
  /** Whether a LeakyReLU with slope 0.01 follows. */
  activation: boolean;
}

/** A transposed convolution as PyTorch counts it. */
export interface ConvTransposePlan extends ConvPlan {
  outputPadding: number;
}

/** The whole network; the sigmoid after the last transposed convolution is not part of it. */
export interface NetworkPlan {
  side: number;
  channels: 1 | 3;
  latent: number;
  encoder: readonly ConvPlan[];
  /** Side of the feature map between encoder and latent space. */
  baseSide: number;
  /** Length of the flattened feature map, channel-first: 64 x baseSide x baseSide. */
  flat: number;
  decoderLinear: { index: number; inFeatures: number; outFeatures: number };
  decoder: readonly ConvTransposePlan[];
  parameterCount: number;
}

export const SMALLEST_SIDE = 16;
export const LARGEST_SIDE = 128;
export const SMALLEST_LATENT = 2;
export const LARGEST_LATENT = 256;

const CHANNEL_COUNTS: readonly number[] = [1, 3];
const LARGEST_BASE_SIDE = 8;
const BASE_CHANNELS = 64;
const FIRST_CHANNELS = 32;
const MIDDLE_CHANNELS = 72;

/**
 * The notebook's network for 28x28x1, and the same pattern for any other square size: stride-2 stages until
 * the side is at most 8, mirrored in the decoder. Throws RangeError when the size is out of range.
 */
export function planNetwork({ side, channels, latent }: NetworkSize): NetworkPlan {
  checkRange('The image side', side, SMALLEST_SIDE, LARGEST_SIDE, ' pixels');
  checkRange('The latent size', latent, SMALLEST_LATENT, LARGEST_LATENT, '');
  if (!CHANNEL_COUNTS.includes(channels)) {
    throw new RangeError(`Images have 1 channel (grey) or 3 (colour), not ${channels}.`);
  }
  const encoder = planEncoder(side, channels);
  const baseSide = encoder.at(-1)!.outSide;
  const flat = BASE_CHANNELS * baseSide * baseSide;
  const decoder = planDecoder(side, channels, baseSide, encoder.length - 2);
  const kernels = [...encoder, ...decoder].reduce(
    (sum, c) => sum + c.inChannels * c.outChannels * c.kernel * c.kernel + c.outChannels,
    0,
  );
  const heads = 2 * (flat * latent + latent);
  const back = latent * flat + flat;
  return {
    side,
    channels,
    latent,
    encoder,
    baseSide,
    flat,
    decoderLinear: { index: 0, inFeatures: latent, outFeatures: flat },
    decoder,
    parameterCount: kernels + heads + back,
  };
}

function checkRange(what: string, value: number, least: number, most: number, unit: string): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`${what} must be a whole number from ${least} to ${most}${unit}, not ${value}.`);
  }
}

function planEncoder(side: number, channels: number): ConvPlan[] {
  const convs: ConvPlan[] = [];
  const add = (outChannels: number, stride: number, activation: boolean): void => {
    const before = convs.at(-1);
    const inSide = before?.outSide ?? side;
    convs.push({
      // Each convolution but the last is followed by its activation, which takes a place in the Sequential.
      index: 2 * convs.length,
      inChannels: before?.outChannels ?? channels,
      outChannels,
      kernel: 3,
      stride,
      padding: 1,
      inSide,
      outSide: Math.ceil(inSide / stride),
      activation,
    });
  };
  add(FIRST_CHANNELS, 1, true);
  while (convs.at(-1)!.outSide > LARGEST_BASE_SIDE) {
    add(convs.length === 1 ? BASE_CHANNELS : MIDDLE_CHANNELS, 2, true);
  }
  add(BASE_CHANNELS, 1, false);
  return convs;
}

function planDecoder(side: number, channels: number, baseSide: number, stages: number): ConvTransposePlan[] {
  const { upsamplings, lastPadding } = decoderPaddings(baseSide, stages, side);
  const convs: ConvTransposePlan[] = [];
  const add = (outChannels: number, kernel: number, stride: number, step: Upsampling): void => {
    const before = convs.at(-1);
    const inSide = before?.outSide ?? baseSide;
    convs.push({
      // Places 0 and 1 are the linear layer and the reshaping.
      index: 2 + 2 * convs.length,
      inChannels: before?.outChannels ?? BASE_CHANNELS,
      outChannels,
      kernel,
      stride,
      ...step,
      inSide,
      outSide: transposedSide(inSide, kernel, stride, step),
      activation: true,
    });
  };
  add(BASE_CHANNELS, 3, 1, { padding: 1, outputPadding: 0 });
  upsamplings.forEach((step, stage) =>
    add(stage === stages - 1 ? FIRST_CHANNELS : MIDDLE_CHANNELS, 3, 2, step),
  );
  add(channels, 4, 1, { padding: lastPadding, outputPadding: 0 });
  convs.at(-1)!.activation = false;
  return convs;
}

/** Side of a transposed convolution's output (PyTorch's `ConvTranspose2d`, dilation 1). */
function transposedSide(inSide: number, kernel: number, stride: number, step: Upsampling): number {
  return (inSide - 1) * stride - 2 * step.padding + kernel + step.outputPadding;
}
