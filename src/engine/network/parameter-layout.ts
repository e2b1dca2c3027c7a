import type { NetworkPlan } from '../../core/network/plan';
import { decoderGeometry, encoderGeometry, type ConvGeometry } from './geometry';

/** Where one PyTorch tensor lies in a native one: its element i is at `index[i]`. */
export interface LayoutPart {
  name: string;
  shape: readonly number[];
  index: Int32Array;
}

/** One tensor as TensorFlow computes with it, made of one PyTorch tensor or, for the two heads, of two. */
export interface NativeParameter {
  name: string;
  shape: readonly number[];
  parts: readonly LayoutPart[];
}

/**
 * All parameters as the network computes with them, kernel and bias of each layer in turn: the encoder, the heads
 * (both as one matrix [flat, 2 latent], mu first), the decoder's linear layer [latent, flat], the transposed
 * convolutions. The changes of layout (NCHW to NHWC, the encoder turned by 180 degrees) are all in the indices, so
 * that nothing is transposed while the network runs.
 */
export function nativeParameters(plan: NetworkPlan): NativeParameter[] {
  const linear = `decoder.${plan.decoderLinear.index}`;
  return [
    ...plan.encoder.flatMap((conv) => [
      encoderKernel(`encoder.${conv.index}.weight`, encoderGeometry(conv)),
      bias(`encoder.${conv.index}.bias`, conv.outChannels),
    ]),
    headsKernel(plan),
    headsBias(plan),
    decoderLinearKernel(`${linear}.weight`, plan),
    decoderLinearBias(`${linear}.bias`, plan),
    ...plan.decoder.flatMap((conv) => [
      decoderKernel(`decoder.${conv.index}.weight`, decoderGeometry(conv)),
      bias(`decoder.${conv.index}.bias`, conv.outChannels),
    ]),
  ];
}

/** PyTorch [out, in, k, k] to [k, k, in, out], turned by 180 degrees. */
function encoderKernel(name: string, g: ConvGeometry): NativeParameter {
  const { kernel: k, bigChannels: inner, smallChannels: outer } = g;
  const index = indices([outer, inner, k, k], (out, into, y, x) => {
    const place = (k - 1 - y) * k + (k - 1 - x);
    return (place * inner + into) * outer + out;
  });
  const part = { name, shape: [outer, inner, k, k], index };
  return { name, shape: [k, k, inner, outer], parts: [part] };
}

/** PyTorch [in, out, k, k] to [k, k, out, in]: `in` is the smaller map. */
function decoderKernel(name: string, g: ConvGeometry): NativeParameter {
  const { kernel: k, bigChannels: big, smallChannels: small } = g;
  const index = indices([small, big, k, k], (into, out, y, x) => ((y * k + x) * big + out) * small + into);
  const part = { name, shape: [small, big, k, k], index };
  return { name, shape: [k, k, big, small], parts: [part] };
}

/** Both heads, PyTorch [latent, flat] each, as one [flat, 2 latent]. */
function headsKernel(plan: NetworkPlan): NativeParameter {
  const { latent, flat } = plan;
  const place = turnedFeatures(plan);
  const part = (name: string, first: number): LayoutPart => ({
    name,
    shape: [latent, flat],
    index: indices([latent, flat], (unit, feature) => place[feature]! * 2 * latent + first + unit),
  });
  const parts = [part('z_mean.weight', 0), part('z_log_var.weight', latent)];
  return { name: 'heads.weight', shape: [flat, 2 * latent], parts };
}

function headsBias({ latent }: NetworkPlan): NativeParameter {
  const part = (name: string, first: number): LayoutPart => ({
    name,
    shape: [latent],
    index: indices([latent], (unit) => first + unit),
  });
  const parts = [part('z_mean.bias', 0), part('z_log_var.bias', latent)];
  return { name: 'heads.bias', shape: [2 * latent], parts };
}

/** PyTorch [flat, latent] to [latent, flat], its features in NHWC order. */
function decoderLinearKernel(name: string, plan: NetworkPlan): NativeParameter {
  const { latent, flat } = plan;
  const place = features(plan);
  const index = indices([flat, latent], (feature, unit) => unit * flat + place[feature]!);
  return { name, shape: [latent, flat], parts: [{ name, shape: [flat, latent], index }] };
}

function decoderLinearBias(name: string, plan: NetworkPlan): NativeParameter {
  const place = features(plan);
  const index = indices([plan.flat], (feature) => place[feature]!);
  return { name, shape: [plan.flat], parts: [{ name, shape: [plan.flat], index }] };
}

function bias(name: string, channels: number): NativeParameter {
  const index = indices([channels], (channel) => channel);
  return { name, shape: [channels], parts: [{ name, shape: [channels], index }] };
}

/** Where each feature of PyTorch's channel-first flattening stands in NHWC. */
function features({ flat, baseSide: side }: NetworkPlan): Int32Array {
  const channels = flat / (side * side);
  return indices([channels, side, side], (c, y, x) => (y * side + x) * channels + c);
}

/** The same in the encoder's turned maps. */
function turnedFeatures({ flat, baseSide: side }: NetworkPlan): Int32Array {
  const channels = flat / (side * side);
  const turned = (c: number, y: number, x: number): number =>
    ((side - 1 - y) * side + (side - 1 - x)) * channels + c;
  return indices([channels, side, side], turned);
}

/** `place` of every position of a tensor of `shape` (up to four axes), in row-major order. */
function indices(
  shape: readonly number[],
  place: (a: number, b: number, c: number, d: number) => number,
): Int32Array {
  const [as = 1, bs = 1, cs = 1, ds = 1] = shape;
  const index = new Int32Array(as * bs * cs * ds);
  let i = 0;
  for (let a = 0; a < as; a++) {
    for (let b = 0; b < bs; b++) {
      for (let c = 0; c < cs; c++) {
        for (let d = 0; d < ds; d++) index[i++] = place(a, b, c, d);
      }
    }
  }
  return index;
}
