import type { ConvPlan, ConvTransposePlan } from '../../core/network/plan';

/** Rows or columns added before and after on each axis. */
export interface Padding {
  before: number;
  after: number;
}

/**
 * A square convolution as TensorFlow runs it, NHWC: from the larger map (`bigSide`, `bigChannels`) to the smaller
 * one. A transposed convolution is the gradient of one with respect to its input, so it goes the other way.
 * The kernel is `[kernel, kernel, bigChannels, smallChannels]`.
 */
export interface ConvGeometry {
  bigSide: number;
  bigChannels: number;
  smallSide: number;
  smallChannels: number;
  kernel: number;
  stride: number;
  padding: 'SAME' | 'VALID' | Padding;
}

/**
 * The encoder works on images turned by 180 degrees, with kernels turned likewise: PyTorch pads a stride-2
 * convolution before the first pixel where TensorFlow's SAME pads after the last, and only SAME and VALID run
 * on oneDNN's kernels (measured: the gradient of a kernel takes half the time of that with EXPLICIT padding).
 */
export function encoderGeometry(conv: ConvPlan): ConvGeometry {
  const after = (conv.outSide - 1) * conv.stride + conv.kernel - conv.inSide - conv.padding;
  return {
    bigSide: conv.inSide,
    bigChannels: conv.inChannels,
    smallSide: conv.outSide,
    smallChannels: conv.outChannels,
    kernel: conv.kernel,
    stride: conv.stride,
    padding: nativePadding(conv.inSide, conv.outSide, conv, { before: after, after: conv.padding }),
  };
}

/** The decoder is not turned: its padding is the same on both sides, or has an output padding at the end. */
export function decoderGeometry(conv: ConvTransposePlan): ConvGeometry {
  const after = conv.padding - conv.outputPadding;
  return {
    bigSide: conv.outSide,
    bigChannels: conv.outChannels,
    smallSide: conv.inSide,
    smallChannels: conv.inChannels,
    kernel: conv.kernel,
    stride: conv.stride,
    padding: nativePadding(conv.outSide, conv.inSide, conv, { before: conv.padding, after }),
  };
}

/** SAME or VALID when they mean exactly `padding` here, else `padding` itself for EXPLICIT. */
function nativePadding(
  bigSide: number,
  smallSide: number,
  { kernel, stride }: { kernel: number; stride: number },
  padding: Padding,
): ConvGeometry['padding'] {
  // With VALID the last rows may go unread, which is what a negative padding after the end says.
  if (padding.before === 0 && padding.after <= 0) return 'VALID';
  const total = Math.max(0, (smallSide - 1) * stride + kernel - bigSide);
  const before = Math.floor(total / 2);
  const isSame =
    smallSide === Math.ceil(bigSide / stride) &&
    padding.before === before &&
    padding.after === total - before;
  return isSame ? 'SAME' : padding;
}
