import type { LossWeights } from '../network/step-graph';
import type { Weights } from '../network/weights';

/** The images of one step and all that its result depends on besides the weights. */
export interface StepRequest {
  n: number;
  /** [n, side, side, channels] */
  images: Uint8Array;
  /** The noise of the samples, [n, latent]. */
  eps: Float32Array;
  weights: LossWeights;
}

/** Sums over the images of one step, in nats. */
export interface StepLosses {
  images: number;
  bce: number;
  kl: number;
  /** Euclidean norm of the loss's gradient. */
  gradientNorm: number;
}

/** Where training stands: weights, and Adam's moments under their names after `exp_avg.` and `exp_avg_sq.`. */
export interface StepperState {
  weights: Weights;
  optimiser: Weights;
}

/**
 * Holds the weights while they are trained and takes the steps: forward, backward, Adam. It may do so in another
 * process, which is why it answers later; one question at a time. Whoever starts one closes it.
 */
export interface Stepper {
  /** Takes one step. After a loss or a gradient that is not finite the weights are of no use any more. */
  step: (request: StepRequest) => Promise<StepLosses>;
  weights: () => Promise<Weights>;
  state: () => Promise<StepperState>;
  /**
   * From now on a question that is not answered within so many milliseconds ends the stepper, and rejects. Without it
   * a step has all the time it needs.
   */
  limit?: (milliseconds: number) => void;
  close: () => Promise<void>;
}

/** Where a stepper begins. */
export interface StepperStart {
  weights: Weights;
  learningRate: number;
  /** The moments of a resumed run and the steps they come from; null for a new run. */
  resume: { optimiser: Weights; steps: number } | null;
}
