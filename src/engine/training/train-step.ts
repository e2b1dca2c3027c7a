import type { Objective } from '../../contract/training';
import type { Generator } from '../../core/random/generator';
import { Adam } from '../network/adam';
import { gather } from '../network/batch';
import { lossAndGradients } from '../network/gradients';
import { drawNoise } from '../network/latent';
import type { Network } from '../network/network';
import type { Weights } from '../network/weights';
import type { TrainingData } from './data';
import { lossWeights } from './objective';

/** Sums over the images of one step, in nats. */
export interface StepLosses {
  images: number;
  bce: number;
  kl: number;
  /** Euclidean norm of the loss's gradient; null when it was not asked for. */
  gradientNorm: number | null;
}

/** One step of training: gather, forward, backward, Adam. `dispose` frees the optimiser's moments. */
export class TrainStep {
  private readonly adam: Adam;

  constructor(
    private readonly network: Network,
    private readonly pixels: TrainingData['train'],
    private readonly objective: Objective,
    learningRate: number,
  ) {
    this.adam = new Adam(network, learningRate);
  }

  /**
   * Trains on the images at `rows` of the training data. When the loss is not finite the weights stay as they were.
   */
  run(rows: Uint32Array, noise: Generator, beta: number, withNorm: boolean): StepLosses {
    const { plan } = this.network;
    const n = rows.length;
    const batch = gather(this.pixels, rows, plan);
    const eps = drawNoise(noise, n, plan.latent);
    const weights = lossWeights(this.objective, n, plan, beta);
    const { bce, kl, gradients } = lossAndGradients(this.network, batch, eps, weights);
    const losses = { images: n, bce: sum(bce), kl: sum(kl) };
    const gradientNorm = withNorm ? this.norm(gradients) : null;
    if (Number.isFinite(losses.bce + losses.kl)) this.adam.step(gradients);
    for (const gradient of gradients) gradient.dispose();
    return { ...losses, gradientNorm };
  }

  /** Adam's moments, with PyTorch's names and layouts. */
  optimiser(): Weights {
    return this.adam.save();
  }

  /** Goes on from moments that `optimiser` gave after `steps` steps. Throws UserError when they do not fit. */
  resume(moments: Weights, steps: number): void {
    this.adam.load(moments, steps);
  }

  dispose(): void {
    this.adam.dispose();
  }

  private norm(gradients: ReturnType<typeof lossAndGradients>['gradients']): number {
    let halfSquares = 0;
    for (const gradient of gradients) {
      const half = this.network.ops.l2Loss(gradient);
      halfSquares += half.dataSync<'float32'>()[0]!;
      half.dispose();
    }
    return Math.sqrt(2 * halfSquares);
  }
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
