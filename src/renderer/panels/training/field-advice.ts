import type { DraftNumber } from '../../store/training/training-draft';

interface Advice {
  above: number;
  say: string;
}

/** Values that the contract allows, and that hardly anyone wants. */
const unusual: Partial<Record<DraftNumber, Advice>> = {
  latent: { above: 128, say: 'Most of so many will be pruned' },
  beta: { above: 10, say: 'So much KL tends to a collapse' },
  epochs: { above: 300, say: 'A long run: think of ending early' },
  batch: { above: 1000, say: 'Few, large steps: raise the rate' },
  learningRate: { above: 0.01, say: 'Adam seldom learns this fast' },
};

/** A word on a value that is possible but seldom wise; nothing for the others. */
export function adviceOn(field: DraftNumber, value: number): string | undefined {
  const advice = unusual[field];
  return advice !== undefined && value > advice.above ? advice.say : undefined;
}
