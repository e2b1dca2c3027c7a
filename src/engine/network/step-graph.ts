import type { NetworkPlan } from '../../core/network/plan';
import { Graph, type Output } from '../tensorflow/graph/graph';
import { GraphOps } from '../tensorflow/graph/graph-ops';
import { decoderGeometry, encoderGeometry, type ConvGeometry } from './geometry';
import { nativeParameters } from './parameter-layout';

export const BETA1 = 0.9;
export const BETA2 = 0.999;

/** Names of what is fed. Those of a replica and of a parameter end with its number. */
export const feeds = {
  images: (replica: number): string => `images_${replica}`,
  eps: (replica: number): string => `eps_${replica}`,
  bceWeight: 'bce_weight',
  klWeight: 'kl_weight',
  rate: 'rate',
  epsilon: 'epsilon',
  parameter: (which: ParameterKind, i: number): string => `new_${which}_${i}`,
} as const;

/** The weights of one image's cross-entropy (summed over its pixels) and of its KL in the loss. */
export interface LossWeights {
  bce: number;
  kl: number;
}

/** A parameter has a value and, for Adam, two moments. */
export const PARAMETER_KINDS = ['w', 'm', 'v'] as const;
export type ParameterKind = (typeof PARAMETER_KINDS)[number];

/** What to fetch of a step. */
export interface StepOutputs {
  /** Cross-entropy and KL of each image, [n] nats, before the step. */
  bce: Output;
  kl: Output;
  /** The loss's gradients, in the order of `nativeParameters`; fetching them alone takes no step. */
  gradients: readonly Output[];
  /** Half the squared norm of the gradient; fetching it takes the step. */
  halfSquaredNorm: Output;
}

/** The graph of a training step. */
export interface StepGraph {
  graph: Graph;
  /** Fetching it sets all parameters and moments to what is fed. */
  load: Output;
  /** The present values, in the order of `nativeParameters`. */
  values: Readonly<Record<ParameterKind, readonly Output[]>>;
  /** A step on a batch in as many parts as there are replicas. */
  whole: StepOutputs;
  /** A step on a batch that is fed to the first replica alone, because it has too few images to be parted. */
  small: StepOutputs;
}

/**
 * One step of training as one graph: forwards, backwards (written out by hand, each layer's gradient one or two
 * operations), and Adam. The batch comes in `replicas` parts, whose passes share the parameters and do not wait for
 * each other, so that each of several cores is busy with an operation of its own (measured: one operation spread
 * over two cores is far from twice as fast). The gradients of the parts are added in a fixed order.
 */
export function stepGraph(plan: NetworkPlan, replicas: number): StepGraph {
  const graph = new Graph();
  const ops = new GraphOps(graph);
  const layout = nativeParameters(plan);
  const variables = PARAMETER_KINDS.map((kind) =>
    layout.map(({ shape }, i) => ops.variable(`${kind}_${i}`, shape)),
  );
  const [w, m, v] = variables as [Output[], Output[], Output[]];
  const parameters = w.map((variable) => ops.read(variable));
  const weights = { bce: ops.placeholder(feeds.bceWeight, []), kl: ops.placeholder(feeds.klWeight, []) };
  const passes = Array.from({ length: replicas }, (_, replica) => {
    const { side, channels, latent } = plan;
    const images = ops.placeholder(feeds.images(replica), [-1, side, side, channels]);
    const eps = ops.placeholder(feeds.eps(replica), [-1, latent]);
    return new Pass(ops, plan, parameters, images).run(eps, weights);
  });
  const rate = ops.placeholder(feeds.rate, []);
  const epsilon = ops.placeholder(feeds.epsilon, []);
  const outputs = (name: string, parts: readonly PassOutputs[]): StepOutputs => {
    const gradients = layout.map((_, i) => ops.addAll(parts.map((part) => part.gradients[i]!)));
    const updates = gradients.map((gradient, i) =>
      ops.applyAdam(
        { variable: w[i]!, m: m[i]!, v: v[i]!, gradient },
        { rate, epsilon, beta1: BETA1, beta2: BETA2 },
      ),
    );
    const halfSquares = ops.addAll(gradients.map((gradient) => ops.l2Loss(gradient)));
    return {
      bce: ops.concat(
        parts.map(({ bce }) => bce),
        0,
      ),
      kl: ops.concat(
        parts.map(({ kl }) => kl),
        0,
      ),
      gradients,
      halfSquaredNorm: ops.after(halfSquares, updates, name),
    };
  };
  const assignments = PARAMETER_KINDS.flatMap((kind, k) =>
    layout.map(({ shape }, i) =>
      ops.assign(variables[k]![i]!, ops.placeholder(feeds.parameter(kind, i), shape)),
    ),
  );
  const whole = outputs('step', passes);
  return {
    graph,
    load: ops.after(ops.scalar(0), assignments, 'load'),
    values: { w: parameters, m: m.map((one) => ops.read(one)), v: v.map((one) => ops.read(one)) },
    whole,
    small: replicas === 1 ? whole : outputs('small_step', passes.slice(0, 1)),
  };
}

