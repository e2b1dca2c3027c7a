import type { Tensor as NativeTensor } from '@tensorflow/tfjs-node';
import type { Tensor } from '../../core/formats/safetensors';
import type { Network } from './network';
import { Parameters } from './parameters';
import { checkShapes, type Weights } from './weights';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;
/** The names PyTorch's Adam has for its two moments. */
const M = 'exp_avg.';
const V = 'exp_avg_sq.';

/**
 * Adam as PyTorch computes it (Kingma and Ba 2015, algorithm 1, with epsilon outside of the corrected root), by one
 * TensorFlow operation for each parameter. `dispose` frees the moments.
 */
export class Adam {
  private readonly m: Parameters;
  private readonly v: Parameters;
  /** Steps taken. The bias correction is computed from it, so a resumed run corrects by the very same numbers. */
  private steps = 0;

  constructor(
    private readonly network: Network,
    private readonly learningRate: number,
  ) {
    const { layout } = network.parameters;
    this.m = new Parameters(network.ops, network.plan, layout);
    this.v = new Parameters(network.ops, network.plan, layout);
  }

  /** Takes one step with `gradients`, one for each parameter. */
  step(gradients: readonly NativeTensor[]): void {
    this.steps++;
    const { tf } = this.network.ops;
    const root2 = Math.sqrt(1 - BETA2 ** this.steps);
    const rate = (this.learningRate * root2) / (1 - BETA1 ** this.steps);
    // m' / (sqrt(v') + eps) with corrected moments is (root2 / (1 - beta1^t)) m / (sqrt(v) + eps root2).
    const scalars = {
      rate: tf.scalar(rate),
      beta1: tf.scalar(BETA1),
      beta2: tf.scalar(BETA2),
      epsilon: tf.scalar(EPSILON * root2),
      zero: tf.scalar(0),
    };
    this.network.parameters.variables.forEach((variable, i) => {
      const slot = { variable, m: this.m.variables[i]!, v: this.v.variables[i]!, gradient: gradients[i]! };
      this.network.ops.applyAdam(slot, scalars);
    });
    for (const scalar of Object.values(scalars)) scalar.dispose();
  }

  /** The moments with PyTorch's layouts, under the weights' names after `exp_avg.` and `exp_avg_sq.`. */
  save(): Map<string, Tensor> {
    const named = (prefix: string, moments: Parameters): [string, Tensor][] =>
      [...moments.save()].map(([name, tensor]) => [prefix + name, tensor]);
    return new Map([...named(M, this.m), ...named(V, this.v)]);
  }

  /** Goes on from moments that `save` gave after `steps` steps. Throws UserError when they are another network's. */
  load(moments: Weights, steps: number): void {
    const named = (prefix: string): Map<string, Tensor> =>
      new Map(
        [...moments]
          .filter(([name]) => name.startsWith(prefix))
          .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
      );
    for (const [prefix, target] of [
      [M, this.m],
      [V, this.v],
    ] as const) {
      const part = named(prefix);
      checkShapes(this.network.plan, part, 'optimiser');
      target.load(part);
    }
    this.steps = steps;
  }

  dispose(): void {
    this.m.dispose();
    this.v.dispose();
  }
}
