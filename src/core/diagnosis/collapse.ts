/** What the diagnosis is made from, at the end of an epoch. */
export interface PosteriorState {
  activeUnits: number;
  latent: number;
  /** Nats per image, summed over the dimensions. */
  kl: number;
  objective: 'elbo' | 'notebook';
  beta: number;
  /** Epochs done; 0 before training. */
  epoch: number;
  /** Epochs over which beta rises from 0; 0 for none. */
  warmup: number;
  /** Whether the epoch before was found to have collapsed. */
  hadCollapsed: boolean;
}

/** Whether the posterior still uses its dimensions, in words for the researcher, and what to change. */
export interface Diagnosis {
  state: 'healthy' | 'pruned' | 'collapsed';
  sentence: string;
  suggestion: string | null;
}

/** Nats per image under which the latent code says next to nothing: one bit is 0.69. */
const NEARLY_NO_KL = 0.5;
/** One dimension of 64 may flicker over the threshold while the code as a whole says nothing. */
const NEARLY_NO_UNITS = 1 / 50;
const NEARLY_ALL_UNITS = 0.9;

/** Whether no dimension, or hardly any, is active and the KL is near 0: the decoder ignores the code. */
export function isCollapsed({
  activeUnits,
  latent,
  kl,
}: Pick<PosteriorState, 'activeUnits' | 'latent' | 'kl'>): boolean {
  return activeUnits <= latent * NEARLY_NO_UNITS && kl < NEARLY_NO_KL;
}

/**
 * Tells a collapse (`isCollapsed`) from the pruning that the ELBO itself brings about: with beta 1 about 22 of 64 dimensions stay active on
 * Fashion-MNIST while the ELBO goes on improving, which is nothing to worry about.
 */
export function diagnose(posterior: PosteriorState): Diagnosis {
  const { activeUnits, latent, kl, beta, epoch } = posterior;
  const active = `${activeUnits} of ${latent} latent dimensions ${activeUnits === 1 ? 'is' : 'are'} active`;
  const nats = `the KL is ${kl.toFixed(2)} nats`;
  const allClear = posterior.hadCollapsed ? 'The posterior has recovered: ' : '';
  if (epoch === 0) {
    return { state: 'healthy', sentence: 'The model has not been trained yet.', suggestion: null };
  }
  if (isCollapsed(posterior)) {
    const consequence =
      activeUnits === 0
        ? 'so every image decodes to the same average'
        : 'so images decode to nearly the same average';
    return {
      state: 'collapsed',
      sentence: `The posterior has collapsed: ${active} and ${nats}, ${consequence}.`,
      suggestion: cureFor(posterior),
    };
  }
  if (activeUnits === 0) {
    return {
      state: 'pruned',
      sentence: `No latent dimension is active although ${nats}: the model does not tell images apart yet.`,
      suggestion: posterior.objective === 'notebook' ? cureFor(posterior) : null,
    };
  }
  if (activeUnits < latent * NEARLY_ALL_UNITS) {
    return {
      state: 'pruned',
      sentence: `${allClear}${active} and ${nats}; the objective has switched off the dimensions it does not need, which is normal and not a collapse.`,
      suggestion: beta > 1 ? `Choose a beta below ${beta} to keep more dimensions active.` : null,
    };
  }
  return { state: 'healthy', sentence: `${allClear}${active} and ${nats}.`, suggestion: null };
}

function cureFor({ objective, beta, epoch, warmup }: PosteriorState): string {
  if (objective === 'notebook') {
    return "The notebook's loss sums the KL over the batch while it averages the reconstruction over pixels; choose the ELBO objective.";
  }
  if (beta > 1) return `Choose a beta below ${beta}; 1 is the true ELBO.`;
  if (warmup === 0)
    return 'Let beta warm up over the first 10 epochs, so that the code is useful before it costs.';
  if (epoch <= warmup) return 'Beta is still warming up; if this lasts, choose a smaller learning rate.';
  return `Choose a warm-up longer than ${warmup} ${warmup === 1 ? 'epoch' : 'epochs'}, or a beta below ${beta}.`;
}
