import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../core/formats/safetensors';
import { planNetwork, type NetworkPlan } from '../../core/network/plan';
import { Generator } from '../../core/random/generator';
import { GraphStepper } from '../training/graph-stepper';
import { lossWeights } from '../training/objective';
import { decoderGeometry, encoderGeometry } from './geometry';
import { drawNoise } from './latent';
import { nativeParameters } from './parameter-layout';
import { Vae } from './vae';
import { initialWeights, type Weights } from './weights';

/** Sides with every kind of padding: none, one with an output padding, a last stage with padding 2. */
const plans = [
  { side: 20, channels: 1, latent: 3 },
  { side: 17, channels: 3, latent: 2 },
  { side: 19, channels: 1, latent: 5 },
  { side: 22, channels: 3, latent: 4 },
] as const;

describe('geometry', () => {
  it('runs the encoder with SAME for every side, and the notebook’s network but for its last layer natively', () => {
    for (let side = 16; side <= 128; side++) {
      const { encoder, decoder } = planNetwork({ side, channels: 1, latent: 2 });
      expect(encoder.map((conv) => encoderGeometry(conv).padding)).toEqual(encoder.map(() => 'SAME'));
      for (const conv of decoder) {
        const { padding } = decoderGeometry(conv);
        if (typeof padding === 'object')
          expect(Math.min(padding.before, padding.after)).toBeGreaterThanOrEqual(0);
      }
    }
    const { decoder } = planNetwork({ side: 28, channels: 1, latent: 64 });
    expect(decoder.map((conv) => decoderGeometry(conv).padding)).toEqual([
      'SAME',
      'SAME',
      'VALID',
      { before: 1, after: 1 },
    ]);
  });
});

describe('parameter layout', () => {
  it('puts every PyTorch weight in one place and leaves none empty', () => {
    const plan = planNetwork({ side: 19, channels: 3, latent: 5 });
    for (const { shape, parts } of nativeParameters(plan)) {
      const places = parts.flatMap(({ index }) => [...index]).sort((a, b) => a - b);
      expect(places).toEqual(Array.from({ length: shape.reduce((size, s) => size * s, 1) }, (_, i) => i));
    }
  });
});

describe('initial weights', () => {
  it('are PyTorch’s default: uniform in +-1/sqrt(fan_in), a transposed convolution’s over its outputs', () => {
    const weights = initialWeights(planNetwork({ side: 28, channels: 1, latent: 64 }), new Generator(0));
    const bounds: [string, number][] = [
      ['encoder.2.weight', 32 * 9],
      ['encoder.2.bias', 32 * 9],
      ['z_mean.weight', 3136],
      ['decoder.0.weight', 64],
      ['decoder.6.weight', 32 * 9],
      ['decoder.6.bias', 32 * 9],
    ];
    for (const [name, fanIn] of bounds) {
      const { data } = weights.get(name)!;
      const bound = 1 / Math.sqrt(fanIn);
      const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest, name).toBeLessThanOrEqual(Math.fround(bound));
      expect(largest, name).toBeGreaterThan(0.85 * bound);
      const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
      expect(Math.abs(mean), name).toBeLessThan((3 * bound) / Math.sqrt(data.length));
    }
  });
});

describe.each(plans)('the network for $side x $side x $channels', (size) => {
  const plan = planNetwork(size);
  const generator = new Generator(3);
  const weights = initialWeights(plan, generator);
  const bytes = Uint8Array.from({ length: size.side ** 2 * size.channels }, () => generator.below(256));
  const image = Float32Array.from(bytes, (byte) => byte / 255);

  it('computes what PyTorch’s definitions of its layers say', async () => {
    const vae = await Vae.fromWeights(plan, weights);
    const wanted = referenceEncode(plan, weights, image);
    const { mu, logvar } = await vae.encode(image);
    expectClose(mu, wanted.mu);
    expectClose(logvar, wanted.logvar);
    expectClose(await vae.decode(Float32Array.from(wanted.mu), 1), referenceDecode(plan, weights, wanted.mu));
    expect(vae.weights()).toEqual(weights);
    vae.dispose();
  });

  it('has the gradients of its loss', async () => {
    // PyTorch's initial weights shrink the signal by about this factor in each layer, to where the encoder's part of
    // the loss drowns in rounding.
    const lively = [...weights].map(([name, { shape, data }]): [string, Tensor] => [
      name,
      { shape, data: data.map((value) => 1.7 * value) },
    ]);
    const request = {
      n: 1,
      images: bytes,
      eps: drawNoise(new Generator(4), 1, plan.latent),
      weights: lossWeights('elbo', 1, plan, 1),
    };
    const start = { weights: new Map(lively), learningRate: 1e-3, resume: null };
    const stepper = await GraphStepper.start(plan, start);
    const gradients = stepper.gradients(request);
    for (const [name, { shape, data }] of lively) {
      const gradient = gradients.get(name)!.data;
      const square = gradient.reduce((sum, value) => sum + value * value, 0);
      // Along the gradient, by a small part of the weights' own length: further is not straight, nearer is noise.
      const part = name.endsWith('.bias') ? 0.005 : 0.002;
      const reach = part * Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / square);
      const lossAt = async (sign: number): Promise<number> => {
        const moved = data.map((value, i) => value + sign * reach * gradient[i]!);
        stepper.setWeights(new Map([...lively, [name, { shape, data: moved }]]));
        const { bce, kl } = await stepper.step(request);
        return bce + kl;
      };
      const measured = ((await lossAt(1)) - (await lossAt(-1))) / (2 * reach);
      expect(Math.abs(measured / square - 1), name).toBeLessThan(0.06);
    }
    await stepper.close();
  });
});

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(found.length).toBe(wanted.length);
  const most = Array.from(found).reduce((sum, value, i) => Math.max(sum, Math.abs(value - wanted[i]!)), 0);
  expect(most).toBeLessThan(1e-5);
}

