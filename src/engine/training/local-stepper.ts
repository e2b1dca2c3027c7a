import { setImmediate as nextTurn } from 'node:timers/promises';
import type { NetworkPlan } from '../../core/network/plan';
import { Adam } from '../network/adam';
import { gather } from '../network/batch';
import { lossAndGradients } from '../network/gradients';
import { Vae } from '../network/vae';
import type { Weights } from '../network/weights';
import type { StepLosses, Stepper, StepperStart, StepperState, StepRequest } from './stepper';

/** Takes steps in this process. */
export class LocalStepper implements Stepper {
  private constructor(
    private readonly vae: Vae,
    private readonly adam: Adam,
  ) {}

  /** Throws UserError when weights or moments are another network's. */
  static async start(
    plan: NetworkPlan,
    { weights, learningRate, resume }: StepperStart,
  ): Promise<LocalStepper> {
    const vae = await Vae.fromWeights(plan, weights);
    const adam = new Adam(vae.network, learningRate);
    const stepper = new LocalStepper(vae, adam);
    try {
      if (resume !== undefined) adam.load(resume.optimiser, resume.steps);
    } catch (error) {
      await stepper.close();
      throw error;
    }
    return stepper;
  }

  async step({ n, images, eps, weights }: StepRequest): Promise<StepLosses> {
    await nextTurn();
    const { network } = this.vae;
    const rows = Uint32Array.from({ length: n }, (_, i) => i);
    const { bce, kl, gradients } = lossAndGradients(
      network,
      gather(images, rows, network.plan),
      eps,
      weights,
    );
    const losses = { images: n, bce: sum(bce), kl: sum(kl), gradientNorm: this.norm(gradients) };
    if (Number.isFinite(losses.bce + losses.kl + losses.gradientNorm)) this.adam.step(gradients);
    for (const gradient of gradients) gradient.dispose();
    return losses;
  }

  weights(): Promise<Weights> {
    return Promise.resolve(this.vae.weights());
  }

  state(): Promise<StepperState> {
    return Promise.resolve({ weights: this.vae.weights(), optimiser: this.adam.save() });
  }

  close(): Promise<void> {
    this.adam.dispose();
    this.vae.dispose();
    return Promise.resolve();
  }

  private norm(gradients: ReturnType<typeof lossAndGradients>['gradients']): number {
    let halfSquares = 0;
    for (const gradient of gradients) {
      const half = this.vae.network.ops.l2Loss(gradient);
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
