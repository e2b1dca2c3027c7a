import type { Tensor as NativeTensor } from '@tensorflow/tfjs-node';
import type { Tensor } from '../../core/formats/safetensors';
import type { NetworkPlan } from '../../core/network/plan';
import { gather } from '../network/batch';
import { nativeParameters, type NativeParameter } from '../network/parameter-layout';
import { fromWeights, toWeights } from '../network/parameters';
import {
  BETA1,
  BETA2,
  PARAMETER_KINDS,
  feeds,
  stepGraph,
  type ParameterKind,
  type StepGraph,
} from '../network/step-graph';
import { checkShapes, sizeOf, type Weights } from '../network/weights';
import { Session } from '../tensorflow/graph/session';
import { loadTensorFlow } from '../tensorflow/load';
import type { NativeOps } from '../tensorflow/native-ops';
import type { StepLosses, Stepper, StepperStart, StepperState, StepRequest } from './stepper';

const EPSILON = 1e-8;
/** The names PyTorch's Adam has for its two moments. */
const M = 'exp_avg.';
const V = 'exp_avg_sq.';

/**
 * Takes steps in this process, each one run of a TensorFlow graph that holds the weights and Adam's moments. Adam is
 * as PyTorch computes it (Kingma and Ba 2015, algorithm 1, with epsilon outside of the corrected root).
 */
export class GraphStepper implements Stepper {
  private constructor(
    private readonly ops: NativeOps,
    private readonly plan: NetworkPlan,
    private readonly layout: readonly NativeParameter[],
    private readonly replicas: number,
    private readonly graph: StepGraph,
    private readonly session: Session,
    private readonly learningRate: number,
    /** Steps taken. The bias correction is computed from it, so a resumed run corrects by the very same numbers. */
    private steps: number,
  ) {}

  /**
   * `replicas`: into how many parts that are computed side by side a batch is parted. Throws UserError when weights
   * or moments are another network's.
   */
  static async start(
    plan: NetworkPlan,
    { weights, learningRate, resume }: StepperStart,
    replicas = 1,
  ): Promise<GraphStepper> {
    checkShapes(plan, weights);
    const moments =
      resume === null
        ? { m: null, v: null }
        : { m: momentsOf(plan, resume.optimiser, M), v: momentsOf(plan, resume.optimiser, V) };
    const ops = await loadTensorFlow();
    const layout = nativeParameters(plan);
    const graph = stepGraph(plan, replicas);
    const session = await Session.load(ops.backend, graph.graph);
    const steps = resume?.steps ?? 0;
    const stepper = new GraphStepper(ops, plan, layout, replicas, graph, session, learningRate, steps);
    stepper.load({ w: weights, ...moments });
    return stepper;
  }

  /** Takes other weights, with moments of 0. Throws UserError when they are another network's. */
  setWeights(weights: Weights): void {
    checkShapes(this.plan, weights);
    this.steps = 0;
    this.load({ w: weights, m: null, v: null });
  }

  step(request: StepRequest): Promise<StepLosses> {
    this.steps++;
    const { tf } = this.ops;
    const root2 = Math.sqrt(1 - BETA2 ** this.steps);
    const inputs = {
      ...this.batch(request),
      // m' / (sqrt(v') + eps) with corrected moments is (root2 / (1 - beta1^t)) m / (sqrt(v) + eps root2).
      [feeds.rate]: tf.scalar((this.learningRate * root2) / (1 - BETA1 ** this.steps)),
      [feeds.epsilon]: tf.scalar(EPSILON * root2),
    };
    const { bce, kl, halfSquaredNorm } = this.outputs(request.n);
    const [bces, kls, half] = this.run(inputs, [bce, kl, halfSquaredNorm]);
    return Promise.resolve({
      images: request.n,
      bce: sum(bces!),
      kl: sum(kls!),
      gradientNorm: Math.sqrt(2 * half![0]!),
    });
  }

  /** The gradients of the loss, under the weights' names; no step is taken. */
  gradients(request: StepRequest): Map<string, Tensor> {
    const { gradients } = this.outputs(request.n);
    return toWeights(this.layout, this.run(this.batch(request), gradients));
  }

  weights(): Promise<Weights> {
    return Promise.resolve(this.values('w'));
  }

  state(): Promise<StepperState> {
    const named = (prefix: string, kind: ParameterKind): [string, Tensor][] =>
      [...this.values(kind)].map(([name, tensor]) => [prefix + name, tensor]);
    const optimiser = new Map([...named(M, 'm'), ...named(V, 'v')]);
    return Promise.resolve({ weights: this.values('w'), optimiser });
  }

  close(): Promise<void> {
    this.session.close();
    return Promise.resolve();
  }

  private load(values: Readonly<Record<ParameterKind, Weights | null>>): void {
    const { tf } = this.ops;
    const inputs: Record<string, NativeTensor> = {};
    for (const kind of PARAMETER_KINDS) {
      const given = values[kind];
      this.layout.forEach((parameter, i) => {
        const data =
          given === null ? new Float32Array(sizeOf(parameter.shape)) : fromWeights(parameter, given);
        inputs[feeds.parameter(kind, i)] = tf.tensor(data, [...parameter.shape]);
      });
    }
    this.run(inputs, [this.graph.load]);
  }

  private values(kind: ParameterKind): Map<string, Tensor> {
    return toWeights(this.layout, this.run({}, this.graph.values[kind]));
  }

  private outputs(n: number): StepGraph['whole'] {
    return this.partsOf(n) === 1 ? this.graph.small : this.graph.whole;
  }

  /** Every part needs an image at least. */
  private partsOf(n: number): number {
    return n < this.replicas ? 1 : this.replicas;
  }

  private batch({ n, images, eps, weights }: StepRequest): Record<string, NativeTensor> {
    const { tf } = this.ops;
    const { side, channels, latent } = this.plan;
    const inputs: Record<string, NativeTensor> = {
      [feeds.bceWeight]: tf.scalar(weights.bce),
      [feeds.klWeight]: tf.scalar(weights.kl),
    };
    const parts = this.partsOf(n);
    for (let part = 0; part < parts; part++) {
      const from = Math.floor((part * n) / parts);
      const count = Math.floor(((part + 1) * n) / parts) - from;
      const rows = Uint32Array.from({ length: count }, (_, i) => from + i);
      const { upright } = gather(images, rows, this.plan);
      inputs[feeds.images(part)] = tf.tensor4d(upright, [count, side, side, channels]);
      const noise = eps.slice(from * latent, (from + count) * latent);
      inputs[feeds.eps(part)] = tf.tensor2d(noise, [count, latent]);
    }
    return inputs;
  }

  /** Runs the session and frees what went in and came out. */
  private run(inputs: Record<string, NativeTensor>, fetches: readonly string[]): Float32Array[] {
    const outputs = this.session.run(inputs, fetches);
    const values = outputs.map((output) => output.dataSync<'float32'>());
    for (const tensor of [...Object.values(inputs), ...outputs]) tensor.dispose();
    return values;
  }
}

/** One kind of moments under the weights' names. */
function momentsOf(plan: NetworkPlan, optimiser: Weights, prefix: string): Weights {
  const named = [...optimiser]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, tensor]): [string, Tensor] => [name.slice(prefix.length), tensor]);
  const moments = new Map(named);
  checkShapes(plan, moments, 'optimiser');
  return moments;
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