/** A map [channels, side, side] of the reference, in double precision. */
type FeatureMap = Float64Array;

/** Conv2d as PyTorch defines it. */
function conv(
  map: FeatureMap,
  {
    inChannels,
    outChannels,
    kernel,
    stride,
    padding,
    inSide,
    outSide,
    activation,
  }: NetworkPlan['encoder'][number],
  weight: Float32Array,
  bias: Float32Array,
): FeatureMap {
  const out = new Float64Array(outChannels * outSide * outSide);
  for (let o = 0; o < outChannels; o++) {
    for (let y = 0; y < outSide; y++) {
      for (let x = 0; x < outSide; x++) {
        let sum = bias[o]!;
        for (let c = 0; c < inChannels; c++) {
          for (let i = 0; i < kernel; i++) {
            for (let j = 0; j < kernel; j++) {
              const row = y * stride - padding + i;
              const column = x * stride - padding + j;
              if (row < 0 || column < 0 || row >= inSide || column >= inSide) continue;
              const w = weight[((o * inChannels + c) * kernel + i) * kernel + j]!;
              sum += w * map[(c * inSide + row) * inSide + column]!;
            }
          }
        }
        out[(o * outSide + y) * outSide + x] = activation && sum < 0 ? 0.01 * sum : sum;
      }
    }
  }
  return out;
}

/** ConvTranspose2d as PyTorch defines it: every input pixel adds the kernel, scaled, to the output. */
function convTranspose(
  map: FeatureMap,
  {
    inChannels,
    outChannels,
    kernel,
    stride,
    padding,
    inSide,
    outSide,
    activation,
  }: NetworkPlan['decoder'][number],
  weight: Float32Array,
  bias: Float32Array,
): FeatureMap {
  const out = Float64Array.from(
    { length: outChannels * outSide ** 2 },
    (_, i) => bias[Math.floor(i / outSide ** 2)]!,
  );
  for (let c = 0; c < inChannels; c++) {
    for (let y = 0; y < inSide; y++) {
      for (let x = 0; x < inSide; x++) {
        const value = map[(c * inSide + y) * inSide + x]!;
        for (let o = 0; o < outChannels; o++) {
          for (let i = 0; i < kernel; i++) {
            for (let j = 0; j < kernel; j++) {
              const row = y * stride - padding + i;
              const column = x * stride - padding + j;
              if (row < 0 || column < 0 || row >= outSide || column >= outSide) continue;
              const w = weight[((c * outChannels + o) * kernel + i) * kernel + j]!;
              out[(o * outSide + row) * outSide + column]! += w * value;
            }
          }
        }
      }
    }
  }
  return activation ? out.map((value) => (value < 0 ? 0.01 * value : value)) : out;
}

function linear(input: FeatureMap, weight: Float32Array, bias: Float32Array): FeatureMap {
  return Float64Array.from(bias, (start, o) =>
    input.reduce((sum, value, i) => sum + value * weight[o * input.length + i]!, start),
  );
}

function layerOf(weights: Weights, name: string): [Float32Array, Float32Array] {
  return [weights.get(`${name}.weight`)!.data, weights.get(`${name}.bias`)!.data];
}

/** `image` [side, side, channels] */
function referenceEncode(
  plan: NetworkPlan,
  weights: Weights,
  image: Float32Array,
): { mu: FeatureMap; logvar: FeatureMap } {
  const { side, channels } = plan;
  let map: FeatureMap = new Float64Array(image.length);
  for (let i = 0; i < image.length; i++)
    map[(i % channels) * side * side + Math.floor(i / channels)] = image[i]!;
  for (const layer of plan.encoder) map = conv(map, layer, ...layerOf(weights, `encoder.${layer.index}`));
  return {
    mu: linear(map, ...layerOf(weights, 'z_mean')),
    logvar: linear(map, ...layerOf(weights, 'z_log_var')),
  };
}

/** Pixels [side, side, channels]. */
function referenceDecode(plan: NetworkPlan, weights: Weights, z: FeatureMap): FeatureMap {
  const { side, channels } = plan;
  let map = linear(z, ...layerOf(weights, 'decoder.0'));
  for (const layer of plan.decoder)
    map = convTranspose(map, layer, ...layerOf(weights, `decoder.${layer.index}`));
  return map.map((_, i) => {
    const logit = map[(i % channels) * side * side + Math.floor(i / channels)]!;
    return 1 / (1 + Math.exp(-logit));
  });
}
