/** The settings that decide whether a run's loss stays finite. */
export interface DivergenceSettings {
  learningRate: number;
  objective: 'elbo' | 'notebook';
  beta: number;
  /** Epochs over which beta rises from 0; 0 for none. */
  warmup: number;
}

/** Adam's own default, with which the notebook's network is known to train. */
const USUAL_RATE = 1e-3;
/** Beyond this weight the KL's gradient outgrows the reconstruction's from the first step. */
const LARGE_BETA = 10;

/**
 * What to change after a loss that stopped being a finite number: the setting that is furthest from those known to
 * train, and a value for it. Half a sentence, to follow a colon.
 */
export function divergenceCure({ learningRate, objective, beta, warmup }: DivergenceSettings): string {
  if (learningRate > USUAL_RATE) {
    return `start again with a learning rate of ${rateBelow(learningRate)} in place of ${learningRate}`;
  }
  if (objective === 'notebook') {
    return "start again with the ELBO objective, for the notebook's loss sums the KL over the whole batch";
  }
  if (beta > LARGE_BETA) {
    return warmup === 0
      ? `start again with a beta below ${beta}, or let it warm up over the first 10 epochs`
      : `start again with a beta below ${beta}, or a warm-up longer than ${warmup} epochs`;
  }
  return `start again with a learning rate of ${rateBelow(learningRate)} in place of ${learningRate}`;
}

/** A tenth, and no more than the usual rate; in as few digits as that needs. */
function rateBelow(rate: number): number {
  return Number(Math.min(USUAL_RATE, rate / 10).toPrecision(2));
}
