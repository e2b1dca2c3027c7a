import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../../core/latent/steps';

/** So long the process may be kept from its other work, such as decoding what a slider asks for. */
const TURN_MS = 8;

/** Runs a long computation and gives way to other work between its steps. Throws the signal's reason when it ends it. */
export async function inTurns<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  let began = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - began < TURN_MS) continue;
    await nextTurn();
    signal.throwIfAborted();
    began = performance.now();
  }
}
