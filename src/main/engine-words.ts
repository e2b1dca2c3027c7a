/** What the user is told of the engine's end. Every function gives whole sentences. */

const LOGS = 'the logs (Help, Open Logs Folder) say more';

/** Interrupt, illegal instruction, trap, abort, arithmetic, kill, segmentation, termination. */
const SIGNALS = new Set([2, 4, 5, 6, 8, 9, 11, 15]);

/**
 * How a process ended, from the one number Electron passes on: of a process that a signal ended, the signal's. Node
 * itself exits with none of these numbers, save in cases that the engine does not get into.
 */
export function exitWords(code: number, platform: NodeJS.Platform): string {
  return platform !== 'win32' && SIGNALS.has(code) ? `signal ${code}` : `code ${code}`;
}

export function stoppedSentence(how: string, wasTraining: boolean): string {
  return `The engine stopped unexpectedly (${how})${wasTraining ? ' while training' : ''}.`;
}

/** `step` is that of the newest checkpoint; null when the run has none. */
export function restartedSentence(how: string, wasTraining: boolean, step: number | null): string {
  const start = stoppedSentence(how, wasTraining);
  if (!wasTraining) return `${start} It has been restarted.`;
  return step === null
    ? `${start} It has been restarted; the run had no checkpoint yet, so it has to be started again.`
    : `${start} It has been restarted; training can go on from its last checkpoint at step ${step}.`;
}

export function failedSentence(how: string, times: number): string {
  return (
    `The engine stopped ${times} times within a minute (last with ${how}) and is not being restarted by itself: ` +
    `start it again; ${LOGS}.`
  );
}

/** An engine that says nothing, while its process is there. */
export function silentSentence(isTraining: boolean): string {
  return (
    'The engine does not answer. Something large may keep it busy: wait, or restart it' +
    (isTraining ? '; training can then go on from its last checkpoint.' : '; what is shown stays.')
  );
}

export const startingAgainSentence = 'The engine is being started again.';

export const closingSentence = 'The app is closing.';

export function unexpectedSentence(message: string): string {
  return `Something went wrong in the app: ${message.replace(/(?<![.\s])[.\s]+$/, '')}; ${LOGS}.`;
}
