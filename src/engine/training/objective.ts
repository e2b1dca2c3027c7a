import type { Objective } from '../../contract/training';
import type { NetworkPlan } from '../../core/network/plan';
import type { LossWeights } from '../network/step-graph';

/**
 * What each image's cross-entropy (summed over its pixels) and KL weigh in the loss of a batch of n (design,
 * section 2). `elbo`: the mean over the batch. `notebook`: cross-entropy averaged over every pixel of the batch
 * plus KL summed over the batch, by which the KL outweighs the rest and the posterior collapses.
 */
export function lossWeights(objective: Objective, n: number, plan: NetworkPlan, beta: number): LossWeights {
  if (objective === 'elbo') return { bce: 1 / n, kl: beta / n };
  return { bce: 1 / (n * plan.side * plan.side * plan.channels), kl: beta };
}

/** Beta at a step (from 0) of a run: it rises evenly from 0 over the first `warmupSteps`. */
export function betaAt(step: number, beta: number, warmupSteps: number): number {
  return warmupSteps > 0 ? beta * Math.min(1, step / warmupSteps) : beta;
}
