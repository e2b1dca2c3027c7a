/** `ended`: finished, stopped or failed; `interrupted`: the engine ended under it. */
export type TrainingPhase =
  'idle' | 'starting' | 'running' | 'pausing' | 'paused' | 'stopping' | 'ended' | 'interrupted';

/** A run is being trained, or is about to be. */
export function isActive(phase: TrainingPhase): boolean {
  return phase !== 'idle' && phase !== 'ended' && phase !== 'interrupted';
}