interface PassOutputs {
  bce: Output;
  kl: Output;
  gradients: readonly Output[];
}

interface LossWeightNodes {
  bce: Output;
  kl: Output;
}

/** The pass of one part of the batch, forwards and backwards. */
class Pass {
  private readonly encoder: readonly ConvGeometry[];
  private readonly decoder: readonly ConvGeometry[];
  private readonly gradients: Output[];

  constructor(
    private readonly ops: GraphOps,
    private readonly plan: NetworkPlan,
    /** As `nativeParameters` lists them. */
    private readonly parameters: readonly Output[],
    private readonly images: Output,
  ) {
    this.encoder = plan.encoder.map(encoderGeometry);
    this.decoder = plan.decoder.map(decoderGeometry);
    this.gradients = new Array<Output>(parameters.length);
  }

  run(eps: Output, weights: LossWeightNodes): PassOutputs {
    const { ops, images } = this;
    const encoded = this.encode();
    const [mu, logvar] = ops.halves(encoded.heads);
    const std = ops.unary('Exp', ops.binary('Mul', logvar, ops.scalar(0.5)));
    const z = ops.binary('AddV2', mu, ops.binary('Mul', std, eps));
    const decoded = this.decode(z);
    // softplus(logit) - logit target is the cross-entropy of sigmoid(logit), stable for any logit.
    const crossEntropy = ops.binary(
      'Sub',
      ops.unary('Softplus', decoded.logits),
      ops.binary('Mul', decoded.logits, images),
    );
    const error = ops.binary('Sub', ops.unary('Sigmoid', decoded.logits), images);
    const zGradient = this.decodeBack(decoded, ops.binary('Mul', error, weights.bce));
    const variance = ops.unary('Square', std);
    const muGradient = ops.binary('AddV2', zGradient, ops.binary('Mul', mu, weights.kl));
    const logvarGradient = ops.binary(
      'Mul',
      ops.binary(
        'AddV2',
        ops.binary('Mul', ops.binary('Mul', zGradient, eps), std),
        ops.binary('Mul', ops.binary('Sub', variance, ops.scalar(1)), weights.kl),
      ),
      ops.scalar(0.5),
    );
    this.encodeBack(encoded, ops.concat([muGradient, logvarGradient], 1));
    return {
      bce: ops.sum(crossEntropy, 1, 2, 3),
      kl: this.divergence(mu, logvar, variance),
      gradients: this.gradients,
    };
  }

  /** -1/2 sum(1 + logvar - mu^2 - exp(logvar)) of each image. */
  private divergence(mu: Output, logvar: Output, variance: Output): Output {
    const { ops } = this;
    const squares = ops.binary('AddV2', ops.unary('Square', mu), variance);
    const rest = ops.binary('AddV2', logvar, ops.scalar(1));
    return ops.binary('Mul', ops.sum(ops.binary('Sub', squares, rest), 1), ops.scalar(0.5));
  }

  /** `inputs`: of each convolution and, last, the flat features. */
  private encode(): { inputs: Output[]; heads: Output } {
    const { ops, plan, parameters } = this;
    const inputs = [ops.turn(this.images)];
    this.encoder.forEach((geometry, i) => {
      const convolved = ops.conv2d(inputs[i]!, parameters[2 * i]!, geometry);
      const sum = ops.biasAdd(convolved, parameters[2 * i + 1]!);
      inputs.push(plan.encoder[i]!.activation ? ops.leakyRelu(sum) : sum);
    });
    inputs.push(ops.reshape(inputs.pop()!, -1, plan.flat));
    const product = ops.matMul(inputs.at(-1)!, parameters[this.headsIndex]!);
    return { inputs, heads: ops.biasAdd(product, parameters[this.headsIndex + 1]!) };
  }

