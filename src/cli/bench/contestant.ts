import { speedOf, type Speed } from './figures';

/** Whoever trains the notebook's network, batch 100. */
export interface Contestant {
  name: string;
  /** Trains `steps` steps after a warm-up. Rejects when `signal` is aborted. */
  round: (steps: number, signal: AbortSignal) => Promise<{ version: string; imagesPerSecond: number }>;
}

/**
 * Lets each of `contestants` train in turn, `rounds` times, so that whatever else the machine does in the meantime
 * meets all of them alike. Returns the speeds in the order of the contestants.
 */
export async function compete(
  contestants: readonly Contestant[],
  { rounds, steps }: { rounds: number; steps: number },
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<Speed[]> {
  const results = contestants.map(() => ({ version: '', rates: [] as number[] }));
  for (let round = 1; round <= rounds; round++) {
    for (const [i, contestant] of contestants.entries()) {
      tell(`training, ${contestant.name}: round ${round} of ${rounds}`);
      signal.throwIfAborted();
      const { version, imagesPerSecond } = await contestant.round(steps, signal);
      results[i]!.version = version;
      results[i]!.rates.push(imagesPerSecond);
    }
  }
  return results.map(({ version, rates }) => speedOf(version, rates));
}
