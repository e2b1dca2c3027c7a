import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../../core/latent/steps';

/** So long the process may be kept from its other work, such as decoding what a slider asks for. */
const TURN_MS = 8;

/** What runs with a computation: `giveWay` is awaited between its turns, and `onShare` hears how much is done. */
interface Turns {
  signal: AbortSignal;
  giveWay?: () => Promise<void>;
  onShare?: (share: number) => void;
}

/** Runs a long computation and gives way to other work between its steps. Throws the signal's reason when it ends it. */
export async function inTurns<Result>(
  steps: Steps<Result>,
  { signal, giveWay = () => nextTurn(), onShare }: Turns,
): Promise<Result> {
  signal.throwIfAborted();
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < TURN_MS) continue;
    if (step.value !== undefined) onShare?.(step.value);
    await giveWay();
    signal.throwIfAborted();
    began = performance.now();
  }
}