  private encodeBack({ inputs }: { inputs: readonly Output[] }, headsGradient: Output): void {
    const { ops, parameters, gradients } = this;
    const features = inputs.at(-1)!;
    gradients[this.headsIndex] = ops.matMul(features, headsGradient, true, false);
    gradients[this.headsIndex + 1] = ops.biasAddGrad(headsGradient);
    const flat = ops.matMul(headsGradient, parameters[this.headsIndex]!, false, true);
    const { smallSide, smallChannels } = this.encoder.at(-1)!;
    let gradient = ops.reshape(flat, -1, smallSide, smallSide, smallChannels);
    for (let i = this.encoder.length - 1; i >= 0; i--) {
      const geometry = this.encoder[i]!;
      // The last layer's output is the features', which have no activation.
      if (this.plan.encoder[i]!.activation) gradient = ops.leakyReluGrad(gradient, inputs[i + 1]!);
      gradients[2 * i] = ops.conv2dBackpropKernel(inputs[i]!, kernelShape(geometry), gradient, geometry);
      gradients[2 * i + 1] = ops.biasAddGrad(gradient);
      if (i === 0) return;
      const { bigSide, bigChannels } = geometry;
      const sizes = ops.shapeLike(this.images, [bigSide, bigSide, bigChannels]);
      gradient = ops.conv2dBackpropInput(sizes, parameters[2 * i]!, gradient, geometry);
    }
  }

  /** `inputs`: z, then the input of each transposed convolution. */
  private decode(z: Output): { inputs: Output[]; logits: Output } {
    const { ops, plan, parameters } = this;
    const first = this.headsIndex + 2;
    const features = ops.biasAdd(ops.matMul(z, parameters[first]!), parameters[first + 1]!);
    const { baseSide, flat } = plan;
    const inputs = [z, ops.reshape(features, -1, baseSide, baseSide, flat / baseSide ** 2)];
    this.decoder.forEach((geometry, i) => {
      const { bigSide, bigChannels } = geometry;
      const sizes = ops.shapeLike(this.images, [bigSide, bigSide, bigChannels]);
      const kernel = parameters[first + 2 * i + 2]!;
      const convolved = ops.conv2dBackpropInput(sizes, kernel, inputs[i + 1]!, geometry);
      const sum = ops.biasAdd(convolved, parameters[first + 2 * i + 3]!);
      inputs.push(plan.decoder[i]!.activation ? ops.leakyRelu(sum) : sum);
    });
    return { logits: inputs.pop()!, inputs };
  }

  /** Gives the gradient with respect to z. */
  private decodeBack({ inputs }: { inputs: readonly Output[] }, logitsGradient: Output): Output {
    const { ops, plan, parameters, gradients } = this;
    const first = this.headsIndex + 2;
    let gradient = logitsGradient;
    for (let i = this.decoder.length - 1; i >= 0; i--) {
      const geometry = this.decoder[i]!;
      if (plan.decoder[i]!.activation) gradient = ops.leakyReluGrad(gradient, inputs[i + 2]!);
      gradients[first + 2 * i + 3] = ops.biasAddGrad(gradient);
      let how: Pick<ConvGeometry, 'stride' | 'padding'> = geometry;
      if (typeof geometry.padding === 'object') {
        // VALID on a padded gradient is faster than EXPLICIT (measured: 1.9 ms instead of 6.1).
        gradient = ops.pad(gradient, geometry.padding);
        how = { stride: geometry.stride, padding: 'VALID' };
      }
      const input = inputs[i + 1]!;
      gradients[first + 2 * i + 2] = ops.conv2dBackpropKernel(gradient, kernelShape(geometry), input, how);
      gradient = ops.conv2d(gradient, parameters[first + 2 * i + 2]!, how);
    }
    const features = ops.reshape(gradient, -1, plan.flat);
    gradients[first] = ops.matMul(inputs[0]!, features, true, false);
    gradients[first + 1] = ops.biasAddGrad(features);
    return ops.matMul(features, parameters[first]!, false, true);
  }

  /** Where the heads' kernel stands among the parameters: after the encoder's convolutions. */
  private get headsIndex(): number {
    return 2 * this.encoder.length;
  }
}

function kernelShape({ kernel, bigChannels, smallChannels }: ConvGeometry): number[] {
  return [kernel, kernel, bigChannels, smallChannels];
}
